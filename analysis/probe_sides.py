"""The two sides of a probe as columns: where it runs and what it is compared with, before it began and since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analysis.measures import Measure
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.probe import Probe
from store.database import Database
from store.probe_stories import count_probe_stories, list_probe_stories
from store.watching import Telling

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_STORIES = 100_000  # of each side before: more make no interval narrower that anybody could act on


@dataclass(frozen=True, slots=True)
class Columns:
    """Stories in columns (n,), as `ProbeTest` takes them; `value` is NaN where a story does not answer."""

    value: Floats
    day: Ints
    group: Ints
    cell: Ints
    teller: Ints

    @property
    def all(self) -> tuple[Floats, Ints, Ints, Ints, Ints]:
        """In the order of `ProbeTest.fit`."""
        return self.value, self.day, self.group, self.cell, self.teller

    def people(self, probed: Ints) -> tuple[int, int]:
        """How many people tell of the outcome where the probe runs, and beside it; who left no key counts anew."""
        told = ~np.isnan(self.value)
        inside = np.isin(self.group, probed)
        return _people(self.teller[told & inside]), _people(self.teller[told & ~inside])

    def stories(self, probed: Ints) -> tuple[int, int]:
        """How many stories tell of it, where the probe runs and beside it."""
        told = ~np.isnan(self.value)
        inside = np.isin(self.group, probed)
        return int((told & inside).sum()), int((told & ~inside).sum())


@dataclass(frozen=True, slots=True)
class Sides:
    """The stories of a probe, told before its first day and since, with the codes of its own groups."""

    before: tuple[Telling, ...]
    since: tuple[Telling, ...]
    probed: Ints
    codes: dict[str, dict[object, int]]

    def columns(self, measure: Measure) -> tuple[Columns, Columns]:
        """What is measured on them: before, and since."""
        return self._columns(self.before, measure), self._columns(self.since, measure)

    def _columns(self, tellings: Sequence[Telling], measure: Measure) -> Columns:
        group, cell, teller = self.codes["group"], self.codes["cell"], self.codes["teller"]
        values = [measure(one) for one in tellings]
        return Columns(
            value=np.array([np.nan if value is None else value for value in values], dtype=np.float64),
            day=np.array([one.day for one in tellings], dtype=np.int64),
            group=np.array([group[one.group] for one in tellings], dtype=np.int64),
            cell=np.array([cell[one.stratum, one.mode] for one in tellings], dtype=np.int64),
            teller=np.array([teller.get(one.respondent, -1) for one in tellings], dtype=np.int64),
        )


def read_sides(db: Database, collection: Collection, probe: Probe, today: date) -> Sides:
    """The stories of a probe up to today, or to its end."""
    first, starts, last = (day_number(day) for day in (probe.learns_from, probe.starts_on, min(today, probe.ends_on)))
    before: list[Telling] = []
    since: list[Telling] = []
    for groups, without in _sides(probe):
        told = count_probe_stories(db, collection.id, groups, first, starts - 1, without)
        share = min(1.0, MOST_STORIES / max(told, 1))
        for into, (begin, end) in ((before, (first, starts - 1)), (since, (starts, last))):
            into += list_probe_stories(db, collection.id, groups, begin, end, without=without, share=share)
    if collection.policy is Policy.PROTECTED:
        before, since = _whole_groups(before, since, collection.k)
    groups_met = sorted({one.group for one in (*before, *since)} | set(probe.groups))
    codes = {
        "group": _codes(groups_met),
        "cell": _codes(sorted({(one.stratum, one.mode) for one in (*before, *since)})),
        "teller": _codes(sorted({one.respondent for one in (*before, *since) if one.respondent is not None})),
    }
    probed = np.array([codes["group"][group] for group in probe.groups], dtype=np.int64)
    return Sides(tuple(before), tuple(since), probed, codes)


def told_since(db: Database, collection: Collection, probe: Probe, today: date) -> tuple[int, int]:
    """How many stories were told since the first day, answered or not, where a probe runs and beside it."""
    first, last = day_number(probe.starts_on), day_number(min(today, probe.ends_on))
    here, beside = (
        count_probe_stories(db, collection.id, groups, first, last, without) for groups, without in _sides(probe)
    )
    return here, beside


def lately(columns: Columns, probed: Ints, last: date, over: timedelta) -> int:
    """How many stories tell of the outcome where the probe runs in the time up to a day, that day included."""
    since = day_number(last - over)
    told = ~np.isnan(columns.value) & np.isin(columns.group, probed) & (columns.day > since)
    return int((told & (columns.day <= day_number(last))).sum())


def _sides(probe: Probe) -> tuple[tuple[Sequence[str] | None, Sequence[str]], ...]:
    """Groups and those left out, where the probe runs and beside it; with none named beside, all others are."""
    return (probe.groups, ()), (probe.beside or None, probe.groups)


def _whole_groups(before: list[Telling], since: list[Telling], k: int) -> tuple[list[Telling], list[Telling]]:
    """Without the groups that told fewer than k stories before: two probes apart by one would tell of those few."""
    counts: dict[str, int] = {}
    for one in before:
        counts[one.group] = counts.get(one.group, 0) + 1
    return ([one for one in before if counts[one.group] >= k], [one for one in since if counts.get(one.group, 0) >= k])


def _codes(names: Iterable[object]) -> dict[object, int]:
    return {name: place for place, name in enumerate(names)}


def _people(teller: Ints) -> int:
    return len(np.unique(teller[teller >= 0])) + int((teller < 0).sum())
