"""Shares of several organisations taken together as equals: each is one observation, however many it serves."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from models.quantiles import t_quantile

LEAST = 3  # of two, the mean and one of them tell the other


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean share over organisations, with the interval of what organisations like them would come to."""

    share: float
    low: float
    high: float


def equal_mean(shares: list[float], sizes: list[int], confidence: float = 0.95) -> Mean:
    """The mean of shares with Student's interval over organisations, as far as shares go.

    What varies is the organisation: the interval does not narrow when one of them asks more people. Where they happen
    to agree more closely than answers can, it is as wide as the scatter of answers (`sizes` of them each) makes it.

    Raises
    ------
    ValueError : fewer than LEAST shares.

    Examples
    --------
    >>> found = equal_mean([0.2, 0.3, 0.4], [500, 500, 500])
    >>> round(found.share, 3), round(found.low, 3), round(found.high, 3)
    (0.3, 0.052, 0.548)
    """
    if len(shares) < LEAST:
        raise ValueError(f"a mean of {len(shares)} organisations is not told; it takes {LEAST}")
    mean = fmean(shares)
    between = variance(shares, mean) / len(shares)
    within = sum(_scatter(share, n) for share, n in zip(shares, sizes, strict=True)) / len(shares) ** 2
    half = t_quantile((1 + confidence) / 2, len(shares) - 1) * sqrt(max(between, within))
    return Mean(mean, max(0.0, mean - half), min(1.0, mean + half))


def beyond(share: float, n: int, others: list[float], confidence: float) -> Mean:
    """How far one organisation's share of n answers lies from the mean of the others, and the interval of that.

    The others scatter about their mean as organisations do, one's own share about its truth as answers do; degrees of
    freedom are those of the others (conservative beside Welch, 1947, "The generalization of 'Student's' problem when
    several different population variances are involved", Biometrika 34, 28-35). Differences run from -1 to 1.

    Raises
    ------
    ValueError : fewer than LEAST - 1 others.
    """
    if len(others) < LEAST - 1:
        raise ValueError(f"{len(others)} others are too few to compare with as equals; it takes {LEAST - 1}")
    mean = fmean(others)
    scatter = variance(others, mean) / len(others) + _scatter(share, n)
    half = t_quantile((1 + confidence) / 2, len(others) - 1) * sqrt(scatter)
    away = share - mean
    return Mean(away, max(-1.0, away - half), min(1.0, away + half))


def _scatter(share: float, n: int) -> float:
    """The variance of a share of n answers; one of none or all of them scatters too."""
    smoothed = (share * n + 1) / (n + 2)
    return smoothed * (1 - smoothed) / n
