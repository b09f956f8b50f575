"""How soon a shift would be noticed: the real monitor, run on stories that are drawn and shifted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from models.arrays import Arrays, Ints
from models.batch import Batch
from models.delays import NOTICE_DAYS, Delays
from models.drift import DriftMonitor
from models.findings import Finding
from models.programme import Programme
from models.streams import hot_stream
from models.urn import Urn

SIZES = (0.2, 0.35, 0.5, 0.7, 1.0, 1.4)
MOST_GROUPS = 24
_FIRST_DAY = 738_155
_PACES = 5
_WEEK = 7


class PowerPreview:
    """Days to notice shifts of several sizes, in one group and everywhere, by running the monitor itself.

    Each run lets the groups tell for `history_days` at their own pace, with nothing happening, and then goes on from
    there with every size: the answers of stories drawn from then on are tilted (`models.urn`). A run has noticed when
    an alert about the shifted question, or about the hot score, is raised for the group, for what it lies in or, when
    the shift is everywhere, for anything, and `k` stories lie behind it. Other questions are left out, with their part
    of the budget: what they would notice beside it, or before, does not count. Sizes share their draws, and a run that
    missed a size is taken to miss the smaller ones. Deterministic.

    More than 24 groups are represented by 24 of them, evenly by pace, with the part of the budget that they bring
    stories for; a shift everywhere is then noticed sooner than said, since more groups would show it.

    Parameters
    ----------
    sizes : sequence of float
        In standard deviations of one story of a group.
    effort : int, default=8
        Runs. Costs grow with it; half of the runs say the median.
    history_days, followed_days : int
        How long nothing happens, and how long a shift is followed before it counts as missed.
    k : int
        Stories since the beginning of a shift without which nothing may be said.
    seed : int

    Attributes
    ----------
    whole_, group_ : tuple of Delays
        For a shift everywhere, and in the group of median pace alone; the second is empty when there is one group.
    paces_ : tuple of (float, Delays)
        The largest size in groups of several paces (stories a week), slowest first, followed for 90 days.
    groups_ : int
        How many groups were run.

    Examples
    --------
    >>> from models.streams import dyad_streams
    >>> none, row = np.zeros(60, dtype=np.int64), np.arange(60)
    >>> stories = Batch(none, none, none, np.column_stack([row % 12, row % 6]))
    >>> programme = Programme(tuple(dyad_streams("safe")), np.array([-1]), 1, 1, stories, np.array([70.0]))
    >>> preview = PowerPreview(sizes=[1.4], effort=2, history_days=60, followed_days=30).fit(programme)
    >>> preview.whole_[0].missed
    0.0
    """

    whole_: tuple[Delays, ...]
    group_: tuple[Delays, ...]
    paces_: tuple[tuple[float, Delays], ...]
    groups_: int

    def __init__(
        self,
        *,
        sizes: Sequence[float] = SIZES,
        effort: int = 8,
        history_days: int = 90,
        followed_days: int = 183,
        k: int = 0,
        seed: int = 0,
    ) -> None:
        if effort < 1 or history_days < 1 or followed_days < 1:
            raise ValueError("effort, history_days and followed_days must each be at least 1")
        if not len(sizes) or min(sizes) <= 0:
            raise ValueError("give at least one size, each above 0")
        self.sizes, self.effort = tuple(sorted(sizes)), effort
        self.history_days, self.followed_days = history_days, followed_days
        self.k, self.seed = k, seed

    def fit(self, programme: Programme, progress: Callable[[int, int], None] = lambda done, of: None) -> Self:
        """Run; `progress` is told after every piece how many are done, and of how many.

        Raises ValueError when no group tells anything or nothing that is watched has an order.
        """
        programme = programme.represented(MOST_GROUPS)
        stream = programme.columns[programme.shifted_column()]
        shifted = {stream.signifier, hot_stream().signifier}
        programme = replace(programme.narrowed(shifted), shifted=stream.name)
        column = programme.shifted_column()
        self.groups_ = len(programme.parents)
        cases = self._cases(programme)
        found: list[list[int]] = [[] for _ in cases]
        urn = Urn(programme.stories.group, programme.stories.bins[:, column], self.groups_)
        monitor, fresh = programme.monitor(), programme.monitor().state()
        for run in range(self.effort):
            monitor.restore(fresh)
            chance = np.random.default_rng([self.seed, run])
            for day, batch in _told(programme, urn, chance, _FIRST_DAY, self.history_days):
                monitor.update(day, batch)
            state, draws = monitor.state(), int(chance.integers(2**62))
            missed: set[int | None] = set()
            for done, place in enumerate(reversed(range(len(cases)))):
                case, days = cases[place], None
                if case.group not in missed:
                    days = self._noticed(programme, urn, (monitor, state), draws, case, shifted)
                if days is None:
                    missed.add(case.group)
                else:
                    found[place].append(days)
                progress(run * len(cases) + done + 1, self.effort * len(cases))
        self._keep(programme, cases, found)
        return self

    def _cases(self, programme: Programme) -> list[_Case]:
        cases = [_Case(None, size, self.followed_days) for size in self.sizes]
        if len(programme.parents) > 1:
            groups = programme.by_pace()
            typical = int(groups[len(groups) // 2])
            cases += [_Case(typical, size, self.followed_days) for size in self.sizes]
            spread = np.unique(np.linspace(0, len(groups) - 1, _PACES).astype(np.int64))
            paces = {float(programme.a_week[g]): int(g) for g in groups[spread]}
            paces.pop(float(programme.a_week[typical]), None)
            follow = min(NOTICE_DAYS, self.followed_days)
            cases += [_Case(g, self.sizes[-1], follow, for_pace=True) for g in paces.values()]
        return cases

    def _keep(self, programme: Programme, cases: Sequence[_Case], found: Sequence[list[int]]) -> None:
        delays = [
            (case, Delays(case.size, self.effort, tuple(sorted(days)))) for case, days in zip(cases, found, strict=True)
        ]
        self.whole_ = tuple(one for case, one in delays if case.group is None)
        self.group_ = tuple(one for case, one in delays if case.group is not None and not case.for_pace)
        largest = [pair for pair in delays if pair[0].for_pace or pair[0].size == self.sizes[-1]]
        paces = [(float(programme.a_week[case.group]), one) for case, one in largest if case.group is not None]
        self.paces_ = tuple(sorted(paces or [(float(programme.a_week.sum()), self.whole_[-1])], key=lambda one: one[0]))

    def _noticed(
        self,
        programme: Programme,
        urn: Urn,
        monitor: tuple[DriftMonitor, Arrays],
        draws: int,
        case: _Case,
        shifted: set[str],
    ) -> int | None:
        """Days from the shift to the alert that may be told; None when there was none."""
        drift, state = monitor
        drift.restore(state)
        first = _FIRST_DAY + self.history_days
        chance = np.random.default_rng(draws)
        waits: tuple[Ints, int] | None = None  # an alert that still has too few stories: whose, and how many
        for day, batch in _told(programme, urn, chance, first, case.days, case):
            if waits is None:
                raised = [one for one in drift.update(day, batch) if _is_about(one, programme, case, shifted)]
                waits = (_members(raised[0], programme), raised[0].n) if raised else None
            else:
                waits = (waits[0], waits[1] + int(np.isin(batch.group, waits[0]).sum()))
            if waits is not None and waits[1] >= self.k:
                return day - first + 1
        return None


@dataclass(frozen=True, slots=True)
class _Case:
    """A shift to be followed: in one group, or everywhere."""

    group: int | None
    size: float
    days: int
    for_pace: bool = False


def _told(
    programme: Programme, urn: Urn, chance: np.random.Generator, first: int, days: int, case: _Case | None = None
) -> Iterator[tuple[int, Batch]]:
    """(day, stories) of days in a row; what is drawn does not depend on the size of the shift."""
    counts = chance.poisson(programme.a_week / _WEEK, (days, len(programme.a_week)))
    group = np.tile(np.arange(counts.shape[1]), days).repeat(counts.ravel())
    day = np.arange(days).repeat(counts.sum(axis=1))
    chances = chance.random(len(group))
    rows = np.zeros(len(group), dtype=np.int64)
    for one in np.unique(group):
        own = group == one
        shift = 0.0 if case is None or case.group not in (None, one) else case.size
        rows[own] = urn.draw(int(one), chances[own], shift)
    stories = programme.stories
    ends = np.searchsorted(day, np.arange(days), side="right")
    for number, end in enumerate(ends):
        of_day = slice(int(ends[number - 1]) if number else 0, int(end))
        row = rows[of_day]
        yield first + number, Batch(group[of_day], stories.stratum[row], stories.mode[row], stories.bins[row])


def _is_about(found: Finding, programme: Programme, case: _Case, shifted: set[str]) -> bool:
    if found.signifier not in shifted and not shifted & set(found.also):
        return False
    return case.group is None or case.group in _members(found, programme)


def _members(found: Finding, programme: Programme) -> Ints:
    if found.scope == "group":
        return np.array([found.unit], dtype=np.int64)
    if found.scope == "parent":
        return np.flatnonzero(programme.parents == found.unit)
    return np.arange(len(programme.parents))
