"""Taking words out of a story: what is suggested, what is ticked and typed, a preview, and only then the deed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.moderation import MOST_NOTE, Kind
from narratives.narrative import Narrative, State
from narratives.taking_out import Piece, not_found, own_texts, pieces, suggestions, without
from narratives.text import clean_text
from store.accounts import Role
from store.collections import framework_of
from store.moderation import approve
from store.redactions import redact
from store.release_quotations import stop_quoting
from web.access import open_to
from web.headers import let_play
from web.moderate.acting import who
from web.moderate.done import MOVED, back_to_queue, back_to_released
from web.moderate.queues import own_words
from web.moderate.reasons import reason_choices, reason_problems
from web.moderate.story_in_turn import Turn, turn_at
from web.sentences import joined
from web.stores import stores

bp = Blueprint("redacting", __name__, url_prefix="/moderate")
MOST_TYPED = 100  # pieces


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for."""

    ticked: tuple[str, ...]
    typed: tuple[str, ...]
    reason: str
    note: str
    drop: bool

    def taken(self, narrative: Narrative) -> tuple[Piece, ...]:
        """What is taken out of a story."""
        return pieces(narrative, self.ticked, self.typed)


@bp.get("/<collection_id>/<story_id>/redact")
@open_to(Role.MODERATOR)
def choose(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story, with the words that could be taken out of it."""
    return _page(turn_at(stores().stories, collection_id, story_id), _wanted())


@bp.post("/<collection_id>/<story_id>/redact")
@open_to(Role.MODERATOR)
def take_out(collection_id: str, story_id: str) -> ResponseReturnValue:
    """Show what would be read without some words; or, once that was seen, take them out."""
    turn, wanted = turn_at(stores().stories, collection_id, story_id), _wanted()
    errors = _problems(turn, wanted)
    if errors:
        return _page(turn, wanted, errors), 422
    taken = wanted.taken(turn.narrative)
    after = without(turn.narrative, taken)
    step = request.form.get("step", "")
    if step not in {"keep", "approve"} or request.form.get("seen", "") != _seen(turn.narrative, after):
        return _page(turn, wanted, after=after, is_other=step in {"keep", "approve"})
    return _take_out(turn, wanted, taken, after, approves=step == "approve")


def _take_out(
    turn: Turn, wanted: Wanted, taken: tuple[Piece, ...], after: Narrative, *, approves: bool
) -> ResponseReturnValue:
    db = stores().stories
    stop_quoting(db, after.id, on=date.today())
    done = redact(
        db, turn.collection, turn.narrative, after, taken, reason=wanted.reason, note=wanted.note,
        drop_recording=wanted.drop, **who(),
    )  # fmt: skip
    if done and approves and approve(db, turn.collection, after.id, **who()):
        return back_to_queue(Kind.APPROVED, turn.collection, after.id)
    back = back_to_released if turn.state is State.RELEASED else back_to_queue
    return back(Kind.REDACTED if done else MOVED, turn.collection, after.id)


def _wanted() -> Wanted:
    typed = (" ".join(clean_text(line).split()) for line in request.form.get("other", "").splitlines())
    return Wanted(
        ticked=tuple(request.form.getlist("take")),
        typed=tuple(line for line in typed if line)[:MOST_TYPED],
        reason=request.form.get("reason", ""),
        note=clean_text(request.form.get("note", "")),
        drop=request.form.get("drop") == "yes",
    )


def _problems(turn: Turn, wanted: Wanted) -> list[FieldError]:
    found, missing = [], not_found(turn.narrative, wanted.typed)
    if missing:
        listed = joined([f"“{words}”" for words in missing])
        found.append(FieldError("other", f"Copy the words as they stand in the story: {listed} cannot be found there"))
    elif not wanted.taken(turn.narrative):
        found.append(FieldError("other", "Tick words to take out, or type them"))
    found += reason_problems(
        Kind.REDACTED,
        wanted.reason,
        wanted.note,
        no_reason="Choose why they are taken out",
        no_note="Write to the teller in a few words why",
    )
    if turn.recorded and not wanted.drop:
        found.append(FieldError("drop", "Tick that the recording is dropped, or go back and withhold the story"))
    return found


def _page(
    turn: Turn, wanted: Wanted, errors: Sequence[FieldError] = (), *, after: Narrative | None = None,
    is_other: bool = False,
) -> str:  # fmt: skip
    if turn.story.spoken:
        let_play()
    framework = framework_of(stores().stories, turn.collection)
    return render_template(
        "moderate/redact.html",
        turn=turn,
        suggestions=suggestions(turn.narrative),
        wanted=wanted,
        choices=reason_choices(Kind.REDACTED),
        errors=errors,
        problems={error.field: error.message for error in errors},
        after=after,
        short_after=own_words(framework, after.answers) if after else (),
        seen=_seen(turn.narrative, after) if after else "",
        is_other=is_other,
        can_approve=turn.state is State.WAITING,
        most=MOST_NOTE,
    )


def _seen(before: Narrative, after: Narrative) -> str:
    """Names what was shown in a preview, so that nothing else is done than was seen."""
    words = "\0".join((*own_texts(before), *own_texts(after)))
    return hashlib.sha256(words.encode()).hexdigest()
