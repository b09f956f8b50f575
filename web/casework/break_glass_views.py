"""Break glass: a practitioner opens others' records of one reference, their owners and administrators learn of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, SubmissionError
from store.accounts import Role
from store.break_glass import LEAST_WORDS, REASONS, Opening
from web.access import current_account, open_to
from web.casework.break_glass import (
    MAX_REASON_CHARACTERS,
    Asked,
    break_glass,
    has_seen,
    open_now,
    openings_here,
    read_asked,
    read_opened,
    unseen_by,
)
from web.casework.case_fields import MAX_REFERENCE_CHARACTERS
from web.casework.colleagues import GONE, name_of, names
from web.casework.timeline import clock, moment, shown

bp = Blueprint("break_glass", __name__, url_prefix="/log")


@dataclass(frozen=True, slots=True)
class Notice:
    """What an owner is told of somebody who opened their records."""

    id: str
    sentence: str
    why: str
    reason: str


@bp.app_context_processor
def _for_owners() -> dict[str, object]:
    """Lets a practitioner's own pages say who opened their records."""
    return {"opened_by_others": notices}


def notices() -> list[Notice]:
    """What the signed-in practitioner has not marked as seen yet."""
    if g.get("session") is None:
        return []
    return [_notice(opening, name_of(opening.opener)) for opening in unseen_by(current_account().id)]


@bp.get("/open-anothers")
@open_to(Role.PRACTITIONER, within_groups=True)
def ask() -> ResponseReturnValue:
    """The form, and what is open at this moment."""
    return _page(Asked(request.args.get("reference", "")[:MAX_REFERENCE_CHARACTERS]))


@bp.post("/open-anothers")
@open_to(Role.PRACTITIONER, within_groups=True)
def open_records() -> ResponseReturnValue:
    """Open the records of a reference for an hour, or say why not."""
    asked = read_asked(request.form)
    try:
        opening = break_glass(current_account().id, asked)
    except SubmissionError as error:
        return _page(asked, error.errors), 422
    return redirect(url_for(".show", opening_id=opening.id), code=303)


@bp.get("/open-anothers/<opening_id>")
@open_to(Role.PRACTITIONER, within_groups=True)
def show(opening_id: str) -> ResponseReturnValue:
    """Others' records of the reference that was opened, while the hour lasts."""
    opening, interactions = read_opened(current_account().id, opening_id)
    called = names()
    records = [(shown(one, None, ()), called.get(one.practitioner, GONE)) for one in interactions]
    return render_template(
        "casework/break-glass-records.html", opening=opening, closes=clock(opening.closes_at), records=records
    )


@bp.post("/opened/<opening_id>/seen")
@open_to(Role.PRACTITIONER, within_groups=True)
def seen(opening_id: str) -> ResponseReturnValue:
    """An owner knows that somebody opened their records."""
    has_seen(current_account().id, opening_id)
    return redirect(url_for("casework.own"), code=303)


@bp.get("/opened")
@open_to(Role.ADMINISTRATOR)
def opened() -> ResponseReturnValue:
    """Administrators see that it happened: who, when, what kind of reason, how many records."""
    called = names()
    events = [
        (called.get(event.opener, GONE), moment(event.opened_at), REASONS[event.category], event.records)
        for event in openings_here()
    ]
    return render_template("casework/break-glass-events.html", events=events)


def _notice(opening: Opening, who: str) -> Notice:
    sentence = f"{who} opened {opening.reference} on {moment(opening.opened_at)}"
    return Notice(opening.id, sentence, REASONS[opening.category], opening.reason)


def _page(asked: Asked, errors: Sequence[FieldError] = ()) -> str:
    return render_template(
        "casework/break-glass.html",
        asked=asked,
        errors=errors,
        wrong={error.field: error.message for error in errors},
        reasons=REASONS,
        least=LEAST_WORDS,
        most=MAX_REASON_CHARACTERS,
        now_open=[(one, clock(one.closes_at)) for one in open_now(current_account().id)],
    )
