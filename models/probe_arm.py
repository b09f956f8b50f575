"""One arm of a probe: how far a few groups' stories moved since a day, like with like, and how sure that is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.intraclass import Nested, clustered

CELL_PRIOR = 5.0
PRIOR_STORIES = 5.0
PRIOR_SPREAD = 0.2  # standard deviation of one story, as a part of the way between the bounds
CARRIED = 10.0  # stories' worth of the variance before that the variance after begins with
WEEK = 7


@dataclass(frozen=True, slots=True)
class Stories:
    """Stories with an outcome, in the order of their days; every array is (n,), `share` is 1/k of a teller's k-th."""

    value: Floats
    day: Ints
    group: Ints
    cell: Ints
    teller: Ints
    share: Floats

    @classmethod
    def told(
        cls,
        value: ArrayLike,
        day: ArrayLike,
        group: ArrayLike,
        cell: ArrayLike | None,
        teller: ArrayLike | None,
        *,
        bounds: tuple[float, float],
    ) -> "Stories":
        """Those of some stories whose outcome is known. Raises ValueError for what cannot be an outcome or a code."""
        values = np.asarray(value, dtype=np.float64)
        none = np.zeros(values.shape, dtype=np.int64)
        given = (day, group, none if cell is None else cell, none - 1 if teller is None else teller)
        codes = [np.asarray(one, dtype=np.int64) for one in given]
        if values.ndim != 1 or any(one.shape != values.shape for one in codes):
            raise ValueError("value, day, group, cell and teller must be lists of the same length")
        told = ~np.isnan(values)
        if (values[told] < bounds[0]).any() or (values[told] > bounds[1]).any():
            raise ValueError(f"an outcome lies outside {bounds[0]:g} to {bounds[1]:g}: give its bounds or mend it")
        if any((one[told] < 0).any() for one in codes[1:3]):
            raise ValueError("group and cell codes start at 0")
        order = np.flatnonzero(told)[np.argsort(codes[0][told], kind="stable")]
        when, who, sort, by = (one[order] for one in codes)
        by = np.where(by < 0, by.max(initial=-1) + 1 + np.arange(len(by)), by)
        return cls(values[order], when, who, sort, by, 1 / _counted(by))

    def where(self, keep: Bools) -> "Stories":
        """Some of the stories; the first of a teller stays the first."""
        return Stories(
            self.value[keep], self.day[keep], self.group[keep], self.cell[keep], self.teller[keep], self.share[keep]
        )

    def weights(self, alike: Nested) -> Floats:
        """What each counts (n,): less where many of a group's day or week are alike."""
        weight = self.share / (1.0 + alike.day * self._others(self.day) + alike.week * self._others(self.day // WEEK))
        return np.asarray(weight)

    def _others(self, cluster: Ints) -> Floats:
        place = clustered(self.group, cluster)
        return np.maximum(np.bincount(place, weights=self.share)[place] - 1, 0.0)

    def variance(self, weight: Floats, alike: Nested) -> float:
        """Variance of the sum of `weight` (n,) times the stories, in variances of one story.

        Stories of one teller are taken for one opinion told again, those of a day or week for as alike as they are.
        """
        own = 1.0 - alike.day - alike.week
        days = clustered(self.group, self.day)
        weeks = clustered(self.group, self.day // WEEK)
        squares = ((own, self.teller), (alike.day, days), (alike.week, weeks))
        return float(sum(part * (np.bincount(place, weights=weight) ** 2).sum() for part, place in squares))


@dataclass(frozen=True, slots=True)
class Change:
    """The `value` by which an arm moved, and the parts of its variance that are due to the time before and after."""

    value: float
    variance_before: float
    variance_after: float
    spread: float
    n_before: int
    n_after: int
    left_out: int


class Arm:
    """Some groups before the probe began: what is usual of each group and kind of people, and their mix."""

    def __init__(self, before: Stories, cells: int, bounds: tuple[float, float]) -> None:
        self.before = before
        self.cells = cells
        size = (int(before.group.max(initial=0)) + 1) * cells
        self.key = before.group * cells + before.cell
        told = np.bincount(self.key, weights=before.share, minlength=size)
        sums = np.bincount(self.key, weights=before.share * before.value, minlength=size)
        self.usual = np.divide(sums, told, out=np.zeros(size), where=told > 0)
        self.mix = told / max(told.sum(), 1.0)
        self.left = before.value - self.usual[self.key]
        self.prior = (PRIOR_SPREAD * (bounds[1] - bounds[0])) ** 2
        self.spread = _spread(self.left, before.share, int((told > 0).sum()), self.prior, PRIOR_STORIES)

    def known(self, after: Stories) -> Bools:
        """Which stories (n,) are of a group and kind of people that told before."""
        key = after.group * self.cells + after.cell
        inside = (key < len(self.mix)) & (after.cell < self.cells)
        return np.asarray(inside & (self.mix[np.where(inside, key, 0)] > 0))

    def gaps(self, after: Stories) -> Floats:
        """How far known stories lie from what was usual (n,)."""
        return np.asarray(after.value - self.usual[after.group * self.cells + after.cell])

    def change(self, after: Stories, alike: Nested) -> Change:
        """How far the arm moved under its own mix; a cell with few stories since leans on the others since.

        The variance carries that of what was usual: a cell told of seldom before is not known well.
        """
        known = self.known(after)
        kept = after.where(known)
        key = kept.group * self.cells + kept.cell
        weight, gap = kept.weights(alike), self.gaps(kept)
        there = np.bincount(key, weights=weight, minlength=len(self.mix)) + CELL_PRIOR
        lent = float((self.mix * CELL_PRIOR / there).sum()) / max(weight.sum(), 1e-12)
        weight = weight * (self.mix[key] / there[key] + lent)
        asked = np.bincount(key, weights=weight, minlength=len(self.mix))
        told = np.bincount(self.key, weights=self.before.share, minlength=len(self.mix))
        back = asked[self.key] * self.before.share / told[self.key]
        value = float((weight * gap).sum())
        since = _spread(_centred(gap, kept), kept.share, len(np.unique(kept.group)), self.spread, CARRIED)
        return Change(
            value=value,
            variance_before=self.spread * self.before.variance(back, alike),
            variance_after=since * kept.variance(weight, alike),
            spread=since,
            n_before=len(self.before.value),
            n_after=len(kept.value),
            left_out=int((~known).sum()),
        )

    def remains(self, after: Stories) -> tuple[Floats, Stories]:
        """What is left of the known stories since when each group's own mean of them is taken out."""
        kept = after.where(self.known(after))
        return _centred(self.gaps(kept), kept), kept


def _counted(teller: Ints) -> Ints:
    """The how-manieth story of its teller each is (n,), from 1, in the order given."""
    order = np.argsort(teller, kind="stable")
    one = teller[order]
    starts = np.flatnonzero(np.diff(one, prepend=one[:1] - 1))
    count = np.empty(len(teller), dtype=np.int64)
    count[order] = np.arange(len(teller)) - np.repeat(starts, np.diff(starts, append=len(teller))) + 1
    return count


def _centred(gap: Floats, stories: Stories) -> Floats:
    told = np.bincount(stories.group, weights=stories.share)
    sums = np.bincount(stories.group, weights=stories.share * gap)
    return gap - np.divide(sums, told, out=np.zeros(len(told)), where=told > 0)[stories.group]


def _spread(left: Floats, share: Floats, means: int, prior: float, stories: float) -> float:
    """Variance of one story from what is left of them around `means` means, with so many stories of `prior` added."""
    freedom = max(float(share.sum()) - means, 0.0)
    return (float((share * left**2).sum()) + stories * prior) / (freedom + stories)
