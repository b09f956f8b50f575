"""What a change of temperature is made of: which signifiers, and whether other people answered or otherwise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from models.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a mean, in the unit of its scores.

    `low` and `high` bound the 95 % interval of `total`, each story counted as one (Welch); NaN
    where a side has a single story. `by_signifier` (S,) sums to `total`, and so do `mix` (another
    mix of people or of ways of asking) and `placements` (the same sort of people placed their
    stories elsewhere).
    """

    total: float
    low: float
    high: float
    by_signifier: Floats
    mix: float
    placements: float


def decompose(parts_before: ArrayLike, cell_before: ArrayLike, parts_after: ArrayLike, cell_after: ArrayLike) -> Change:
    """Split the change between two sets of stories.

    Parameters
    ----------
    parts_before, parts_after : array of shape (n, S)
        What a story's score is the sum of: `HotScores.parts` of the stories that have one, or a
        single column with any other score.
    cell_before, cell_after : array of int, shape (n,)
        stratum * modes + mode of each story. A cell met on one side only counts as mix.

    Raises ValueError when either side has no stories: there is nothing to compare.

    References
    ----------
    Welch (1947), "The generalization of 'Student's' problem", Biometrika 34.
    Kitagawa (1955), "Components of a difference between two rates", JASA 50.

    Examples
    --------
    >>> change = decompose([[0.0], [0.4]], [0, 1], [[0.4], [0.4]], [1, 1])
    >>> round(change.total, 3), round(change.mix, 3), round(change.placements, 3)
    (0.2, 0.2, 0.0)
    """
    before, after = np.asarray(parts_before, dtype=np.float64), np.asarray(parts_after, dtype=np.float64)
    cells0, cells1 = np.asarray(cell_before, dtype=np.int64), np.asarray(cell_after, dtype=np.int64)
    if not len(before) or not len(after):
        raise ValueError("a change needs stories on both sides")
    by_signifier = after.mean(axis=0) - before.mean(axis=0)
    size = int(max(cells0.max(), cells1.max())) + 1
    score0, score1 = before.sum(axis=1), after.sum(axis=1)
    total, half = float(by_signifier.sum()), _half_width(score0, score1)
    share0, mean0 = _cell_means(score0, cells0, size)
    share1, mean1 = _cell_means(score1, cells1, size)
    mean0, mean1 = np.where(share0 > 0, mean0, mean1), np.where(share1 > 0, mean1, mean0)
    mix = float(((share1 - share0) * (mean0 + mean1) / 2).sum())
    placements = float(((share0 + share1) / 2 * (mean1 - mean0)).sum())
    return Change(total, total - half, total + half, by_signifier, mix, placements)


def _cell_means(score: Floats, cell: Ints, size: int) -> tuple[Floats, Floats]:
    n = np.bincount(cell, minlength=size)
    sums = np.bincount(cell, weights=score, minlength=size)
    return n / len(score), np.divide(sums, n, out=np.zeros(size), where=n > 0)


def _half_width(before: Floats, after: Floats) -> float:
    if min(len(before), len(after)) < 2:
        return float("nan")
    parts = np.array([side.var(ddof=1) / len(side) for side in (before, after)])
    if not parts.sum():
        return 0.0
    freedom = parts.sum() ** 2 / (parts**2 / (len(before) - 1, len(after) - 1)).sum()
    return float(student.ppf(0.975, freedom) * np.sqrt(parts.sum()))
