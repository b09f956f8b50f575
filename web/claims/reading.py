"""The question that a chart's page answers, read from its address, and the address that shows the chart of a question.

A question that is kept ends on a day: where a page shows everything until now, that is the last day of this week,
since a day is finer than anything that is released.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

from flask import current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from narratives.collection import Collection, Policy
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.frozen_query import Chart, FrozenQuery
from narratives.narrative import Kind
from narratives.selection import View, most_places
from store.alerts import get_alert
from web.claims.blueprint import bp
from web.explore.comparing.crosstab_axes import read_axes
from web.explore.comparing.sides import REST, THIS, SideReader
from web.explore.filters import Filters, Query, fine_query, read_filters
from web.reach import may_open
from web.stores import stores

MOST_ADDRESS = 4_000
_MOST_FIELDS = 200
_LINES = ("line", "_line")
Fields = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class _Address:
    """An address taken apart: the page that answers there, the names in its path and its fields."""

    endpoint: str
    names: Mapping[str, str]
    fields: Fields


def query_of_address(collection: Collection, framework: Framework, address: str, today: date) -> FrozenQuery | None:
    """What the chart at an address asks; None for what is no chart of this collection that can be asked again."""
    found = _taken_apart(address)
    if found is None:
        return None
    return _Reader(collection, framework, found, today).query()


def address_of(query: FrozenQuery) -> str:
    """Where the chart of a question is seen, for as much of it as an address can say."""
    name, fields = query.collection, _fields_of(query.view)
    match query.chart:
        case Chart.ALERT:
            return url_for("alerts.alert_page", alert_id=query.subject[0])
        case Chart.THEME:
            return url_for("explore.theme", collection_id=name, theme_id=query.subject[0])
        case Chart.CROSSTAB:
            axes = dict(zip(("rows", "columns"), query.subject, strict=True))
            return url_for("explore.crosstab", collection_id=name, **fields | axes)  # type: ignore[arg-type]
        case Chart.COMPARISON:
            sides = _sides_of(query.view, query.beside or View())
            return url_for("explore.compare", collection_id=name, **sides)  # type: ignore[arg-type]
        case _:
            asked = query.subject[0] if query.subject else _LINES[0]
            picked: Query = fields | {"picture": asked, "triad": asked}
            return url_for("explore.map", collection_id=name, **picked)  # type: ignore[arg-type]


def last_day(today: date) -> date:
    """The last day of a day's week."""
    return today + timedelta(days=6 - today.weekday())


@bp.app_template_global()
def claim_address(collection: Collection, address: str) -> str:
    """Where somebody makes a claim about the chart at an address; empty where they may not, or no chart answers."""
    found = _taken_apart(address) if may_open("claims.new", collection.id) else None
    if found is None or found.endpoint not in _PAGES:
        return ""
    return url_for("claims.new", collection_id=collection.id, chart=address)


def _taken_apart(address: str) -> _Address | None:
    inside = address.removeprefix(request.script_root)
    if not inside.startswith("/") or inside.startswith("//") or len(address) > MOST_ADDRESS:
        return None
    try:
        parts = urlsplit(inside)
        endpoint, names = current_app.url_map.bind("").match(parts.path, method="GET")
        fields: Fields = MultiDict(parse_qsl(parts.query, max_num_fields=_MOST_FIELDS))
    except (HTTPException, ValueError):
        return None
    return _Address(endpoint, names, fields)


class _Reader:
    """Reads the question of one address."""

    def __init__(self, collection: Collection, framework: Framework, asked: _Address, today: date) -> None:
        self._collection, self._framework = collection, framework
        self._asked, self._today = asked, today

    def query(self) -> FrozenQuery | None:
        """The question; None where the page shows none that can be asked again."""
        read = _PAGES.get(self._asked.endpoint)
        elsewhere = self._asked.names.get("collection_id", self._collection.id) != self._collection.id
        return None if read is None or elsewhere else read(self)

    def on_map(self) -> FrozenQuery | None:
        """The picture that the address names; the triad that is large where it names none."""
        if "collection_id" not in self._asked.names:
            return None
        triads = [one.id for one in self._framework.triads]
        triad = self._asked.fields.get("triad", "")
        first = triad if triad in triads else next(iter(triads), "")
        return self._of_picture(self._asked.fields.get("picture", "") or first)

    def picture(self) -> FrozenQuery | None:
        return self._of_picture(self._asked.names["signifier"])

    def _of_picture(self, name: str) -> FrozenQuery | None:
        told = {one.id for one in self._framework.told if most_places(one)}
        if name in told:
            return self._of(Chart.PICTURE, (name,))
        has_line = self._framework.has_temperature and self._collection.policy is Policy.OPEN
        return self._of(Chart.LINE, ()) if name in _LINES and has_line else None

    def comparison(self) -> FrozenQuery | None:
        filters = self._filters()
        reader = SideReader(stores().stories, self._collection, self._framework, filters, self._today)
        sides = reader.read(self._asked.fields).both
        if sides is None:
            return None
        first, second = (self._pinned(side.view) for side in sides)
        return FrozenQuery(self._collection.id, Chart.COMPARISON, (), first, second)

    def crosstab(self) -> FrozenQuery | None:
        axes = read_axes(self._collection, self._framework, self._asked.fields)
        return None if axes.errors else self._of(Chart.CROSSTAB, (axes.rows, axes.columns))

    def theme(self) -> FrozenQuery | None:
        number = self._asked.names["theme_id"]
        if self._collection.policy is not Policy.OPEN or not (number.isascii() and number.isdigit()):
            return None
        view = View(kind=Kind.RESPONDENT, themes=(int(number),))
        return FrozenQuery(self._collection.id, Chart.THEME, (str(int(number)),), self._pinned(view))

    def alert(self) -> FrozenQuery | None:
        try:
            alert = get_alert(stores().stories, self._asked.names["alert_id"])
        except NotFoundError:
            return None
        if alert.collection != self._collection.id:
            return None
        view = View(last=last_day(alert.finding.raised_on))
        return FrozenQuery(self._collection.id, Chart.ALERT, (alert.id,), view)

    def _of(self, chart: Chart, subject: tuple[str, ...]) -> FrozenQuery | None:
        filters = self._filters()
        return None if filters.errors else FrozenQuery(self._collection.id, chart, subject, self._pinned(filters.view))

    def _filters(self) -> Filters:
        return read_filters(self._collection, self._asked.fields, self._framework)

    def _pinned(self, view: View) -> View:
        """The same selection, at most until the end of this week."""
        end = last_day(self._today)
        return replace(view, last=end if view.last is None else min(view.last, end))


# The pages whose charts can be asked again.
_PAGES: Mapping[str, Callable[[_Reader], FrozenQuery | None]] = {
    "explore.map": _Reader.on_map,
    "explore.picture_svg": _Reader.picture,
    "explore.picture_csv": _Reader.picture,
    "explore.compare": _Reader.comparison,
    "explore.crosstab": _Reader.crosstab,
    "explore.theme": _Reader.theme,
    "alerts.alert_page": _Reader.alert,
}


def _fields_of(view: View) -> Query:
    """The fields of a selection's address."""
    kind = "" if view.kind is Kind.RESPONDENT else view.kind.value
    days = {"from": view.first.isoformat() if view.first else "", "to": view.last.isoformat() if view.last else ""}
    named: Query = {"group": next(iter(view.groups), ""), "kind": kind, **days, **fine_query(view)}
    return {name: value for name, value in named.items() if value}


def _sides_of(first: View, second: View) -> Query:
    """The fields of a comparison's address: the first selection, and what can be said of the second."""
    if first.first is not None and second.last == first.first - timedelta(days=1):
        return _fields_of(replace(first, first=second.first)) | {"split": first.first.isoformat()}
    beside = f"group:{second.groups[0]}" if second.groups else REST
    return _fields_of(first) | {"a": THIS, "b": beside}
