"""What is said of a group's newest reading: where it is heading, since a year ago, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from models.decomposition import Change, decompose
from models.temperature import Readings
from models.trend import Difference as Found
from models.trend import since_then, slope
from narratives.calendar import day_number, day_of
from narratives.collection import WHOLE, Collection, Policy
from narratives.framework import Framework
from narratives.temperature import Difference, Makeup, Part, Remark
from store.database import Database
from store.watching import list_open_tellings

MONDAY = 4  # 1970-01-05: periods of every length begin on a Monday
TREND_PERIODS = 8
YEAR_DAYS = 364  # whole periods of every length
BESIDE_DAYS = 14  # so much before and after the same period of a year ago counts as the same time of year
MOST_STORIES = 3

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Level:
    """Units that are measured beside each other: `unit` codes each story (n,), -1 for one of none of them."""

    names: tuple[str, ...]
    unit: Ints
    parents: Ints
    stratum: Ints


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read of a level's units, and the stories inside them that it was read from.

    `points` (G,) are what one unit of hot score is in each group; `unit`, `cell`, `parts`, `period` and `usual` have
    one place a story, in the order of their units.
    """

    level: Level
    found: Readings
    points: npt.NDArray[np.float64]
    unit: Ints
    cell: Ints
    parts: npt.NDArray[np.float32]
    period: Ints
    usual: Bools
    length: int

    def starts(self, column: int) -> date:
        """The first day of a period."""
        return day_of(int(self.found.periods[column]) * self.length + MONDAY)

    def newest(self, place: int, k: int) -> int | None:
        """The column of a unit's newest reading: the one before, while the last has fewer than k stories."""
        told = self.found.n[place] >= k
        last = len(told) - 1
        return next((column for column in (last, last - 1) if column >= 0 and told[column]), None)


def remark_on(
    db: Database, collection: Collection, framework: Framework, measured: Measured, place: int
) -> Remark | None:
    """What may be said of a unit's newest reading; None where it has none.

    Only periods with k stories or more are looked at: with the readings beside it, what is said tells of no other.
    """
    column = measured.newest(place, collection.k)
    if column is None:
        return None
    shown = np.where(measured.found.n[place] >= collection.k, measured.found.moved[place], np.nan)
    return Remark(
        group=measured.level.names[place],
        starts_on=measured.starts(column),
        trend=_trend(measured, place, column, shown),
        year=_year(measured, place, column, shown),
        makeup=_makeup(collection, framework, measured, place, column),
        stories=_stories(db, collection, measured, place, column),
    )


def _trend(measured: Measured, place: int, column: int, shown: npt.NDArray[np.float64]) -> Difference | None:
    first = max(0, column + 1 - TREND_PERIODS)
    last = slice(first, column + 1)
    found = slope(shown[last], measured.found.scatter[place, last], float(measured.found.freedom[place]))
    return _difference(found, measured.starts(first))


def _year(measured: Measured, place: int, column: int, shown: npt.NDArray[np.float64]) -> Difference | None:
    then, beside = column - YEAR_DAYS // measured.length, BESIDE_DAYS // measured.length
    if then < 0:
        return None
    around = slice(max(0, then - beside), then + beside + 1)
    scatter = measured.found.scatter[place]
    freedom = float(measured.found.freedom[place])
    found = since_then(float(shown[column]), float(scatter[column]), shown[around], scatter[around], freedom)
    return _difference(found, measured.starts(around.start))


def _difference(found: Found | None, first: date) -> Difference | None:
    return None if found is None else Difference(found.points, found.low, found.high, first)


def _makeup(collection: Collection, framework: Framework, measured: Measured, place: int, column: int) -> Makeup | None:
    """What the newest period's difference from usual is made of; None with fewer than k stories on either side."""
    inside = slice(*np.searchsorted(measured.unit, [place, place + 1]))
    after = measured.period[inside] == measured.found.periods[column]
    before = measured.usual[inside] & ~after
    if min(before.sum(), after.sum()) < collection.k:
        return None
    parts, cell = measured.parts[inside], measured.cell[inside]
    sides = _Sides(parts[before], cell[before], parts[after], cell[after])
    points, whole = float(measured.points[place]), sides.change()
    # A question of a part may be answered by few more than were in the figure before: closed batches are told instead.
    asked = sides.by_question(framework, points, collection.k) if collection.policy is Policy.OPEN else ()
    return Makeup(whole.mix * points, whole.placements * points, asked)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The parts of stories (n, S), NaN where a signifier was not answered, and who told them: usual and newest."""

    before: npt.NDArray[np.float32]
    cell_before: Ints
    after: npt.NDArray[np.float32]
    cell_after: Ints

    def change(self, number: int | slice = slice(None)) -> Change:
        before, after = (np.nan_to_num(side[:, number]).reshape(len(side), -1) for side in (self.before, self.after))
        return decompose(before, self.cell_before, after, self.cell_after)

    def by_question(self, framework: Framework, points: float, k: int) -> tuple[Part, ...]:
        """What the placements of each signifier add; those with fewer than k answers together with the next fewest."""
        told = np.minimum(*(np.isfinite(side).sum(axis=0) for side in (self.before, self.after)))
        few = [int(one) for one in np.argsort(told, kind="stable")]
        apart = sum(told < k)
        together = sorted(few[: apart + 1] if apart else ())
        alone = [[one] for one in range(len(told)) if one not in together]
        names = [one.id for one in framework.warm_signifiers]
        return tuple(
            Part(tuple(names[one] for one in some), sum(self.change(one).placements for one in some) * points)
            for some in [*alone, *([together] if together else [])]
        )


def _stories(db: Database, collection: Collection, measured: Measured, place: int, column: int) -> tuple[str, ...]:
    """The open stories of the newest period that were placed furthest the way the unit moved."""
    if collection.policy is not Policy.OPEN:
        return ()
    first = day_number(measured.starts(column))
    groups = _groups(collection, measured.level.names[place])
    told = list_open_tellings(db, collection.id, groups, first, first + measured.length - 1)
    way = 1.0 if measured.found.moved[place, column] >= 0 else -1.0
    # Stable: of those placed alike, the newest come first.
    found = sorted((one for one in told if one.hot is not None), key=lambda one: -way * (one.hot or 0.0))
    return tuple(one.id for one in found[:MOST_STORIES])


def _groups(collection: Collection, unit: str) -> Sequence[str] | None:
    """The groups that lie in a unit; None for all of them."""
    return None if unit == WHOLE else (unit, *(one.name for one in collection.groups if one.parent == unit))
