"""What a usual period of a group is: its level and its true scatter, whatever a few odd periods were like."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from models.arrays import Bools, Floats, Ints

PRIOR_PERIODS = 4.0
CLIP = 1.345  # standard deviations beyond which a period counts no more: almost two in five may be odd
ROUNDS, HALVINGS = 3, 50
CLIPPED_SQUARE = float(chi2.cdf(CLIP**2, 3) + CLIP**2 * chi2.sf(CLIP**2, 1))  # mean of min(z^2, CLIP^2)


@dataclass(frozen=True, slots=True)
class UsualPeriods:
    """Of each group (G,): usual deviation `centre` and its variance, true `scatter` (an sd), and periods seen.

    `scatter` is what is left of the periods' variance when their sampling noise is taken out.
    Without periods the centre is 0 with the variance of one period.
    """

    centre: Floats
    centre_variance: Floats
    scatter: Floats
    periods: Ints


def usual_periods(mean: Floats, noise: Floats) -> UsualPeriods:
    """Robust level and scatter of each group's periods.

    Parameters
    ----------
    mean : array of shape (G, P)
        Deviation of a group in a period; NaN where nobody told.
    noise : array of shape (G, P)
        Sampling variance of `mean`; not looked at where `mean` is NaN.

    The centre is a Huber estimate that starts from the median. The scatter solves a clipped
    Paule-Mandel equation, with `PRIOR_PERIODS` periods' worth of everybody's scatter added.

    References
    ----------
    Huber & Ronchetti (2009), "Robust statistics"; Paule & Mandel (1982), "Consensus values and
    weighting factors", J. Res. NBS 87.
    """
    seen = np.isfinite(mean)
    periods = seen.sum(axis=1)
    sampling = np.where(seen, noise, 1.0)
    typical = typical_noise(np.where(seen, noise, np.nan))
    values = np.where(seen, mean, 0.0)
    centre = _medians(mean)
    scatter = np.zeros(len(mean))
    for _ in range(ROUNDS):
        squares = np.where(seen, (values - centre[:, None]) ** 2, 0.0)
        everybody = _common_scatter(squares, sampling, seen)
        scatter = _own_scatter(squares, sampling, seen, everybody, typical)
        centre, variance = _huber(values, scatter[:, None] + sampling, seen, centre)
    alone = scatter + typical
    return UsualPeriods(centre, np.where(periods > 0, variance, alone), np.sqrt(scatter), periods)


def typical_noise(noise: Floats) -> Floats:
    """Sampling variance of a usual period (G,): a group's median, everybody's where a group has none, else 1."""
    own = _medians(noise, np.nan)
    known = own[np.isfinite(own)]
    everybody = float(np.median(known)) if len(known) else 1.0
    return np.asarray(np.where(np.isfinite(own), own, everybody))


def _medians(values: Floats, none: float = 0.0) -> Floats:
    """Median of each row without its NaN; `none` for an empty row."""
    found = np.full(len(values), none)
    told = np.isfinite(values).any(axis=1)
    if told.any():
        found[told] = np.nanmedian(values[told], axis=1)
    return found


def _common_scatter(squares: Floats, noise: Floats, seen: Bools) -> float:
    wanted = CLIPPED_SQUARE * float(np.maximum(seen.sum(axis=1) - 1, 0).sum())
    low, high = 0.0, 10 * float(squares.max(initial=0.0))
    if not wanted:
        return 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = float(np.where(seen, np.minimum(squares / (middle + noise), CLIP**2), 0.0).sum())
        low, high = (middle, high) if found > wanted else (low, middle)
    return high


def _own_scatter(squares: Floats, noise: Floats, seen: Bools, everybody: float, typical: Floats) -> Floats:
    """Variance (G,) that explains a group's clipped squares and `PRIOR_PERIODS` more that are like everybody's."""
    wanted = CLIPPED_SQUARE * (np.maximum(seen.sum(axis=1) - 1, 0) + PRIOR_PERIODS)
    prior = CLIPPED_SQUARE * PRIOR_PERIODS * (everybody + typical)
    low = np.zeros(len(squares))
    high = 10 * (squares.max(axis=1, initial=0.0) + everybody)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        clipped = np.where(seen, np.minimum(squares / (middle[:, None] + noise), CLIP**2), 0.0).sum(axis=1)
        above = clipped + prior / (middle + typical) > wanted
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.asarray(high)


def _huber(values: Floats, variance: Floats, seen: Bools, start: Floats) -> tuple[Floats, Floats]:
    """Huber's location (G,) of each row around `start`, and its variance."""
    distance = np.abs(values - start[:, None]) / np.sqrt(variance)
    weight = np.where(seen, np.minimum(1.0, CLIP / np.maximum(distance, CLIP)) / variance, 0.0)
    total = weight.sum(axis=1)
    centre = np.divide((weight * values).sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)
    return centre, np.divide(1.0, total, out=np.ones(len(total)), where=total > 0)
