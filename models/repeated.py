"""How far two parts of a series of meetings lie apart when the same people come again and again, with intervals."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.quantiles import t_quantile

LEVEL = 0.05
_LEAST_PEOPLE = 3
_NOTHING = 1e-9  # of rounding, where a measure is the same on both sides


@dataclass(frozen=True, slots=True)
class Apart:
    """First part minus second, arrays (d,), with intervals; `is_told` is False where scatter would do as well."""

    effect: Floats
    low: Floats
    high: Floats

    @property
    def is_told(self) -> bool:
        """Whether an interval leaves 0 out, so that the difference is distinguishable from scatter."""
        return bool(np.any((self.low > _NOTHING) | (self.high < -_NOTHING)))


def apart(
    values: ArrayLike, is_first: ArrayLike, person: ArrayLike, looks: int = 1, grain: float = 0.0
) -> Apart | None:
    """The difference of the means of two parts, when meetings with one person are not independent of each other.

    The variance is the jackknife's over people: each person is left out once, from both parts at a time, so that
    somebody who is in both is compared with themselves. It errs on the wide side where people are few or some come
    far more often than others (MacKinnon, Nielsen and Webb, 2023). Degrees of freedom are the people less one.

    Parameters
    ----------
    values : array of shape (n, d)
        One measure (a dyad, 0 or 1 for whether something was so), or the three shares of a triad, of each meeting.
    is_first : array of bool, shape (n,)
        Whether the meeting is of the first part.
    person : array of int, shape (n,)
        With whom it was.
    looks : int
        How many differences are looked at together. Their intervals hold all at once with 95 % (Bonferroni), and so
        do the three of a triad, which are shadows of Hotelling's region (Scheffe).

    grain : float
        The width of the steps that values were rounded to: however alike they are, a mean is known no better than
        steps that wide let it be. Measures that are all 0 or 1 have the scatter of one more yes and one more no on
        each side at least (Agresti and Caffo, 2000), so that 10 of 10 is not taken to be certain.

    Returns
    -------
    Apart, or None where fewer than three people are in the parts or a part would be empty without one of them.

    References
    ----------
    MacKinnon, Nielsen and Webb (2023), "Fast and reliable jackknife and bootstrap methods for cluster-robust
    inference", Journal of Applied Econometrics 38, 671-694; Scheffe (1953), Biometrika 40, 87-104; Agresti and Caffo
    (2000), "Simple and effective confidence intervals for proportions", The American Statistician 54, 280-288.

    Examples
    --------
    >>> found = apart([[0.8], [0.7], [0.9], [0.2], [0.3], [0.1]], [True] * 3 + [False] * 3, [0, 1, 2, 0, 1, 2])
    >>> [round(float(end[0]), 3) for end in (found.effect, found.low, found.high)], found.is_told
    ([0.6, 0.103, 1.097], True)
    """
    table = np.asarray(values, dtype=np.float64)
    first = np.asarray(is_first, dtype=bool)
    _, owner = np.unique(np.asarray(person), return_inverse=True)
    people = int(owner.max()) + 1 if owner.size else 0
    if people < _LEAST_PEOPLE:
        return None
    sums, numbers = _by_person(table, first, owner, people)
    left_sums, left_numbers = sums.sum(axis=1, keepdims=True) - sums, numbers.sum(axis=1, keepdims=True) - numbers
    if (left_numbers < 1).any():
        return None
    means = sums.sum(axis=1) / numbers.sum(axis=1)[:, None]
    effect = means[0] - means[1]
    without = left_sums[0] / left_numbers[0][:, None] - left_sums[1] / left_numbers[1][:, None]
    error = (people - 1) / people * ((without - effect) ** 2).sum(axis=0)
    error = np.maximum(error, _least_error(table, sums.sum(axis=1), numbers.sum(axis=1), grain))
    reach = _quantile(table.shape[1], people - 1.0, LEVEL / looks) * np.sqrt(error)
    return Apart(effect, effect - reach, effect + reach)


def _least_error(table: Floats, sums: Floats, numbers: Floats, grain: float) -> Floats:
    """The least squared error (d,) of a difference, from sums (2, d) and numbers (2,) of both parts."""
    if np.isin(table, (0.0, 1.0)).all():
        share = (sums + 1) / (numbers + 2)[:, None]
        return np.asarray((share * (1 - share) / (numbers + 2)[:, None]).sum(axis=0))
    return np.full(table.shape[1], grain**2 / 12 * float((1 / numbers).sum()))


def _by_person(table: Floats, first: Bools, owner: Ints, people: int) -> tuple[Floats, Floats]:
    """Sums (2, people, d) and numbers (2, people) of each person's meetings in each part."""
    sums, numbers = np.zeros((2, people, table.shape[1])), np.zeros((2, people))
    part = np.where(first, 0, 1)
    np.add.at(sums, (part, owner), table)
    np.add.at(numbers, (part, owner), 1.0)
    return sums, numbers


def _quantile(measures: int, freedom: float, level: float) -> float:
    if measures == 1:
        return t_quantile(1 - level / 2, freedom)
    # Three shares lie in a plane. F with 2 numerator degrees of freedom has its quantile in closed form.
    return sqrt(freedom * (level ** (-2 / (freedom - 1)) - 1))
