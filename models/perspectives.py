"""How far several groups lie apart on several questions, with intervals that all hold together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from numpy.typing import ArrayLike

from models.arrays import Floats
from models.comparison import Difference, Side, difference, side_of_stories

WRONG = 0.05  # of all intervals that are shown together: the chance that any of them misses
_LEAST_BATCHES = 2
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Batches:
    """Closed batches of one group on one question: stories (u,) of each and sums (u, d) of their values.

    `spread` (d,) are the variances of single stories.
    """

    n: Floats
    sums: Floats
    spread: Floats


def pooled_effect(parts: Iterable[Batches]) -> float:
    """How many times as far as single stories batches scatter, over all groups and questions; never less than 1.

    Of one group and question it is the variance of the mean over batches (Cochran, 1977, Sampling Techniques, 6.3)
    over that of as many single stories, which is 1 where stories of a batch are no more alike than others. A group has
    few batches, so that it is pooled, each counting by the degrees of freedom that its batches have.

    Examples
    --------
    >>> import numpy as np
    >>> spread = np.array([0.04])
    >>> alike = Batches(np.array([10.0, 10.0]), np.array([[4.0], [6.0]]), spread)
    >>> round(pooled_effect([alike]), 2)
    5.0
    >>> pooled_effect([])
    1.0
    """
    total = weight = 0.0
    for part in parts:
        told = part.n > 0
        units, n = int(told.sum()), float(part.n.sum())
        alone = n * float(part.spread.sum())
        if units < _LEAST_BATCHES or alone < _NOTHING:
            continue
        rest = part.sums[told] - part.n[told][:, None] * (part.sums.sum(axis=0) / n)
        total += units * float((rest**2).sum()) / alone  # (u - 1) times u / (u - 1) times the ratio
        weight += units - 1
    return max(total / weight, 1.0) if weight else 1.0


def side(n: int, sums: ArrayLike, squares: ArrayLike, batched: int, effect: float) -> Side:
    """One group on one question, of n stories of which some were batched.

    Parameters
    ----------
    n, batched : int
        Stories that placed it, 2 or more, and how many of them are known as sums of closed batches alone.
    sums, squares : arrays of shape (d,)
        Sums of the values of all n, and of their squares: three shares of a triad or one value of a dyad.
    effect : float
        Of `pooled_effect`: a batched story counts for 1 / effect of a single one.
    """
    found = side_of_stories(n, sums, squares)
    return replace(found, error=found.spread / (n - batched + batched / effect))


def apart(first: Side, second: Side, shown: int, *, same_people: bool = False) -> Difference:
    """First minus second, as one of `shown` differences whose intervals all hold together in 95 of 100 cases.

    Bonferroni: each is the interval of `difference` that holds in 1 - 0.05 / shown of cases.

    References
    ----------
    Dunn (1961), "Multiple comparisons among means", JASA 56, 52-64.

    Examples
    --------
    >>> one, other = side(50, [30.0], [20.0], 0, 1.0), side(50, [20.0], [10.0], 0, 1.0)
    >>> found = apart(one, other, 1)
    >>> [round(float(value[0]), 3) for value in (found.effect, found.low, found.high)]
    [0.2, 0.12, 0.28]
    >>> wider = apart(one, other, 30)
    >>> [round(float(value[0]), 3) for value in (wider.low, wider.high)]
    [0.069, 0.331]
    """
    return difference(first, second, confidence=1 - WRONG / max(shown, 1), same_people=same_people)
