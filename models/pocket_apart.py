"""Whether a pocket's stories lie apart in their tellers' own placements too: a remark, never a score of its words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats

LEAST_PLACED = 4
RANDOM_SETS = 400


@dataclass(frozen=True, slots=True)
class Apart:
    """`share` of random sets of as many stories lie nearer to the middle of all; `column` moved furthest.

    `shift` is how far, in standard deviations of all stories.
    """

    share: float
    column: int
    shift: float


def apart(placed: ArrayLike, inside: ArrayLike, *, seed: int = 0) -> Apart | None:
    """How far the middle of some stories lies from that of all, against random sets of as many.

    Parameters
    ----------
    placed : array (n, c)
        One column a share of a triad or a dyad; NaN where it was not answered.
    inside : array of bool (n,)
        Which stories are meant.
    seed : int

    Returns
    -------
    Apart, or None when in every column fewer than four of them, or of all, are placed.

    Examples
    --------
    >>> where = np.r_[np.full(6, 0.9), np.linspace(0.1, 0.4, 60)][:, None]
    >>> found = apart(where, np.arange(66) < 6)
    >>> found.column, found.share
    (0, 1.0)
    """
    values, mine = np.asarray(placed, dtype=np.float64), np.asarray(inside, dtype=bool)
    known = np.isfinite(values)
    fit = (known & mine[:, None]).sum(axis=0) >= LEAST_PLACED
    if not fit.any():
        return None
    columns = np.flatnonzero(fit)
    values, known = values[:, columns], known[:, columns]
    middle = np.nanmean(values, axis=0)
    spread = np.nanstd(values, axis=0)
    spread[spread == 0] = 1.0
    standard = np.where(known, (values - middle) / spread, 0.0)
    moved = _means(standard, known, mine)
    own = float((moved**2).mean())
    chance = np.random.default_rng(seed)
    sets = (
        np.isin(np.arange(len(mine)), chance.choice(len(mine), int(mine.sum()), replace=False))
        for _ in range(RANDOM_SETS)
    )
    nearer = np.mean([float((_means(standard, known, one) ** 2).mean()) < own for one in sets])
    furthest = int(np.abs(moved).argmax())
    return Apart(float(nearer), int(columns[furthest]), float(moved[furthest]))


def _means(standard: Floats, known: Bools, rows: Bools) -> Floats:
    n = np.maximum(known[rows].sum(axis=0), 1)
    return np.asarray(standard[rows].sum(axis=0) / n)
