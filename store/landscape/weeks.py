"""Hot scores week by week, as sums that say how many they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from store.landscape.codebook import Integers
from store.landscape.facets import sum_days
from store.landscape.segments import HEAT_UNIT

_MONDAY = 4  # 5 January 1970, the first Monday, is day 4
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weeks:
    """For each week with a story that has a hot score: its Monday's day number, how many, and the sums."""

    mondays: npt.NDArray[np.int32]
    n: Integers
    sums: Floats
    squares: Floats


def day_sums(days: npt.NDArray[np.uint8], heats: npt.NDArray[np.uint16]) -> Integers:
    """For each day of a month: stories with a hot score, the sum of the scores and of their squares, in units."""
    return sum_days(days.astype(np.intp), 32, heats)


def weeks_of(parts: Iterable[tuple[int, Integers]]) -> Weeks:
    """Weeks out of (first day, sums of each day from then on)."""
    by_monday: dict[int, Integers] = {}
    for first, told in parts:
        for place in np.flatnonzero(told[:, 0]).tolist():
            day = first + place
            monday = day - (day - _MONDAY) % 7
            known = by_monday.get(monday)
            by_monday[monday] = told[place] if known is None else known + told[place]
    mondays = sorted(by_monday)
    table: Floats = np.array([by_monday[monday] for monday in mondays], np.float64).reshape(-1, 3)
    n, sums, squares = table[:, 0], table[:, 1], table[:, 2]
    # A score x is kept as (x + 1) * HEAT_UNIT.
    return Weeks(
        np.array(mondays, np.int32),
        n.astype(np.int64),
        sums / HEAT_UNIT - n,
        squares / HEAT_UNIT**2 - 2 * sums / HEAT_UNIT + n,
    )
