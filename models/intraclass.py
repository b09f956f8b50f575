"""How alike the stories of one group and day, or of one group and week, are: their share of variance in common."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from models.arrays import Floats, Ints

PRIOR_FREEDOM = 4.0
PRIOR_VALUE = 0.02
LARGEST = 0.5


@dataclass(frozen=True, slots=True)
class Nested:
    """Shares of one story's variance: `week` is common to a group's week, `day` to a group's day beyond that."""

    day: float
    week: float


def nested_correlation(left: Floats, series: Ints, day: Ints, week: Ints) -> Nested:
    """Intra-class correlations of days and weeks, somewhat too large rather than too small.

    Parameters
    ----------
    left : array of shape (n,)
        What is left of each value when the mean of its series is taken out.
    series : array of int, shape (n,)
        A group before, or the same group after: what is compared with itself only.
    day, week : array of int, shape (n,)
        Rising numbers of the day and of the week.
    """
    weekly = intraclass(left, series, week)
    return Nested(max(0.0, intraclass(left, series, day) - weekly), weekly)


def intraclass(left: Floats, series: Ints, cluster: Ints) -> float:
    """The one-way intra-class correlation of clusters inside series, in [0, `LARGEST`]; shapes as above.

    With few clusters the plain estimate is as often too small as too large, and too small a scatter promises what
    it cannot keep. So the ratio of mean squares is raised by one standard error of its numerator, and
    `PRIOR_FREEDOM` clusters with the correlation `PRIOR_VALUE` are added. Without two stories in any one cluster
    it is 0: it would not be felt.

    References
    ----------
    Donner (1986), "A review of inference procedures for the intraclass correlation coefficient", Int. Stat. Rev. 54.
    """
    if not len(left):
        return 0.0
    place = clustered(series, cluster)
    told = np.bincount(place)
    within_freedom = len(left) - len(told)
    if within_freedom < 1:
        return 0.0
    sums = np.bincount(place, weights=left)
    between, all_squares = float((sums**2 / told).sum()), float((left**2).sum())
    within = max(all_squares - between, 0.0) / within_freedom
    of_series = np.bincount(series)
    alike = np.bincount(series, weights=told[place])
    freedom = len(told) - int((of_series > 0).sum())
    size = float((of_series - alike / np.maximum(of_series, 1)).sum()) / freedom if freedom else float(told.mean())
    if within <= 0 or size <= 0:
        return LARGEST if between > 0 else 0.0
    prior = PRIOR_FREEDOM * (1 + (size - 1) * PRIOR_VALUE / (1 - PRIOR_VALUE))
    ratio = (between / within + prior) / (freedom + PRIOR_FREEDOM)
    ratio *= 1 + sqrt(2 / (freedom + PRIOR_FREEDOM))
    return float(np.clip((ratio - 1) / (ratio - 1 + size), 0.0, LARGEST))


def clustered(series: Ints, cluster: Ints) -> Ints:
    """Which pair of two codes each place (n,) holds, numbered from 0 without a gap."""
    if not len(series):
        return series
    first = int(cluster.min())
    key = series * (int(cluster.max()) - first + 1) + cluster - first
    seen = np.bincount(key) > 0
    return np.asarray((np.cumsum(seen) - 1)[key])
