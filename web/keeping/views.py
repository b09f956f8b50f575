"""How long stories are kept: managers and administrators see it, administrators change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken, spoken_month
from narratives.collection import Collection
from narratives.errors import FieldError, FrozenError
from narratives.retention import LEAST_MONTHS, MOST_MONTHS
from store.accounts import Role
from store.audit import stamp
from store.database import Database
from store.release_retention import Soon, soon
from store.retention_rules import change_months, clock_notice, is_decided, list_runs, months_kept
from web.access import current_account, open_to
from web.auditing import record
from web.reach import current_reach, visible_collections
from web.stores import stores

bp = Blueprint("keeping", __name__, url_prefix="/keeping")


@dataclass(frozen=True, slots=True)
class Card:
    """One collection: how long it keeps its stories, what goes next, and what went."""

    id: str
    title: str
    months: int
    decided: bool
    next: str
    went: tuple[str, ...]
    typed: str
    problem: str = ""

    @property
    def field(self) -> str:
        """The id of its field on the page."""
        return f"months-{self.id}"


@bp.get("")
@open_to(Role.MANAGER, Role.ADMINISTRATOR, within_collections=True)
def page() -> ResponseReturnValue:
    """Every collection that the person sees all of."""
    return _page()


@bp.post("/<collection_id>")
@open_to(Role.ADMINISTRATOR, within_collections=True)
def change(collection_id: str) -> ResponseReturnValue:
    """Keep the stories of a collection for another number of months."""
    collection = next((one for one in _seen() if one.id == collection_id), None)
    if collection is None:
        abort(404)
    typed = request.form.get("months", "").strip()[:20]
    if not typed.isascii() or not typed.isdigit() or not LEAST_MONTHS <= int(typed) <= MOST_MONTHS:
        return _page(collection_id, typed, f"Enter a number of months from {LEAST_MONTHS} to {MOST_MONTHS}"), 422
    months, db = int(typed), stores().stories
    before = months_kept(db, collection_id)
    if months < before and request.form.get("sure") != "yes":
        told = f"Tick that you are sure: stories older than {_months(months)} are deleted, and cannot be brought back"
        return _page(collection_id, typed, told), 422
    try:
        change_months(db, collection, months, by=current_account().id, at=stamp(datetime.now(UTC)))
    except FrozenError as error:
        return _page(collection_id, typed, str(error)), 422
    record("keeping.changed", collection_id)
    return redirect(url_for(".page", done=collection_id, _anchor=f"keep-{collection_id}"), code=303)


def _page(wrong: str = "", typed: str = "", problem: str = "") -> str:
    db, today = stores().stories, date.today()
    cards = [_card(db, one, today, *((typed, problem) if one.id == wrong else ("", ""))) for one in _seen()]
    return render_template(
        "keeping/page.html",
        cards=cards,
        errors=[FieldError(card.field, card.problem) for card in cards if card.problem],
        may_change=Role.ADMINISTRATOR in current_account().roles,
        done=next((card for card in cards if card.id == request.args.get("done")), None),
        notice=clock_notice(db),
        most=MOST_MONTHS,
    )


def _card(db: Database, collection: Collection, today: date, typed: str, problem: str) -> Card:
    months, decided = months_kept(db, collection.id), is_decided(db, collection.id)
    return Card(
        id=collection.id,
        title=collection.title,
        months=months,
        decided=decided,
        next=_next(collection, soon(db, collection, today), today),
        went=tuple(_went(collection, day, n) for day, n in list_runs(db, collection.id, 6)),
        typed=typed or (str(months) if decided else ""),
        problem=problem,
    )


def _next(collection: Collection, found: Soon | None, today: date) -> str:
    if found is None or not found.any:
        return "No story goes within the next 30 days."
    few = f"fewer than {collection.k} stories" if not found.at_least else f"at least {found.at_least:,} stories"
    days = (found.on - today).days
    when = "tomorrow" if days == 1 else f"on {spoken(found.on)}, in {days} days"
    return f"Next, {when}: {few} told in {spoken_month(found.told_in)} or before."


def _went(collection: Collection, day: date, n: int) -> str:
    """In whole k, as every number of stories that cannot be read."""
    whole = n // collection.k * collection.k
    return f"{spoken(day)}: {f'at least {whole:,}' if whole else f'fewer than {collection.k}'} stories were deleted."


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"


def _seen() -> Sequence[Collection]:
    """Collections that somebody sees all of: how long is a rule of the whole."""
    reach = current_reach()
    return [one for one in visible_collections() if reach.groups_of(one.id) is None]
