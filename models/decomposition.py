"""What a change of temperature is made of: which signifiers, and whether other people answered or otherwise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the mean hot score, in score units.

    `by_signifier` (S,) sums to `total`, and so do `mix` (another mix of people or of ways of
    asking) and `placements` (the same sort of people placed their stories elsewhere).
    """

    total: float
    by_signifier: Floats
    mix: float
    placements: float


def decompose(parts_before: ArrayLike, cell_before: ArrayLike, parts_after: ArrayLike, cell_after: ArrayLike) -> Change:
    """Split the change between two sets of stories.

    Parameters
    ----------
    parts_before, parts_after : array of shape (n, S)
        `HotScores.parts` of the stories that have a score.
    cell_before, cell_after : array of int, shape (n,)
        stratum * modes + mode of each story. A cell met on one side only counts as mix.

    Raises ValueError when either side has no stories: there is nothing to compare.

    References
    ----------
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
    share0, mean0 = _cell_means(before.sum(axis=1), cells0, size)
    share1, mean1 = _cell_means(after.sum(axis=1), cells1, size)
    mean0, mean1 = np.where(share0 > 0, mean0, mean1), np.where(share1 > 0, mean1, mean0)
    mix = float(((share1 - share0) * (mean0 + mean1) / 2).sum())
    placements = float(((share0 + share1) / 2 * (mean1 - mean0)).sum())
    return Change(float(by_signifier.sum()), by_signifier, mix, placements)


def _cell_means(score: Floats, cell: Ints, size: int) -> tuple[Floats, Floats]:
    n = np.bincount(cell, minlength=size)
    sums = np.bincount(cell, weights=score, minlength=size)
    return n / len(score), np.divide(sums, n, out=np.zeros(size), where=n > 0)
