"""How far two heaps of stories lie apart, with 95 % intervals: shares of a triad, values of a dyad, options chosen."""

from dataclasses import dataclass
from math import asin, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats
from models.quantiles import t_quantile

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf(0.975)
_NOTHING = 1e-12
_LEAST_UNITS = 2


@dataclass(frozen=True, slots=True)
class Side:
    """The mean of one heap and how sure it is. Arrays have one value for each of d measures.

    `n` is how many stories; `error` the squared standard errors of `mean`; `spread` the variances of single stories;
    `freedom` how many degrees of freedom `error` has.
    """

    n: int
    mean: Floats
    error: Floats
    spread: Floats
    freedom: float


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second with 95 % intervals, arrays of d measures; `standardised` is in spreads of single stories.

    Intervals of a triad's three shares hold all at once: one may look for the corner that moved most.
    """

    effect: Floats
    low: Floats
    high: Floats
    standardised: float

    @property
    def distance(self) -> float:
        """How far apart the means of two triads lie, in widths of the triangle."""
        return float(np.linalg.norm(self.effect) / sqrt(2))


def side_of_stories(n: int, sums: ArrayLike, squares: ArrayLike) -> Side:
    """A heap of n single stories, from sums (d,) of their values and of the squares. n must be 2 or more."""
    mean = np.asarray(sums, dtype=np.float64) / n
    spread = np.maximum(np.asarray(squares, dtype=np.float64) - n * mean**2, 0.0) / (n - 1)
    return Side(n, mean, spread / n, spread, n - 1.0)


def side_of_batches(n: ArrayLike, sums: ArrayLike, squares: ArrayLike) -> Side:
    """A heap of closed batches: stories (u,) of each, sums (u, d) of their values and of the squares.

    The error of the mean comes from how the batches differ, not from their stories: those of a batch were told one
    after another in one group and need not be independent. It is that of a ratio of sums over clusters (Cochran, 1977,
    Sampling Techniques, 6.3). A single batch cannot tell; then its stories are taken to be independent.
    """
    numbers = np.asarray(n, dtype=np.float64)
    told = numbers > 0
    numbers, units = numbers[told], int(told.sum())
    table = np.asarray(sums, dtype=np.float64)[told]
    total = int(numbers.sum())
    whole = side_of_stories(total, table.sum(axis=0), np.asarray(squares, dtype=np.float64)[told].sum(axis=0))
    if units < _LEAST_UNITS:
        return whole
    rest = table - numbers[:, None] * whole.mean
    error = units / (units - 1) * (rest**2).sum(axis=0) / total**2
    return Side(total, whole.mean, error, whole.spread, units - 1.0)


def joined(one: Side, other: Side) -> Side:
    """Both heaps as one, of which each keeps its share."""
    n = one.n + other.n
    mean = (one.n * one.mean + other.n * other.mean) / n
    errors = (one.n / n) ** 2 * one.error, (other.n / n) ** 2 * other.error
    within = (one.n - 1) * one.spread + (other.n - 1) * other.spread
    between = one.n * (one.mean - mean) ** 2 + other.n * (other.mean - mean) ** 2
    return Side(
        n, mean, errors[0] + errors[1], (within + between) / (n - 1), _freedom(errors, (one.freedom, other.freedom))
    )


def difference(first: Side, second: Side, *, confidence: float = CONFIDENCE, same_people: bool = False) -> Difference:
    """First minus second, for one measure (a dyad, an option) or the three shares of a triad.

    One measure has Welch's interval. The three shares move in a plane; their intervals are the shadows of Hotelling's
    region on the three axes (Scheffe), so that they hold together, with degrees of freedom as Welch has them.
    Where the same people gave both answers nothing is known of how they go together: the interval is then as wide as it
    could have to be, sqrt(a) + sqrt(b) in place of sqrt(a + b).
    `standardised` is the distance of the means in pooled standard deviations of single stories: of one measure
    Cohen's d, of a triad the distance in the plane over the mean standard deviation along an axis.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35; Scheffe (1953), Biometrika 40, 87-104; Nel and van der Merwe (1986),
    Communications in Statistics 15, 3719-3735; Cohen (1988), Statistical Power Analysis.

    Examples
    --------
    >>> one, other = side_of_stories(50, [30.0], [20.0]), side_of_stories(50, [20.0], [10.0])
    >>> found = difference(one, other)
    >>> [round(float(value[0]), 3) for value in (found.effect, found.low, found.high)], round(found.standardised, 2)
    ([0.2, 0.12, 0.28], 0.99)
    """
    effect = first.mean - second.mean
    error = (np.sqrt(first.error) + np.sqrt(second.error)) ** 2 if same_people else first.error + second.error
    freedom = _freedom((first.error, second.error), (first.freedom, second.freedom))
    reach = _quantile(len(effect), freedom, confidence) * np.sqrt(error)
    pooled = ((first.n - 1) * first.spread + (second.n - 1) * second.spread).sum() / max(first.n + second.n - 2, 1)
    # Three shares lie in a plane: their variances summed are those along its two axes summed.
    scale = sqrt(float(pooled) / max(len(effect) - 1, 1))
    standardised = float(np.linalg.norm(effect)) / scale if scale > _NOTHING else 0.0
    return Difference(effect, effect - reach, effect + reach, standardised)


def reach_of(found: Side) -> Floats:
    """How far the 95 % interval of one mean reaches on each side, (d,): to show, not to compare."""
    return np.asarray(_quantile(1, found.freedom, CONFIDENCE) * np.sqrt(found.error))


def share_difference(chosen_first: int, n_first: int, chosen_second: int, n_second: int) -> Difference:
    """The difference of two shares of single stories with Newcombe's interval, built from Wilson's.

    `standardised` is Cohen's h, the difference of the arcsines.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Newcombe (1998), "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", method 10, Statistics in Medicine 17, 873-890.

    Examples
    --------
    >>> found = share_difference(56, 70, 48, 80)
    >>> [round(float(value[0]), 4) for value in (found.effect, found.low, found.high)]
    [0.2, 0.0524, 0.3339]
    """
    one, other = chosen_first / n_first, chosen_second / n_second
    low_one, high_one = wilson(chosen_first, n_first)
    low_other, high_other = wilson(chosen_second, n_second)
    effect = one - other
    low = effect - sqrt((one - low_one) ** 2 + (high_other - other) ** 2)
    high = effect + sqrt((high_one - one) ** 2 + (other - low_other) ** 2)
    h = abs(2 * asin(sqrt(one)) - 2 * asin(sqrt(other)))
    return Difference(np.array([effect]), np.array([low]), np.array([high]), h)


def wilson(chosen: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share.

    >>> [round(end, 3) for end in wilson(0, 20)]
    [0.0, 0.161]
    """
    share, z2 = chosen / n, _Z**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def cliffs_delta(first: ArrayLike, second: ArrayLike) -> float:
    """How much more often a story of the first heap lies above one of the second than below: -1 to 1.

    Parameters
    ----------
    first, second : arrays of shape (bins,)
        Stories in each bin, in order.

    References
    ----------
    Cliff (1993), "Dominance statistics: ordinal analyses to answer ordinal questions", Psychological Bulletin 114.

    Examples
    --------
    >>> cliffs_delta([0, 0, 4], [4, 0, 0]), cliffs_delta([1, 2, 1], [1, 2, 1])
    (1.0, 0.0)
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    below = np.cumsum(other) - other
    above = other.sum() - np.cumsum(other)
    return float(one @ (below - above) / (one.sum() * other.sum()))


def _freedom(errors: tuple[Floats, Floats], freedoms: tuple[float, float]) -> float:
    one, other = float(errors[0].sum()), float(errors[1].sum())
    if one + other < _NOTHING:
        return min(freedoms)
    return (one + other) ** 2 / (one**2 / freedoms[0] + other**2 / freedoms[1])


def _quantile(measures: int, freedom: float, confidence: float) -> float:
    if measures == 1:
        return t_quantile((1 + confidence) / 2, max(round(freedom, 2), 1.0))
    # F with 2 numerator degrees of freedom has its quantile in closed form; see models.centre.
    held = max(freedom, 2.0)
    return sqrt(held * ((1 - confidence) ** (-2 / (held - 1)) - 1))
