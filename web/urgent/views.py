"""The urgent queue: moderators act on it, managers see of it what they may read anyway."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from narratives.errors import FieldError
from store import urgency as rows
from store.accounts import Role
from store.collections import framework_of, list_collections
from store.release_urgent import urgent_for_staff
from web.access import current_account, open_to
from web.headers import let_play
from web.people import names
from web.playing import sound_of
from web.respond.start import signposts_of
from web.stores import stores
from web.urgent.cards import readable_card, urgent_card
from web.urgent.notes import read_note

bp = Blueprint("urgent", __name__, url_prefix="/urgent")
_SAID = {
    "marked": ("Marked as urgent.", "unmark"),
    "unmarked": ("No longer marked as urgent by a moderator.", ""),
    "seen": ("Noted that you have seen it.", "unsee"),
    "unseen": ("Noted that nobody has taken it on.", ""),
    "done": ("Done with. It is under “Dealt with” now.", "reopen"),
    "reopened": ("Back in the queue.", ""),
    "moved": ("Somebody else has done that already. Nothing was changed.", ""),
}
_SIMPLE = {
    "see": (rows.see, "seen"),
    "unsee": (rows.unsee, "unseen"),
    "reopen": (rows.reopen, "reopened"),
    "unmark": (rows.unmark, "unmarked"),
}


@bp.get("")
@open_to(Role.MODERATOR, Role.MANAGER)
def queue() -> ResponseReturnValue:
    """Every story that cannot wait, oldest first; to a manager, those that may be read."""
    if current_account().role is Role.MODERATOR:
        return _queue_page()
    db = stores().stories
    found = [(one, urgent_for_staff(db, one)) for one in list_collections(db)]
    shown = [(one, [readable_card(story) for story in seen.stories], seen.more) for one, seen in found]
    return render_template("urgent/readable.html", queues=shown)


@bp.post("/<story_id>/done")
@open_to(Role.MODERATOR)
def finish(story_id: str) -> ResponseReturnValue:
    """Take a story out of the queue, with what was done."""
    how, problem = read_note("how", "Write what was done, without names of people")
    if problem:
        error = FieldError(f"how-{story_id}", problem)
        return _queue_page(errors=(error,), typed={story_id: how}), 422
    done = rows.finish(stores().stories, story_id, actor=_actor(), how=how, at=_now())
    return _back("done" if done else "moved", story_id)


@bp.post("/<story_id>/see", defaults={"decision": "see"})
@bp.post("/<story_id>/unsee", defaults={"decision": "unsee"})
@bp.post("/<story_id>/reopen", defaults={"decision": "reopen"})
@bp.post("/<story_id>/unmark", defaults={"decision": "unmark"})
@open_to(Role.MODERATOR)
def decide(story_id: str, decision: str) -> ResponseReturnValue:
    """Say that one has seen a story, or undo something."""
    act, done = _SIMPLE[decision]
    moved = act(stores().stories, story_id, actor=_actor(), at=_now())
    return _back(done if moved else "moved", story_id)


@bp.get("/<story_id>/recording")
@open_to(Role.MODERATOR)
def recording(story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    return sound_of(rows.get_urgent_recording(stores().stories, story_id))


def _queue_page(errors: tuple[FieldError, ...] = (), typed: Mapping[str, str] | None = None) -> str:
    db, today = stores().stories, _now().date()
    known = names()
    queues = []
    for collection in list_collections(db):
        framework = framework_of(db, collection)
        waiting, done = (
            [
                urgent_card(one, collection, framework, known, today)
                for one in rows.list_urgent(db, collection.id, done=is_done)
            ]
            for is_done in (False, True)
        )
        queues.append((collection, rows.count_waiting(db, collection.id), waiting, done, signposts_of(collection)))
    if any(card.spoken for _collection, _count, waiting, _done, _posts in queues for card in waiting):
        let_play()
    return render_template("urgent/queue.html", queues=queues, errors=errors, typed=typed or {}, done=_said())


def _said() -> tuple[str, str, str] | None:
    """What was done last, and the decision that undoes it for which story."""
    said = _SAID.get(request.args.get("done", ""))
    story = request.args.get("story", "")
    return (*said, story) if said and story else None


def _back(done: str, story_id: str) -> Response:
    return redirect(url_for(".queue", done=done, story=story_id), code=303)


def _actor() -> str:
    return current_account().username


def _now() -> datetime:
    return datetime.now(UTC)
