"""The charter: an administrator begins it, everybody reads it, and from then on a vote changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.charter import CONSTITUENCY_WORDS, Charter, Constituency, charter_of
from narratives.covered import WORDS, Setting
from narratives.errors import FieldError, FrozenError
from store.charters import KeptCharter, begin_charter, current_charter
from store.rolls import count_roll
from web.access import current_account, may, open_to
from web.decisions.blueprint import ANYBODY, BEGINNERS, bp, now
from web.decisions.fields import charter_form, typed_charter
from web.decisions.people import own_constituency
from web.decisions.values import days_words
from web.people import names
from web.stores import stores

_UNSURE = "Tick that everybody on the roll was told, and that you hand it over"


@dataclass(frozen=True, slots=True)
class Row:
    """One constituency of a charter."""

    title: str
    share: str
    quorum: int


@bp.get("/charter")
@open_to(*ANYBODY, within_groups=True)
def charter() -> ResponseReturnValue:
    """The charter in force, or the form that begins one."""
    return _page()


@bp.post("/charter")
@open_to(*BEGINNERS)
def begin() -> ResponseReturnValue:
    """Begin to decide by vote: for good, since the charter is changed by a vote alone."""
    found, errors = charter_of(typed_charter(request.form), request.form.getlist("covered"))
    if request.form.get("sure") != "yes":
        errors = (*errors, FieldError("sure", _UNSURE))
    if errors or found is None:
        return _page(errors), 422
    try:
        begin_charter(stores().stories, found, actor=current_account().username, at=now())
    except FrozenError as error:
        return _page([FieldError("sure", str(error))]), 409
    return redirect(url_for(".charter"), code=303)


def _page(errors: Sequence[FieldError] = ()) -> str:
    db = stores().stories
    kept = current_charter(db)
    held = kept.charter if kept else Charter()
    typed = typed_charter(request.form) if request.method == "POST" else None
    return render_template(
        "decisions/charter.html",
        rows=_rows(held) if kept else [],
        begun=_begun(kept) if kept else "",
        passes=_passes(held),
        covered=[WORDS[one] for one in Setting if one in held.covered],
        form=charter_form(held, typed, request.form.getlist("covered")),
        on_roll=_on_roll(),
        may_begin=may(*BEGINNERS),
        may_propose=own_constituency() is not None,
        errors=tuple(errors),
    )


def _rows(held: Charter) -> list[Row]:
    return [
        Row(CONSTITUENCY_WORDS[one], f"{round(100 * held.share_of(one))}%", held.quorum[one]) for one in held.voting
    ]


def _begun(kept: KeptCharter) -> str:
    on = spoken(kept.made_at.date())
    if kept.by_proposal is not None:
        return f"In force since {on}, by a vote of the members."
    return f"Begun on {on} by {names().get(kept.made_by, 'an administrator')}."


def _passes(held: Charter) -> str:
    return (
        f"A proposal is open for {days_words(held.days)}. It passes when every constituency reaches its quorum and "
        f"more than {held.majority}% of the vote, by weight, says yes. A constituency’s weight is the same however "
        "many people it has."
    )


def _on_roll() -> str:
    """How many are on the roll, and whom the charter waits for."""
    held = count_roll(stores().stories)
    told = ", ".join(f"{held[one]} as {CONSTITUENCY_WORDS[one].lower()}" for one in Constituency)
    missing = [CONSTITUENCY_WORDS[one].lower() for one in Constituency if not held[one]]
    if not missing:
        return f"On the roll: {told}."
    return f"On the roll: {told}. Put somebody on the roll as {' and '.join(missing)} first, or give it no weight."
