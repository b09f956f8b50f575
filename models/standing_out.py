"""What marks each of several heaps against the rest: shares with intervals, called over the whole table."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats
from models.consensus import newcombe
from models.discoveries import adjusted
from models.quantiles import chi_square_tail

_Z = NormalDist().inv_cdf(0.975)
LEAST_EXPECTED = 5.0  # stories that chose it and that did not, in the heap and in the rest, if they were alike


@dataclass(frozen=True, slots=True)
class StandingOut:
    """Arrays (heaps, properties): the share of each heap and of the rest, how far apart, the chance q over the table.

    `low` and `high` are a 95 % interval of `effect` (Newcombe). All are NaN where there are too few stories to test.
    """

    share: Floats
    rest: Floats
    effect: Floats
    low: Floats
    high: Floats
    q: Floats


def standing_out(chosen: ArrayLike, asked: ArrayLike) -> StandingOut:
    """Compare each heap's share of every property with that of all other heaps together.

    Two-proportion z-tests, which is what tells the answers that represent a group in Polis, with false discoveries
    controlled over all heaps and properties. Where the heaps were made from the very answers that are tested, q says
    which answers mark a heap and not whether heaps differ: they do by how they were made.

    Parameters
    ----------
    chosen, asked : arrays of int, shape (heaps, properties)
        Stories of each heap that have a property, and those that could have it.

    References
    ----------
    Small and others (2021), "Polis: scaling deliberation by mapping high dimensional opinion spaces"; Newcombe (1998),
    Statistics in Medicine 17, 873-890, method 10; Benjamini and Hochberg (1995).

    Examples
    --------
    >>> found = standing_out([[40, 10], [10, 12]], [[50, 50], [50, 50]])
    >>> found.effect.round(2).tolist(), (found.q < 0.05).tolist()
    ([[0.6, -0.04], [-0.6, 0.04]], [[True, False], [True, False]])
    """
    x, n = np.asarray(chosen, dtype=np.float64), np.asarray(asked, dtype=np.float64)
    others, of = x.sum(axis=0) - x, n.sum(axis=0) - n
    with np.errstate(divide="ignore", invalid="ignore"):
        share, rest, pooled = x / n, others / of, (x + others) / (n + of)
        smaller = np.minimum(n, of) * np.minimum(pooled, 1 - pooled)
        z = (share - rest) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / of))
        low, high = newcombe(share, n, rest, of, _Z)
    effect = share - rest
    fits = np.isfinite(z) & (smaller >= LEAST_EXPECTED)
    tails = [chi_square_tail(one * one, 1) if ok else np.nan for one, ok in zip(z.flat, fits.flat, strict=True)]
    q = adjusted(np.array(tails).reshape(z.shape))
    share, rest, effect, low, high = (np.where(fits, one, np.nan) for one in (share, rest, effect, low, high))
    return StandingOut(share, rest, effect, low, high, q)
