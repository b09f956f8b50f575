"""When somebody looks at what may tell of danger: what tellers are told, and from when on nobody has looked in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.working_hours import DAYS, MOST_HOURS, Hours, HoursError
from store.accounts import Role
from store.collections import get_collection
from store.routes import safeguarding_routes
from store.safeguarding_clocks import hours_of, set_hours
from web.access import open_to
from web.reach import visible_collections
from web.sentences import joined
from web.stores import stores

bp = Blueprint("working_hours", __name__, url_prefix="/urgent/hours")
_FIELDS = ("within", "opens", "closes", "days")
_SETTING = (Role.SAFEGUARDING, Role.ADMINISTRATOR)


@bp.get("")
@open_to(*_SETTING, within_collections=True)
def overview() -> ResponseReturnValue:
    """Every collection with its hours, and whether anybody is told outside."""
    db = stores().stories
    shown = [
        (one, hours_words(hours_of(db, one.id)), bool(safeguarding_routes(db, one.id))) for one in visible_collections()
    ]
    return render_template("urgent/all-hours.html", collections=shown, saved=request.args.get("saved", ""))


@bp.get("/<collection_id>")
@open_to(*_SETTING)
def page(collection_id: str) -> ResponseReturnValue:
    """The hours of a collection, to change."""
    collection = get_collection(stores().stories, collection_id)
    return _page(collection, _typed_of(hours_of(stores().stories, collection.id)))


@bp.post("/<collection_id>")
@open_to(*_SETTING)
def save(collection_id: str) -> ResponseReturnValue:
    """Keep other hours. Clocks that run already keep theirs."""
    collection = get_collection(stores().stories, collection_id)
    typed: dict[str, Sequence[str]] = {name: request.form.getlist(name) for name in _FIELDS}
    try:
        hours = read_hours(typed)
    except HoursError as error:
        return _page(collection, typed, (FieldError(error.field, str(error)),)), 422
    set_hours(stores().stories, collection.id, hours)
    return redirect(url_for(".overview", saved=collection.id), code=303)


def read_hours(typed: Mapping[str, Sequence[str]]) -> Hours:
    """Hours as somebody typed them. Raises HoursError."""
    first = {name: "".join(values[:1]).strip() for name, values in typed.items()}
    try:
        within = float(first["within"].replace(",", "."))
    except ValueError as error:
        raise HoursError("within", f"Write how many working hours, above 0 and at most {MOST_HOURS:g}") from error
    days = frozenset(int(day) for day in typed["days"] if day in {str(number) for number in range(7)})
    return Hours(within, _padded(first["opens"]), _padded(first["closes"]), days)


def hours_words(hours: Hours) -> str:
    """For instance "within 4 working hours, on weekdays between 09:00 and 17:00"."""
    within = f"within {hours.within:g} working {'hour' if hours.within == 1 else 'hours'}"
    if hours.is_always:
        return f"{within}, day and night"
    days = joined([DAYS[day] for day in sorted(hours.days)])
    named = {frozenset(range(5)): "weekdays", frozenset(range(7)): "every day"}.get(hours.days, days)
    on = named if named == "every day" else f"on {named}"
    return f"{within}, {on} between {hours.opens} and {hours.closes}"


def _page(collection: Collection, typed: Mapping[str, Sequence[str]], errors: tuple[FieldError, ...] = ()) -> str:
    wrong = {error.field: error.message for error in errors}
    return render_template(
        "urgent/hours.html", collection=collection, typed=typed, days=DAYS, errors=errors, wrong=wrong
    )


def _typed_of(hours: Hours) -> dict[str, Sequence[str]]:
    days = [str(day) for day in sorted(hours.days)]
    return {"within": [f"{hours.within:g}"], "opens": [hours.opens], "closes": [hours.closes], "days": days}


def _padded(clock: str) -> str:
    """9:00 as 09:00."""
    return f"0{clock}" if len(clock) == 4 else clock
