"""Where a group's temperature is heading: its slope over the last periods, and how it differs from a year ago."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from models.arrays import Floats

FEWEST_PERIODS = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """Points that a temperature differs by, with the 95 % interval `low`..`high`."""

    points: float
    low: float
    high: float


def slope(moved: ArrayLike, scatter: ArrayLike, freedom: float) -> Difference | None:
    """How many points the line through some periods rises from the first to the last of them.

    Parameters
    ----------
    moved : array of shape (P,)
        Points of each period, evenly apart and in order; NaN where there is none.
    scatter : array of shape (P,)
        The variance of each when nothing happens: sampling noise and the group's own scatter from period to period.
    freedom : float
        Degrees of freedom with which the scatter is known.

    Each period is weighted by how surely it is known. Where the periods lie further off the line than their scatter
    explains, the interval grows with them (Birge ratio). None with fewer than `FEWEST_PERIODS` periods.

    References
    ----------
    Birge (1932), "The calculation of errors by the method of least squares", Phys. Rev. 40; Student (1908).

    Examples
    --------
    >>> found = slope([40, 45, 48, 52, 55, 61], [9.0] * 6, freedom=20)
    >>> round(found.points, 1), found.low > 0
    (19.9, True)
    """
    values, variance = np.asarray(moved, dtype=np.float64), np.asarray(scatter, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(values) & (variance > 0))
    if len(known) < FEWEST_PERIODS:
        return None
    weight, place = 1 / variance[known], known.astype(np.float64)
    place -= (weight * place).sum() / weight.sum()
    spread = float((weight * place**2).sum())
    a_period = float((weight * place * values[known]).sum()) / spread
    middle = float((weight * values[known]).sum() / weight.sum())
    off = float((weight * (values[known] - middle - a_period * place) ** 2).sum()) / (len(known) - 2)
    span = float(place[-1] - place[0])
    return _difference(span * a_period, span**2 * max(1.0, off) / spread, freedom)


def since_then(
    moved: float, scatter: float, then: ArrayLike, then_scatter: ArrayLike, freedom: float
) -> Difference | None:
    """How far one period lies above the weighted mean of some others, which are NaN where there is none.

    The interval holds the scatter of both: a difference outside it is more than two such times usually differ.
    None when none of the others is known.
    """
    values, variance = np.asarray(then, dtype=np.float64), np.asarray(then_scatter, dtype=np.float64)
    known = np.isfinite(values) & (variance > 0)
    if not known.any() or not np.isfinite(moved):
        return None
    weight: Floats = 1 / variance[known]
    mean = float((weight * values[known]).sum() / weight.sum())
    return _difference(moved - mean, scatter + 1 / float(weight.sum()), freedom)


def _difference(points: float, variance: float, freedom: float) -> Difference:
    half = float(student.ppf(0.975, freedom) * np.sqrt(variance))
    return Difference(points, points - half, points + half)
