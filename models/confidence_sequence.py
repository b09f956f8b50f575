"""A confidence sequence: an interval that may be looked at after every story and still holds as often as it says."""

from dataclasses import dataclass
from math import inf, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import lambertw, log_ndtr, ndtr

from models.arrays import Floats

_DOUBLINGS, _HALVINGS = 60, 60


@dataclass(frozen=True, slots=True)
class NormalMixture:
    """Robbins' normal-mixture boundary in information time.

    An efficient estimate whose information (1 / variance) grows is, times its information, a Brownian motion
    with the true value as its drift. The chance that the truth is ever outside estimate +- `margin(information)`
    is at most `alpha`, whenever and however often one looks.

    Parameters
    ----------
    alpha : float
        Chance of ever leaving the truth outside, in (0, 1).
    planned : float
        The information at which the interval is to be narrowest; fixed before anything is seen.

    References
    ----------
    Robbins (1970), "Statistical methods related to the law of the iterated logarithm", Ann. Math. Stat. 41;
    Howard, Ramdas, McAuliffe & Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic confidence sequences",
    Ann. Stat. 49; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), "Time-uniform central limit theory and
    asymptotic confidence sequences", Ann. Stat. 52; Jennison & Turnbull (1997), "Group-sequential analysis
    incorporating covariate information", JASA 92, for the information time.

    Examples
    --------
    >>> bound = NormalMixture(alpha=0.05, planned=100.0)
    >>> bound.margin([25.0, 100.0, 400.0]).round(2).tolist()
    [0.65, 0.3, 0.16]
    """

    alpha: float
    planned: float

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha is {self.alpha} and has to lie between 0 and 1: give 0.05 for 95 %")
        if not 0 < self.planned < inf:
            raise ValueError(f"the planned information is {self.planned}: give a positive number")

    @property
    def mixed(self) -> float:
        """The variance of the mixture's normal, as information, that makes the margin least at `planned`."""
        return self.planned / (-float(lambertw(-(self.alpha**2) / np.e, -1).real) - 1)

    def margin(self, information: ArrayLike) -> Floats:
        """Half of the interval's width at some information, of any shape; infinite where there is none."""
        known = np.asarray(information, dtype=np.float64)
        there, r = np.where(known > 0, known, 1.0), self.mixed
        half = np.sqrt((there + r) * np.log((there + r) / (r * self.alpha**2))) / there
        return np.where(known > 0, half, inf)

    def power(self, size: float, information: float) -> float:
        """The chance that somebody who looks all the way sees zero left outside, when the truth is `size`, by then.

        A lower bound, by the line that touches the boundary there: what a Brownian motion with a drift does to a
        line is known (Siegmund, 1985, "Sequential Analysis", 3.14).
        """
        total = information + self.mixed
        reached = float(self.margin(information)) * information
        slope = (log(total / (self.mixed * self.alpha**2)) + 1) / (2 * reached)
        start, drift = reached - slope * information, size - slope
        there = (drift * information - start) / sqrt(information)
        reflected = (-drift * information - start) / sqrt(information)
        return float(ndtr(there) + np.exp(2 * start * drift + log_ndtr(reflected)))

    def information_for(self, size: float, power: float) -> float:
        """The information by which zero is left outside with chance `power` when the truth is `size`."""
        low, high = 0.0, 1.0 / size**2
        for _ in range(_DOUBLINGS):
            if self.power(size, high) >= power:
                break
            low, high = high, 2 * high
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if self.power(size, middle) >= power else (middle, high)
        return high


def planned_information(alpha: float, size: float) -> float:
    """The information that a plain test at `alpha` would need to find `size` in nine cases of ten, and half again."""
    quantile = NormalDist().inv_cdf
    return 1.5 * ((quantile(1 - alpha / 2) + quantile(0.9)) / size) ** 2
