"""Withholding a story or giving it back to its teller: a reason from a list, and words of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.moderation import MOST_NOTE, Kind
from narratives.narrative import State
from narratives.text import clean_text
from store.accounts import Role
from store.moderation import hold
from store.release_quotations import stop_quoting
from web.access import open_to
from web.headers import let_play
from web.moderate.acting import who
from web.moderate.done import MOVED, back_to_queue, back_to_released
from web.moderate.reasons import reason_choices, reason_problems
from web.moderate.story_in_turn import Turn, turn_at
from web.stores import stores

bp = Blueprint("deciding", __name__, url_prefix="/moderate")
_KINDS = {"withhold": Kind.WITHHELD, "give-back": Kind.RETURNED}


@bp.get("/<collection_id>/<story_id>/withhold", defaults={"decision": "withhold"})
@bp.get("/<collection_id>/<story_id>/give-back", defaults={"decision": "give-back"})
@open_to(Role.MODERATOR)
def ask(collection_id: str, story_id: str, decision: str) -> ResponseReturnValue:
    """A story, and why it is not to be read as it is."""
    return _page(turn_at(stores().stories, collection_id, story_id), _KINDS[decision])


@bp.post("/<collection_id>/<story_id>/withhold", defaults={"decision": "withhold"})
@bp.post("/<collection_id>/<story_id>/give-back", defaults={"decision": "give-back"})
@open_to(Role.MODERATOR)
def put(collection_id: str, story_id: str, decision: str) -> ResponseReturnValue:
    """Withhold a story, or give it back."""
    turn, kind = turn_at(stores().stories, collection_id, story_id), _KINDS[decision]
    reason, note = request.form.get("reason", ""), clean_text(request.form.get("note", ""))
    errors = _problems(turn, kind, reason, note)
    if errors:
        return _page(turn, kind, errors, reason, note), 422
    stop_quoting(stores().stories, story_id, on=date.today())
    done = hold(stores().stories, turn.collection, story_id, kind, reason=reason, note=note, **who())
    back = back_to_released if turn.state is State.RELEASED else back_to_queue
    return back(kind if done else MOVED, turn.collection, story_id)


def _problems(turn: Turn, kind: Kind, reason: str, note: str) -> list[FieldError]:
    if kind is Kind.RETURNED and not turn.has_code:
        return [FieldError("reason", "Nobody has a code for this story: take words out of it, or withhold it")]
    no_note = "Write in a few words what the reason is"
    return reason_problems(kind, reason, note, no_reason="Choose a reason", no_note=no_note)


def _page(turn: Turn, kind: Kind, errors: Sequence[FieldError] = (), chosen: str = "", typed: str = "") -> str:
    if turn.story.spoken:
        let_play()
    return render_template(
        "moderate/hold.html",
        turn=turn,
        gives_back=kind is Kind.RETURNED,
        choices=reason_choices(kind),
        errors=errors,
        problems={error.field: error.message for error in errors},
        chosen=chosen,
        typed=typed,
        most=MOST_NOTE,
    )
