"""A moderator marks a story as urgent, with a reason: it then stands in the urgent queue."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError
from narratives.moderation import Kind
from narratives.narrative import Narrative
from store.collections import framework_of, get_collection
from store.moderation import escalate
from store.narratives import get_narrative
from web.access import open_to
from web.moderate.acting import who
from web.moderate.done import back_to_queue
from web.moderate.queues import own_words
from web.stores import stores
from web.urgent.notes import read_note
from web.urgent.roles import ACTING

bp = Blueprint("urgent_mark", __name__, url_prefix="/moderate")


@bp.get("/<collection_id>/<story_id>/urgent")
@open_to(*ACTING)
def ask(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story, and a field for why it is urgent."""
    return _page(*_story(collection_id, story_id))


@bp.post("/<collection_id>/<story_id>/urgent")
@open_to(*ACTING)
def put(collection_id: str, story_id: str) -> ResponseReturnValue:
    """Put a story into the queue."""
    collection, told = _story(collection_id, story_id)
    reason, problem = read_note("reason", "Write in a few words why this cannot wait")
    if problem:
        return _page(collection, told, problem, reason), 422
    done = escalate(stores().stories, told.id, reason=reason, **who())
    if done and request.args.get("from") == "queue":
        return back_to_queue(Kind.ESCALATED, collection, told.id)
    return redirect(url_for("urgent.queue", done="marked" if done else "moved", story=told.id), code=303)


def _story(collection_id: str, story_id: str) -> tuple[Collection, Narrative]:
    """Raises NotFoundError."""
    collection, told = get_collection(stores().stories, collection_id), get_narrative(stores().stories, story_id)
    if told.collection != collection.id:
        raise NotFoundError("story", story_id)
    return collection, told


def _page(collection: Collection, told: Narrative, problem: str = "", typed: str = "") -> str:
    return render_template(
        "urgent/mark.html",
        collection=collection,
        story=told,
        short=own_words(framework_of(stores().stories, collection), told.answers),
        when=f"Told on {spoken(told.told_on)}",
        errors=(FieldError("reason", problem),) if problem else (),
        problem=problem,
        typed=typed,
    )
