"""The roll: who may vote, and putting people on it and taking them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.charter import CONSTITUENCY_WORDS, Constituency
from narratives.errors import FieldError
from store.accounts import Account
from store.rolls import list_roll, put_on_roll, take_off_roll
from web.access import may, open_to
from web.decisions.blueprint import ANYBODY, BEGINNERS, bp, now
from web.decisions.people import accounts, own_constituency
from web.stores import stores

_SAID = {
    "on": "On the roll. They vote on what is proposed from now on.",
    "off": "Taken off the roll. They keep their vote on what is open already.",
    "same": "Nothing was different, so nothing was changed.",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One constituency; its people by name only for who may change the roll."""

    name: str
    title: str
    counted: str
    people: tuple[Account, ...]


@bp.get("/roll")
@open_to(*ANYBODY, within_groups=True)
def roll() -> ResponseReturnValue:
    """How many may vote in each constituency, and who, for administrators."""
    return _page()


@bp.post("/roll/add")
@open_to(*BEGINNERS)
def add_member() -> ResponseReturnValue:
    """Put somebody on the roll, or into another constituency."""
    person, constituency = request.form.get("person", ""), request.form.get("constituency", "")
    errors = []
    if person not in {one.id for one in accounts()}:
        errors.append(FieldError("person", "Choose somebody from the list"))
    if constituency not in set(Constituency):
        errors.append(FieldError("constituency", "Choose a constituency"))
    if errors:
        return _page(errors), 422
    changed = put_on_roll(stores().stories, person, Constituency(constituency), on=now().date())
    return redirect(url_for(".roll", done="on" if changed else "same"), code=303)


@bp.post("/roll/remove")
@open_to(*BEGINNERS)
def remove_member() -> ResponseReturnValue:
    """Take somebody off the roll."""
    changed = take_off_roll(stores().stories, request.form.get("person", ""), on=now().date())
    return redirect(url_for(".roll", done="off" if changed else "same"), code=303)


def _page(errors: Sequence[FieldError] = ()) -> str:
    held, everybody, own = list_roll(stores().stories), accounts(), own_constituency()
    may_change = may(*BEGINNERS)
    return render_template(
        "decisions/roll.html",
        groups=[_group(one, held, everybody, may_change=may_change) for one in Constituency],
        people=[one for one in everybody if one.id not in held] if may_change else [],
        own=f"You are on it: {CONSTITUENCY_WORDS[own].lower()}." if own else "You are not on it.",
        may_change=may_change,
        typed=request.form,
        errors=tuple(errors),
        done=_SAID.get(request.args.get("done", ""), ""),
    )


def _group(
    one: Constituency, held: dict[str, Constituency], everybody: Sequence[Account], *, may_change: bool
) -> Group:
    n = sum(1 for constituency in held.values() if constituency is one)
    counted = "Nobody yet." if not n else "1 person." if n == 1 else f"{n} people."
    people = tuple(person for person in everybody if held.get(person.id) is one) if may_change else ()
    return Group(one.value, CONSTITUENCY_WORDS[one], counted, people)
