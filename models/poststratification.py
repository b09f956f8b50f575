"""Comparing like with like: a group's stories weighted to the group's own usual mix of strata and modes."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Ints

CELL_PRIOR = 5.0
MIX_PRIOR = 5.0


@dataclass(frozen=True, slots=True)
class ReferenceMix:
    """What is usual. Cells are stratum x mode, coded stratum * modes + mode.

    `shares` (G, C) is each group's own mix, rows summing to 1; `usual` (G, C) the usual score of
    a cell; `within_variance` the variance of the stories of one group, period and cell around
    each other, with `freedom` degrees of freedom (0 when it is not known).
    """

    strata: int
    modes: int
    shares: Floats
    usual: Floats
    within_variance: float
    freedom: int

    def level(self) -> Floats:
        """Usual score of each group (G,) under its own mix; NaN for a group without stories."""
        return np.asarray((self.shares * self.usual).sum(axis=1))

    def cell(self, stratum: Ints, mode: Ints) -> Ints:
        """The cell of each story (n,); a stratum or mode that the reference never met is cell -1."""
        known = (stratum < self.strata) & (mode < self.modes)
        return np.where(known, stratum * self.modes + mode, -1)


@dataclass(frozen=True, slots=True)
class Deviations:
    """Deviation from usual, (G, P) each: `mean` (NaN without stories), stories `n`, `raw_mean` score.

    `inverse_n` is the sum of the squared weights of the stories: times the variance of a story
    it is the variance of `mean`; infinite without stories.
    """

    mean: Floats
    n: Ints
    raw_mean: Floats
    inverse_n: Floats


def reference_mix(score: Floats, group: Ints, stratum: Ints, mode: Ints, period: Ints, groups: int) -> ReferenceMix:
    """Learn mixes and usual scores; a cell seldom seen leans on the group's mean and the cell's effect everywhere."""
    strata, modes = int(stratum.max(initial=0)) + 1, int(mode.max(initial=0)) + 1
    cells = strata * modes
    cell = stratum * modes + mode
    key = group * cells + cell
    n = np.bincount(key, minlength=groups * cells).reshape(groups, cells).astype(np.float64)
    total = np.bincount(key, weights=score, minlength=groups * cells).reshape(groups, cells)
    everywhere = n.sum(axis=0) / max(n.sum(), 1.0)
    of_group = n.sum(axis=1, keepdims=True)
    shares = np.divide(
        n + MIX_PRIOR * everywhere, of_group + MIX_PRIOR, where=of_group > 0, out=np.full((groups, cells), np.nan)
    )
    mean = score.mean() if len(score) else 0.0
    cell_effect = (total.sum(axis=0) - mean * n.sum(axis=0)) / (n.sum(axis=0) + CELL_PRIOR)
    own = (total - n * (mean + cell_effect)).sum(axis=1, keepdims=True)
    group_effect = np.divide(own, of_group, out=np.zeros_like(own), where=of_group > 0)
    additive = mean + cell_effect + group_effect
    usual = (total + CELL_PRIOR * additive) / (n + CELL_PRIOR)
    left = score - usual[group, cell]
    together, place = np.unique(np.stack([group, period]), axis=1, return_inverse=True)
    told = np.bincount(place, minlength=together.shape[1])
    left = left - _per_story(left, place, told)[place] if len(left) else left
    freedom = len(score) - len(told) - int((n > 0).sum()) + int((of_group > 0).sum())
    return ReferenceMix(strata, modes, shares, usual, float((left**2).sum() / max(freedom, 1)), max(freedom, 0))


def adjusted_deviations(
    mix: ReferenceMix, score: Floats, group: Ints, stratum: Ints, mode: Ints, period: Ints, periods: Ints
) -> Deviations:
    """Each group's mean deviation from usual in each of the `periods` (P,), under the group's reference mix.

    A cell with few stories in the period leans on the period's other stories: its deviation is
    (n_c d_c + 5 d) / (n_c + 5), with d the group's plain mean deviation in the period.
    """
    groups, cells = mix.shares.shape
    inside = np.isin(period, periods)
    score, group, stratum = score[inside], group[inside], stratum[inside]
    mode, period = mode[inside], period[inside]
    order = np.argsort(periods)
    column = order[np.searchsorted(periods, period, sorter=order)]
    cell = mix.cell(stratum, mode)
    usual = np.where(cell >= 0, mix.usual[group, np.maximum(cell, 0)], mix.level()[group])
    gap = np.nan_to_num(score - usual)
    shape = (groups, len(periods), cells)
    flat = group * len(periods) + column
    n = np.bincount(flat, minlength=groups * len(periods)).reshape(shape[:2])
    plain = _per_story(gap, flat, n)
    known = cell >= 0
    key = flat[known] * cells + cell[known]
    in_cell = np.bincount(key, minlength=n.size * cells).reshape(shape)
    sums = np.bincount(key, weights=gap[known], minlength=n.size * cells).reshape(shape)
    shares = np.nan_to_num(mix.shares)[:, None, :]
    leaning = (sums + CELL_PRIOR * np.nan_to_num(plain)[:, :, None]) / (in_cell + CELL_PRIOR)
    mean = np.where(n > 0, (shares * leaning).sum(axis=2), np.nan)
    lent = (shares * CELL_PRIOR / (in_cell + CELL_PRIOR)).sum(axis=2) / np.maximum(n, 1)
    own = shares / (in_cell + CELL_PRIOR) + lent[:, :, None]
    outside = (n - in_cell.sum(axis=2)) * lent**2
    squared = (in_cell * own**2).sum(axis=2) + outside
    return Deviations(mean, n, _per_story(score, flat, n), np.where(n > 0, squared, np.inf))


def _per_story(values: Floats, flat: Ints, n: Ints) -> Floats:
    """Mean of the values that fall in each place of `n`; NaN where none does."""
    sums = np.bincount(flat, weights=values, minlength=n.size).reshape(n.shape)
    return np.asarray(np.divide(sums, n, out=np.full(n.shape, np.nan), where=n > 0))
