"""Reading stories before anybody else may, one after the other, and holding back what should not be read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.moderation import Kind, Outcome, reason_words
from store.accounts import Role
from store.collections import get_collection
from store.moderation import approve, get_recording, queue_again
from store.moderation_history import Held, list_held, list_last_events, list_unread_answers, read_answers
from store.moderation_undo import undo
from store.redactions import put_back
from store.release_quotations import stop_quoting
from web.access import current_account, open_to
from web.headers import let_play
from web.moderate.acting import who
from web.moderate.alike import waiting_groups
from web.moderate.conversations import conversations
from web.moderate.done import MOVED, UNDONE, back_to_queue, done_before
from web.moderate.history import history_line, standing_line
from web.moderate.marking import spotted_parts
from web.moderate.queues import left_of, released_of
from web.moderate.story_in_turn import next_turn, turn_at
from web.people import names
from web.playing import sound_of
from web.reach import visible_collections
from web.stores import stores

bp = Blueprint("moderate", __name__, url_prefix="/moderate")
bp.add_app_template_filter(spotted_parts)
_LISTS = (
    ("Given back to their tellers", Outcome.RETURNED),
    ("With the safeguarding lead", Outcome.ESCALATED),
    ("Withheld", Outcome.WITHHELD),
)


@bp.get("")
@open_to(Role.MODERATOR, within_collections=True)
def queue() -> ResponseReturnValue:
    """The next story that waits, and how many do."""
    db, collections = stores().stories, visible_collections()
    ids = [one.id for one in collections]
    turn, place = next_turn(db, collections, current_account().username, request.args.get("after", ""))
    if turn is not None and turn.story.spoken:
        let_play()
    return render_template(
        "moderate/queue.html",
        turn=turn,
        place=place,
        left=[left_of(db, one) for one in collections],
        with_lead=list_held(db, ids, Outcome.ESCALATED),
        answered=list_unread_answers(db, ids),
        given_back=len(list_held(db, ids, Outcome.RETURNED)),
        done=done_before(db, request.args),
        unanswered=sum(not one.answered for one in conversations()),
        alike=waiting_groups(),
    )


@bp.get("/decided")
@open_to(Role.MODERATOR, within_collections=True)
def decided() -> ResponseReturnValue:
    """What was decided: what is held and why, how long tellers have not answered, and what was done last."""
    db, collections, known = stores().stories, visible_collections(), names()
    titles, now = {one.id: one.title for one in collections}, datetime.now(UTC)

    def line(held: Held) -> tuple[Held, str, str, str]:
        standing = held.standing
        kind = Kind.RETURNED if standing.outcome is Outcome.RETURNED else Kind.WITHHELD
        why = reason_words(kind, standing.reason) or standing.note
        return held, titles[held.collection], standing_line(standing, known, now), why

    found = [(title, outcome, [line(one) for one in list_held(db, titles, outcome)]) for title, outcome in _LISTS]
    last = [
        (collection, titles[collection], event.narrative, history_line(event, known))
        for collection, event in list_last_events(db, titles)
    ]
    return render_template("moderate/decided.html", lists=found, last=last)


@bp.get("/<collection_id>/released")
@open_to(Role.MODERATOR)
def released(collection_id: str) -> ResponseReturnValue:
    """Stories that staff may read already, to hold one back."""
    collection = get_collection(stores().stories, collection_id)
    found = released_of(stores().stories, collection)
    if any(story.spoken for story in found):
        let_play()
    done = done_before(stores().stories, request.args)
    return render_template("moderate/released.html", collection=collection, stories=found, done=done)


@bp.get("/<collection_id>/<story_id>/recording")
@open_to(Role.MODERATOR)
def recording(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    collection = get_collection(stores().stories, collection_id)
    return sound_of(get_recording(stores().stories, collection, story_id))


@bp.get("/<collection_id>/<story_id>")
@open_to(Role.MODERATOR)
def story(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story wherever it stands, with what was done with it."""
    turn = turn_at(stores().stories, collection_id, story_id)
    if turn.story.spoken:
        let_play()
    return render_template("moderate/one.html", turn=turn, done=done_before(stores().stories, request.args))


@bp.post("/<collection_id>/<story_id>")
@open_to(Role.MODERATOR)
def decide(collection_id: str, story_id: str) -> ResponseReturnValue:
    """Approve a story, or take back what was decided about it."""
    collection = get_collection(stores().stories, collection_id)
    match request.form.get("decision", ""):
        case "release":
            done = approve(stores().stories, collection, story_id, **who())
            return back_to_queue(Kind.APPROVED if done else MOVED, collection, story_id)
        case "undo":
            return _undo(collection, story_id)
        case "queue":
            done = queue_again(stores().stories, collection, story_id, **who())
        case "read":
            read_answers(stores().stories, story_id, **who())
            return redirect(url_for(".story", collection_id=collection.id, story_id=story_id), code=303)
        case "put-back":
            stop_quoting(stores().stories, story_id, on=date.today())
            done = put_back(stores().stories, collection, story_id, **who())
        case _:
            abort(400)
    return back_to_queue(UNDONE if done else MOVED, collection, story_id)


def _undo(collection: Collection, story_id: str) -> ResponseReturnValue:
    stop_quoting(stores().stories, story_id, on=date.today())
    undone = undo(stores().stories, collection, story_id, request.form.get("event", ""), **who())
    return back_to_queue(UNDONE if undone else MOVED, collection, story_id)
