"""The hot score of a story: how far its placements lean toward the anchors that the framework declared hot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats


@dataclass(frozen=True, slots=True)
class HotScores:
    """Hot scores of n stories over S signifiers.

    `score` (n,) is in [-1, 1], NaN where no hot or cold signifier was answered. `parts` (n, S) are
    each signifier's contribution, 0 where it was not answered, so that a row's parts sum to its
    score. `answered` (n, S) says which signifiers entered.
    """

    score: Floats
    parts: Floats
    answered: Bools


def hot_scores(shares: ArrayLike, hot: ArrayLike, cold: ArrayLike, signifier: ArrayLike) -> HotScores:
    """Hot shares minus cold shares, averaged over the hot or cold signifiers that were answered.

    Parameters
    ----------
    shares : array of shape (n, A)
        One column an anchor, in [0, 1]; NaN where the signifier was not answered or does not
        apply. A dyad at v has the columns 1 - v (first anchor) and v.
    hot, cold : array of shape (A,)
        Which anchors were declared hot, and cold.
    signifier : array of shape (A,)
        The signifier that each column belongs to, numbered from 0.

    Examples
    --------
    >>> triad_and_dyad = [[0.2, 0.7, 0.1, 0.6, 0.4], [0.0, 1.0, 0.0, np.nan, np.nan]]
    >>> found = hot_scores(triad_and_dyad, [0, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 0, 1, 1])
    >>> found.score.round(3).tolist()
    [0.35, 1.0]
    """
    columns = np.asarray(shares, dtype=np.float64)
    sign = np.asarray(hot, dtype=np.float64) - np.asarray(cold, dtype=np.float64)
    owner = np.asarray(signifier, dtype=np.int64)
    if columns.ndim != 2 or not columns.shape[1] == len(sign) == len(owner):
        raise ValueError(f"shares have shape {columns.shape} and need one column for each of the {len(owner)} anchors")
    declared = np.asarray(hot, dtype=bool) | np.asarray(cold, dtype=bool)
    n, size = len(columns), int(owner.max(initial=-1)) + 1
    raw, answered = np.zeros((n, size)), np.zeros((n, size), dtype=bool)
    for s in range(size):
        mine = owner == s
        if declared[mine].any():
            answered[:, s] = np.isfinite(columns[:, mine]).all(axis=1)
            raw[:, s] = np.where(answered[:, s], np.nan_to_num(columns[:, mine]) @ sign[mine], 0.0)
    count = answered.sum(axis=1)
    parts = raw / np.maximum(count, 1)[:, None]
    return HotScores(np.where(count > 0, parts.sum(axis=1), np.nan), parts, answered)
