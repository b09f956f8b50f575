"""Reading stories before anybody else may, and holding back what should not be read."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.narrative import State
from store.accounts import Role
from store.collections import get_collection, list_collections
from store.messages import count_unanswered
from store.moderation import change_release, get_recording
from store.release_quotations import stop_quoting
from web.access import open_to
from web.headers import let_play
from web.moderate.marking import spotted_parts
from web.moderate.queues import DECISIONS, done_before, queue_of, released_of
from web.playing import sound_of
from web.stores import stores

bp = Blueprint("moderate", __name__, url_prefix="/moderate")
bp.add_app_template_filter(spotted_parts)


@bp.get("")
@open_to(Role.MODERATOR)
def queue() -> ResponseReturnValue:
    """Stories that wait, collection by collection."""
    db = stores().stories
    queues = [queue_of(db, one) for one in list_collections(db)]
    if any(story.spoken for one in queues for story in one.stories):
        let_play()
    done, unanswered = done_before(request.args), count_unanswered(db)
    return render_template("moderate/queue.html", queues=queues, done=done, unanswered=unanswered)


@bp.get("/<collection_id>/released")
@open_to(Role.MODERATOR)
def released(collection_id: str) -> ResponseReturnValue:
    """Stories that staff may read already, to hold one back."""
    collection = get_collection(stores().stories, collection_id)
    found = released_of(stores().stories, collection)
    if any(story.spoken for story in found):
        let_play()
    return render_template(
        "moderate/released.html", collection=collection, stories=found, done=done_before(request.args)
    )


@bp.get("/<collection_id>/<story_id>/recording")
@open_to(Role.MODERATOR)
def recording(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    collection = get_collection(stores().stories, collection_id)
    return sound_of(get_recording(stores().stories, collection, story_id))


@bp.post("/<collection_id>/<story_id>")
@open_to(Role.MODERATOR)
def decide(collection_id: str, story_id: str) -> ResponseReturnValue:
    """Release a story, hold it back, or undo that."""
    collection = get_collection(stores().stories, collection_id)
    name = request.form.get("decision", "")
    decision = DECISIONS.get(name)
    if decision is None:
        abort(400)
    if decision.old is State.RELEASED:
        stop_quoting(stores().stories, story_id, on=date.today())
    moved = change_release(stores().stories, collection, story_id, decision.old, decision.new)
    page = url_for(".released", collection_id=collection.id) if decision.on_released_page else url_for(".queue")
    told = {"done": name, "collection": collection.id, "story": story_id} if moved else {"done": "moved"}
    return redirect(f"{page}?{urlencode(told)}", code=303)
