"""Reading a probe: did placements move where it runs, beside where it does not, however often one looks?"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, inf, nan
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.arrays import Ints
from models.confidence_sequence import NormalMixture, planned_information
from models.intraclass import Nested, nested_correlation
from models.probe_arm import WEEK, Arm, Change, Stories

POWER = 0.8


class Verdict(StrEnum):
    """What may be said of a probe on a day."""

    HOPED = "moved the hoped-for way"
    OTHER = "moved the other way"
    SCATTER = "not distinguishable from scatter yet"
    FEW = "not enough stories"


@dataclass(frozen=True, slots=True)
class ProbeReading:
    """A probe as it stands on a day.

    `effect` is the change where the probe runs minus the change where it does not, in the outcome's own units, with
    its always-valid interval `low`..`high`; NaN and infinite while there are too few stories. `change` and
    `change_beside` are the two changes; the second is NaN without a comparison group, and `is_compared` false: then
    whatever else changed since counts as the probe's. The counts are of stories, before and after, where the probe
    runs and beside it. `left_out` stories are of a group or a kind of people that told nothing before.
    `design_effect` says how many stories of the probe count as one because they are of one teller, day or week.
    """

    verdict: Verdict
    effect: float
    low: float
    high: float
    change: float
    change_beside: float
    n_before: int
    n_after: int
    n_before_beside: int
    n_after_beside: int
    left_out: int
    design_effect: float
    is_compared: bool


class ProbeTest(BaseEstimator):  # type: ignore[misc]
    """Difference in differences with an interval that may be looked at every day.

    `fit` learns the time before the probe began, `read` is given all stories since. Each story is held against what
    was usual of its group and its kind of people, and each arm is averaged over its own mix from before. The k-th
    story of a teller counts 1/k, and stories of one group's day or week count less the more alike they are. The
    variance adds that of the time before, which does not shrink: however many stories follow, the information stays
    below what the time before allows. The interval is a confidence sequence in that information.

    Parameters
    ----------
    hoped : int, default=1
        1 when the outcome is hoped to rise, -1 when it is hoped to fall.
    size : float, default=0.1
        The smallest change worth knowing of, in the outcome's units, to be said before the first look. It decides
        where the interval is narrowest.
    bounds : tuple of float, default=(0.0, 1.0)
        What the outcome lies between: (0, 1) for a share or a dyad, (-1, 1) for a hot score.
    alpha : float, default=0.05
        Chance that the interval ever leaves out the truth.
    least_stories : int, default=20
        Stories of different tellers that each arm needs before and after; a story whose teller left no key counts
        as another teller's.

    Attributes
    ----------
    boundary_ : NormalMixture
        The confidence sequence.
    is_compared_ : bool
        Whether any group that is not probed told before.

    References
    ----------
    As in `models.confidence_sequence`; Bertrand, Duflo & Mullainathan (2004), "How much should we trust
    differences-in-differences estimates?", QJE 119, for days and weeks that are alike.

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> day, group = np.repeat(np.arange(120), 20), np.tile([0, 1], 1200)
    >>> share = np.clip(chance.normal(0.4, 0.2, 2400) + 0.15 * ((day >= 60) & (group == 1)), 0, 1)
    >>> before = day < 60
    >>> test = ProbeTest().fit(share[before], day[before], group[before], probe_groups=[1])
    >>> reading = test.read(share[~before], day[~before], group[~before])
    >>> str(reading.verdict), reading.low < 0.15 < reading.high
    ('moved the hoped-for way', True)
    """

    def __init__(
        self,
        hoped: int = 1,
        size: float = 0.1,
        bounds: tuple[float, float] = (0.0, 1.0),
        alpha: float = 0.05,
        least_stories: int = 20,
    ) -> None:
        self.hoped = hoped
        self.size = size
        self.bounds = bounds
        self.alpha = alpha
        self.least_stories = least_stories

    def fit(
        self,
        value: ArrayLike,
        day: ArrayLike,
        group: ArrayLike,
        cell: ArrayLike | None = None,
        teller: ArrayLike | None = None,
        *,
        probe_groups: ArrayLike,
    ) -> Self:
        """Learn the time before.

        Parameters
        ----------
        value : array of shape (n,)
            The outcome; NaN rows (not answered, does not apply) are left out.
        day : array of int, shape (n,)
            Day of each story, counted from any day.
        group : array of int, shape (n,)
            Codes from 0; every group that is not in `probe_groups` is a comparison group.
        cell : array of int, shape (n,), optional
            Codes from 0 of who answered and how they were asked.
        teller : array of int, shape (n,), optional
            Codes from 0 of tellers known by a key; -1 for the others.
        probe_groups : array of int
            The groups in which the probe runs.

        Raises ValueError for lists of different lengths, outcomes outside `bounds`, or no group to probe.
        """
        if self.hoped not in (1, -1) or not self.size > 0:
            raise ValueError("hoped is 1 (to rise) or -1 (to fall) and size a positive change: give both so")
        self.probe_groups_: Ints = np.unique(np.asarray(probe_groups, dtype=np.int64))
        if not len(self.probe_groups_):
            raise ValueError("no group is named in which the probe runs: give at least one")
        self.boundary_ = NormalMixture(self.alpha, planned_information(self.alpha, self.size))
        before = Stories.told(value, day, group, cell, teller, bounds=self.bounds)
        cells = int(before.cell.max(initial=0)) + 1
        self.arms_ = [Arm(one, cells, self.bounds) for one in self._split(before)]
        self.is_compared_ = bool(len(self.arms_[1].before.value))
        return self

    def read(
        self,
        value: ArrayLike,
        day: ArrayLike,
        group: ArrayLike,
        cell: ArrayLike | None = None,
        teller: ArrayLike | None = None,
    ) -> ProbeReading:
        """How the probe stands with all stories since its first day; shapes and errors as for `fit`."""
        check_is_fitted(self, "arms_")
        return self._reading(Stories.told(value, day, group, cell, teller, bounds=self.bounds))

    def follow(
        self,
        value: ArrayLike,
        day: ArrayLike,
        group: ArrayLike,
        cell: ArrayLike | None = None,
        teller: ArrayLike | None = None,
    ) -> list[tuple[int, ProbeReading]]:
        """(day, reading) of every day on which a story was told: what somebody saw who looked daily."""
        check_is_fitted(self, "arms_")
        after = Stories.told(value, day, group, cell, teller, bounds=self.bounds)
        return [(int(one), self._reading(after.where(after.day <= one))) for one in np.unique(after.day)]

    def stories_needed(self, size: float | None = None, power: float = POWER) -> int | None:
        """Stories in the probed groups by which somebody who looks daily knows, with chance `power`, that it moved.

        By `size`, that is, while the other groups go on telling at their rate and stories stay as alike as they
        were. None when the time before is too short for any number of stories.
        """
        check_is_fitted(self, "arms_")
        alike = self._alike([arm.before for arm in self.arms_])
        again = [arm.change(arm.before, alike) for arm in self._used()]
        wanted = self.boundary_.information_for(abs(self.size if size is None else size), power)
        left = 1 / wanted - sum(one.variance_before for one in again)
        return ceil(again[0].n_after * sum(one.variance_after for one in again) / left) if left > 0 else None

    def _reading(self, after: Stories) -> ProbeReading:
        since = self._split(after)
        changes = [arm.change(one, self._alike(since)) for arm, one in zip(self._used(), since, strict=False)]
        beside = changes[1] if self.is_compared_ else None
        enough = all(
            _tellers(one) >= self.least_stories
            for arm, told in zip(self._used(), since, strict=False)
            for one in (arm.before, told.where(arm.known(told)))
        )
        effect = changes[0].value - (beside.value if beside else 0.0)
        variance = sum(one.variance_before + one.variance_after for one in changes)
        half = float(self.boundary_.margin(1 / variance)) if enough else inf
        return ProbeReading(
            verdict=self._verdict(effect, half),
            effect=effect if enough else nan,
            low=effect - half,
            high=effect + half,
            change=changes[0].value if enough else nan,
            change_beside=beside.value if beside and enough else nan,
            n_before=changes[0].n_before,
            n_after=changes[0].n_after,
            n_before_beside=beside.n_before if beside else 0,
            n_after_beside=beside.n_after if beside else 0,
            left_out=sum(one.left_out for one in changes),
            design_effect=_design_effect(changes[0]),
            is_compared=self.is_compared_,
        )

    def _verdict(self, effect: float, half: float) -> Verdict:
        if half == inf:
            return Verdict.FEW
        if abs(effect) <= half:
            return Verdict.SCATTER
        return Verdict.HOPED if effect * self.hoped > 0 else Verdict.OTHER

    def _used(self) -> list[Arm]:
        return self.arms_ if self.is_compared_ else self.arms_[:1]

    def _split(self, stories: Stories) -> list[Stories]:
        """The stories of the probed groups, and the others."""
        probed = np.isin(stories.group, self.probe_groups_)
        return [stories.where(probed), stories.where(~probed)]

    def _alike(self, since: list[Stories]) -> Nested:
        """How alike stories of a day and a week are, before and since, when what moved is taken out."""
        left, series, days = [], [], []
        for arm, one in zip(self.arms_, since, strict=True):
            remains, kept = arm.remains(one)
            left += [arm.left, remains]
            series += [2 * arm.before.group, 2 * kept.group + 1]
            days += [arm.before.day, kept.day]
        day = np.concatenate(days)
        return nested_correlation(np.concatenate(left), np.concatenate(series), day, day // WEEK)


def _tellers(stories: Stories) -> int:
    return int((stories.share == 1.0).sum())


def _design_effect(change: Change) -> float:
    return change.variance_after * change.n_after / change.spread
