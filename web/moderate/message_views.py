"""Messages to tellers who asked for them, and what they answer. A role stands beside each, never a name."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError
from narratives.narrative import Narrative, Scope
from narratives.text import clean_text
from store.accounts import Role
from store.collections import framework_of, get_collection
from store.messages import MOST_CHARACTERS, Author, Posted, leave_message, list_messages
from store.moderation import week_of
from store.narratives import get_narrative
from web.access import open_to
from web.moderate.conversations import conversations
from web.moderate.queues import own_words
from web.reach import visible_collections
from web.stores import stores

bp = Blueprint("messages", __name__, url_prefix="/moderate")


@bp.get("/messages")
@open_to(Role.MODERATOR, within_collections=True)
def list_all() -> ResponseReturnValue:
    """Every story with messages, those whose teller waits for an answer first."""
    titles = {one.id: one.title for one in visible_collections()}
    found = [(one, titles.get(one.collection, ""), spoken(one.last.week_of)) for one in conversations()]
    return render_template("moderate/messages.html", conversations=found)


@bp.get("/<collection_id>/<story_id>/message")
@open_to(Role.MODERATOR)
def about(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story with what was written about it, and a field for a message."""
    return _page(*_story(collection_id, story_id))


@bp.post("/<collection_id>/<story_id>/message")
@open_to(Role.MODERATOR)
def leave(collection_id: str, story_id: str) -> ResponseReturnValue:
    """Leave the teller a message."""
    collection, narrative = _story(collection_id, story_id)
    typed = clean_text(request.form.get("message", ""))
    if not typed:
        problem = "Write your message, then press Leave message"
    elif len(typed) > MOST_CHARACTERS:
        problem = f"Shorten your message to {MOST_CHARACTERS:,} characters or fewer; it has {len(typed):,}"
    elif leave_message(stores().stories, narrative.id, Author.STAFF, typed, date.today()) is Posted.LEFT:
        return redirect(url_for(".about", collection_id=collection.id, story_id=narrative.id, done="left"), code=303)
    else:
        problem = "No message can be left here any more: its teller does not want any, or there are a hundred already"
    return _page(collection, narrative, (FieldError("message", problem),), typed), 422


def _story(collection_id: str, story_id: str) -> tuple[Collection, Narrative]:
    """Raises NotFoundError."""
    collection, narrative = get_collection(stores().stories, collection_id), get_narrative(stores().stories, story_id)
    if narrative.collection != collection.id or Scope.CONTACT not in narrative.consent:
        raise NotFoundError("story that takes messages", story_id)
    return collection, narrative


def _page(collection: Collection, narrative: Narrative, errors: tuple[FieldError, ...] = (), typed: str = "") -> str:
    db = stores().stories
    return render_template(
        "moderate/message.html",
        collection=collection,
        story=narrative,
        short=own_words(framework_of(db, collection), narrative.answers),
        week=spoken(week_of(narrative)),
        messages=[(one, spoken(one.week_of)) for one in list_messages(db, narrative.id)],
        errors=errors,
        problem=errors[0].message if errors else "",
        typed=typed,
        most=MOST_CHARACTERS,
        left=request.args.get("done") == "left",
    )
