"""The urgent queue: moderators act on it, managers see of it what they may read anyway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from narratives.collection import Collection
from narratives.errors import FieldError
from store import urgency as rows
from store.accounts import Role
from store.collections import framework_of
from store.routes import safeguarding_routes
from store.safeguarding import count_awaited, count_flagged, list_flagged
from store.safeguarding_clocks import hours_of, list_clocks
from web.access import may, open_to
from web.headers import let_play
from web.moderate.acting import who
from web.people import names
from web.playing import sound_of
from web.reach import groups_within, reach_for, visible_collections
from web.respond.start import Help, signposts_of
from web.seen import seen_urgent
from web.stores import stores
from web.urgent.cards import UrgentCard, readable_card, urgent_card
from web.urgent.flagged import FlaggedCard, flagged_card
from web.urgent.hours import hours_words
from web.urgent.notes import read_note
from web.urgent.roles import ACTING

bp = Blueprint("urgent", __name__, url_prefix="/urgent")
FLAGGED_AT_ONCE = 10  # of a collection: what is looked at makes room for the next


@dataclass(frozen=True, slots=True)
class UrgentQueue:
    """What of a collection waits and was dealt with, what may tell of danger, and when somebody looks."""

    collection: Collection
    count: rows.Waiting
    stories: list[UrgentCard]
    finished: list[UrgentCard]
    posts: tuple[Help, ...]
    flagged: list[FlaggedCard]
    looked: list[FlaggedCard]
    n_flagged: int
    hours: str
    is_told: bool

    @property
    def is_spoken(self) -> bool:
        """Whether any of it can be listened to, also what was dealt with."""
        urgent, flagged = [*self.stories, *self.finished], [*self.flagged, *self.looked]
        return any(card.spoken for card in urgent) or any(card.spoken for card in flagged)


_SAID = {
    "marked": ("Marked as urgent.", "unmark"),
    "unmarked": ("No longer marked as urgent by a moderator.", ""),
    "seen": ("Noted that you have seen it.", "unsee"),
    "unseen": ("Noted that nobody has taken it on.", ""),
    "done": ("Done with. It is under “Dealt with” now.", "reopen"),
    "reopened": ("Back in the queue.", ""),
    "act": ("It is among the urgent stories now, and you have taken it on.", "unmark"),
    "nothing": ("Noted that you looked and found no danger.", "look-again"),
    "look-again": ("Back among those to look at.", ""),
    "moved": ("Somebody else has done that already. Nothing was changed.", ""),
}
_SIMPLE = {
    "see": (rows.see, "seen"),
    "unsee": (rows.unsee, "unseen"),
    "reopen": (rows.reopen, "reopened"),
    "unmark": (rows.unmark, "unmarked"),
}


@bp.get("")
@open_to(*ACTING, Role.MANAGER, within_groups=True)
def queue() -> ResponseReturnValue:
    """Every story that cannot wait, oldest first; to a manager, those that may be read."""
    if may(*ACTING):
        return _queue_page()
    found = [(one, seen_urgent(one)) for one in visible_collections(trials=True)]
    shown = [(one, [readable_card(story) for story in seen.stories], seen.more) for one, seen in found]
    return render_template("urgent/readable.html", queues=shown)


@bp.post("/<story_id>/done")
@open_to(*ACTING, within_groups=True)
def finish(story_id: str) -> ResponseReturnValue:
    """Take a story out of the queue, with what was done."""
    how, problem = read_note("how", "Write what was done, without names of people")
    if problem:
        error = FieldError(f"how-{story_id}", problem)
        return _queue_page(errors=(error,), typed={story_id: how}), 422
    done = rows.finish(stores().stories, story_id, how=how, **who())
    return _back("done" if done else "moved", story_id)


@bp.post("/<story_id>/see", defaults={"decision": "see"})
@bp.post("/<story_id>/unsee", defaults={"decision": "unsee"})
@bp.post("/<story_id>/reopen", defaults={"decision": "reopen"})
@bp.post("/<story_id>/unmark", defaults={"decision": "unmark"})
@open_to(*ACTING, within_groups=True)
def decide(story_id: str, decision: str) -> ResponseReturnValue:
    """Say that one has seen a story, or undo something."""
    act, done = _SIMPLE[decision]
    moved = act(stores().stories, story_id, **who())
    return _back(done if moved else "moved", story_id)


@bp.get("/<story_id>/recording")
@open_to(*ACTING, within_groups=True)
def recording(story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    return sound_of(rows.get_urgent_recording(stores().stories, story_id))


def _queue_page(errors: tuple[FieldError, ...] = (), typed: Mapping[str, str] | None = None) -> str:
    db, now = stores().stories, datetime.now(UTC)
    known, reach = names(), reach_for(ACTING)
    queues = []
    # First where somebody is waited for; the others follow by title.
    for collection in sorted(
        visible_collections(reach, trials=True),
        key=lambda one: not count_awaited(db, one.id, groups_within(one, reach)),
    ):
        framework, mine = framework_of(db, collection), groups_within(collection, reach)
        clocks = list_clocks(db, collection.id)
        waiting, done = (
            [
                urgent_card(one, collection, framework, known, now, clocks.get(one.narrative.id))
                for one in rows.list_urgent(db, collection.id, mine, done=is_done)
            ]
            for is_done in (False, True)
        )
        waits = rows.count_waiting(db, collection.id, mine)
        flagged, looked = (
            [flagged_card(one, framework, known, now, clocks.get(one.narrative.id)) for one in found]
            for found in (
                list_flagged(db, collection.id, mine, limit=FLAGGED_AT_ONCE),
                list_flagged(db, collection.id, mine, looked=True, limit=FLAGGED_AT_ONCE),
            )
        )
        told = bool(safeguarding_routes(db, collection.id))
        queues.append(
            UrgentQueue(
                collection, waits, waiting, done, signposts_of(collection), flagged, looked,
                count_flagged(db, collection.id, mine), hours_words(hours_of(db, collection.id)), told,
            )
        )  # fmt: skip
    if any(queue.is_spoken for queue in queues):
        let_play()
    return render_template("urgent/queue.html", queues=queues, errors=errors, typed=typed or {}, done=_said())


def _said() -> tuple[str, str, str] | None:
    """What was done last, the decision that undoes it, and where that is sent."""
    said = _SAID.get(request.args.get("done", ""))
    story = request.args.get("story", "")
    if not (said and story):
        return None
    words, undo = said
    endpoint = "flagged.decide" if undo == "look-again" else ".decide"
    return words, undo, url_for(endpoint, story_id=story, decision=undo) if undo else ""


def _back(done: str, story_id: str) -> Response:
    return redirect(url_for(".queue", done=done, story=story_id), code=303)
