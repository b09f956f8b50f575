"""Temperature over place and time: a map of areas or small triangles, what moved, and a table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.collection import WHOLE, Collection, Policy
from narratives.framework import Framework
from narratives.signifiers import Triad
from store.boundaries import GroupArea
from web.explore.places.area_map import AreaMap, AreaShape, area_map
from web.explore.places.change import Change, News, change_of, changes_of, news_of
from web.explore.places.heat_steps import SIGNS, STEPS, UNTOLD, VERDICTS, Mark
from web.explore.places.series import Period, Series
from web.explore.places.small_triangles import MOST, SmallTriangle, TriangleMaker, triad_named
from web.stores import Stores

AREAS, TRIANGLES = "areas", "triangles"
NOTHING = "none"
CELL = 10  # how wide a period is in the strip over time
_NUMBER, _NAME = (24, 46), 26  # sizes of text on the map, in its units
_LEAST_ROOM, _TALL_ENOUGH = 56, 110


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for, as far as it can be read; `before` is None where nothing is compared."""

    now: Period
    before: Period | None
    show: str
    triad: Triad | None

    @property
    def query(self) -> dict[str, str]:
        """What a link carries to come back to this."""
        named = {"at": self.now.at, "before": self.before.at if self.before else NOTHING, "show": self.show}
        return named | ({"triad": self.triad.id} if self.triad else {})


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One group as the table says it; `place` is its number for the script, `strip` its periods where shown."""

    place: int
    name: str
    change: Change
    interval: str
    n: str
    href: str
    strip: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlaceArea:
    """A group's area on the map, in the two moments; `size` is that of its number, 0 where none fits."""

    row: PlaceRow
    shape: AreaShape
    size: int
    has_name: bool
    said: str

    @property
    def base(self) -> int:
        """The line that its number stands on; a name stands above it, and both together in the middle."""
        return self.shape.y + round(self.size * 0.36) + (_NAME // 2 if self.has_name else 0)

    @property
    def name_base(self) -> int:
        """The line that its name stands on."""
        return self.base - self.size - 2


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Everything that the page of places shows."""

    series: Series
    choice: Choice
    news: News
    rows: tuple[PlaceRow, ...]
    units: tuple[PlaceRow, ...]
    map: AreaMap | None
    areas: tuple[PlaceArea, ...]
    triangles: tuple[tuple[PlaceRow, SmallTriangle], ...]
    data: dict[str, object]

    @property
    def beside(self) -> tuple[PlaceRow, ...]:
        """The places that have no area on the map."""
        drawn = {area.row.place for area in self.areas}
        return tuple(row for row in self.rows if row.place not in drawn)

    @property
    def left_out(self) -> int:
        """How many places are in the table alone."""
        return 0 if self.areas else len(self.rows) - len(self.triangles)

    @property
    def marker(self) -> int:
        """Where the strip's mark of the moment shown begins."""
        return self.choice.now.place * CELL

    @property
    def strip_width(self) -> int:
        """How wide a strip is, in its units."""
        return len(self.series.periods) * CELL


def read_choice(series: Series, framework: Framework, fields: Mapping[str, str], *, has_map: bool) -> Choice:
    """What an address asks for; what it leaves out or garbles is the newest moment against the one before."""
    now = series.period_at(fields.get("at", "")) or series.newest
    named = fields.get("before", "")
    before = None if named == NOTHING else series.period_at(named) or series.before(now)
    show = AREAS if has_map and fields.get("show") != TRIANGLES else TRIANGLES
    return Choice(now, before, show, triad_named(framework.triads, fields.get("triad", "")))


class PlacesBuilder:
    """Builds the page of one collection's places."""

    def __init__(self, collection: Collection, series: Series, choice: Choice, areas: Mapping[str, GroupArea]) -> None:
        self._collection = collection
        self._series = series
        self._choice = choice
        self._areas = areas

    def page(self, stores: Stores, framework: Framework) -> PlacesPage:
        """The page, with the triangles' shapes read from the store where they are shown."""
        series, choice = self._series, self._choice
        changes = changes_of(series, choice.now, choice.before)
        groups = (*series.places, *series.units)
        numbers = {group: place for place, group in enumerate(groups)}
        rows = tuple(self._row(numbers[change.group], change, at < MOST) for at, change in enumerate(changes))
        told = [change_of(series, group, choice.now, choice.before) for group in series.units]
        shown = choice.show == AREAS
        drawn = (
            area_map({group: area for group, area in self._areas.items() if group in self._drawable}) if shown else None
        )
        return PlacesPage(
            series=series,
            choice=choice,
            news=news_of(changes, choice.now, choice.before, self._collection.k),
            rows=rows,
            units=tuple(self._row(numbers[change.group], change) for change in told if self._is_told(change.group)),
            map=drawn,
            areas=tuple(self._place_area(row, drawn) for row in rows if drawn and row.change.group in drawn.shapes),
            triangles=() if shown else self._triangles(stores, framework, rows),
            data=self._data(groups),
        )

    @property
    def _drawable(self) -> set[str]:
        """The groups whose areas do not lie over one another."""
        return set(self._series.places)

    def _is_told(self, group: str) -> bool:
        return any(mark != UNTOLD for mark in self._series.marks[group])

    def _row(self, place: int, change: Change, has_strip: bool = True) -> PlaceRow:
        now = self._series.reading(change.group, self._choice.now)
        return PlaceRow(
            place=place,
            name=change.group or "All groups together",
            change=change,
            interval="–" if now is None else f"{now.low:.0f} to {now.high:.0f}",
            n=self._told(None if now is None else now.n),
            href=self._map_of(change.group, self._choice.now),
            strip=strip_of(self._series.marks[change.group]) if has_strip else (),
        )

    def _told(self, n: int | None) -> str:
        """How many told; in whole k where the exact number would tell of a group that is not shown."""
        if n is None:
            return f"Fewer than {self._collection.k}"
        return f"{n:,}" if self._collection.policy is Policy.OPEN else f"At least {n:,}"

    def _map_of(self, group: str, period: Period) -> str:
        query = {"from": period.at, "to": period.ends_on.isoformat()} | ({"group": group} if group != WHOLE else {})
        return url_for("explore.map", collection_id=self._collection.id, **query)  # type: ignore[arg-type]

    def _place_area(self, row: PlaceRow, drawn: AreaMap) -> PlaceArea:
        shape = drawn.shapes[row.change.group]
        least, most = _NUMBER
        return PlaceArea(
            row=row,
            shape=shape,
            size=max(least, min(most, round(shape.room / 3))) if min(shape.room, shape.tall * 2) >= _LEAST_ROOM else 0,
            has_name=len(row.name) * 0.6 * _NAME <= shape.room and shape.tall >= _TALL_ENOUGH,
            said=said_of(row.name, row.change, self._collection.k),
        )

    def _triangles(
        self, stores: Stores, framework: Framework, rows: Sequence[PlaceRow]
    ) -> tuple[tuple[PlaceRow, SmallTriangle], ...]:
        choice = self._choice
        if choice.triad is None:
            return ()
        maker = TriangleMaker(stores, self._collection, framework, choice.triad, choice.now, choice.before)
        return tuple((row, maker.triangle(row.change.group)) for row in rows[:MOST])

    def _data(self, groups: Sequence[str]) -> dict[str, object]:
        """Every reading for the script that moves through time: a short text a group."""
        series, choice = self._series, self._choice
        rows = [series.marks[group] for group in groups]
        return {
            "periods": [[period.at, period.ends_on.isoformat(), period.words] for period in series.periods],
            "groups": [group or "All groups together" for group in groups],
            "values": [",".join("" if one.value is None else str(one.value) for one in row) for row in rows],
            "verdicts": ["".join(one.letter for one in row) for row in rows],
            "now": choice.now.place,
            "before": choice.before.place if choice.before else -1,
            "k": self._collection.k,
            "steps": [[step.below, step.colour, step.ink] for step in STEPS],
            "words": VERDICTS,
            "signs": SIGNS,
        }


def said_of(name: str, change: Change, k: int) -> str:
    """What is read aloud of an area."""
    if change.now.value is None:
        return f"{name}: fewer than {k} stories"
    from_before = f", from {change.before.value}" if change.before.value is not None else ""
    return f"{name}: {change.now.value}{from_before}. {change.now.words}"


def strip_of(marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    """A row of periods as (colour, path of strokes); what has no reading is a short grey one."""
    found: dict[str, list[str]] = {}
    for place, mark in enumerate(marks):
        x = place * CELL + CELL // 2
        if mark.value is None:
            found.setdefault("#8b979b", []).append(f"M{x} 6v2")
        else:
            found.setdefault(mark.colour, []).append(f"M{x} 0v14")
    return tuple((colour, "".join(strokes)) for colour, strokes in found.items())
