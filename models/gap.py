"""The gap between two accounts of the same meetings, from sums over closed batches.

A batch is a stratum: batches are added up and their variances too. Within one, pairs of the same practitioner are
alike, so that practitioners and not pairs are what varies (a cluster-robust variance, Liang and Zeger, "Longitudinal
data analysis using generalized linear models", Biometrika 73, 1986, 13-22). Where some practitioners have more pairs
than others they count as fewer, G = n**2 / (n_1**2 + n_2**2 + ...), in the small-sample factor G/(G-1) and in the
degrees of freedom, which are put together as Satterthwaite's (1946).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.quantiles import t_quantile

# What choosing one of seven parts of a triangle rounds away on each side: the variance of a uniform spread over two
# fifths of an edge, for two placements.
ROUNDED_AWAY = 2 * 0.4**2 / 12


@dataclass(frozen=True, slots=True)
class Batches:
    """Closed batches: pairs (batches,), totals and spreads (batches, poles) in shares.

    `crowding` (batches,) is the sum of the squares of each practitioner's number of pairs.
    """

    pairs: Floats
    crowding: Floats
    totals: Floats
    spreads: Floats


@dataclass(frozen=True, slots=True)
class Estimate:
    """One pole's mean in shares, and the ends of its interval."""

    mean: float
    low: float
    high: float

    @property
    def apart(self) -> bool:
        """Whether the interval leaves nothing out."""
        return self.low > 0 or self.high < 0


def estimates(batches: Batches, comparisons: int, *, error: float = 0.05) -> tuple[Estimate, ...]:
    """The mean of each pole over all batches, with intervals of which all `comparisons` hold together.

    `comparisons` is how many intervals are shown together (Bonferroni); `error` the chance that any of them misses.
    Raises ValueError when there is no batch, or one in which a single practitioner stands for nearly everything.
    """
    means, parts, groups = _means(batches)
    return tuple(
        _estimate(means[pole], parts[:, pole], groups, error / max(1, comparisons)) for pole in range(len(means))
    )


def differences(inside: Batches, outside: Batches, comparisons: int, *, error: float = 0.05) -> tuple[Estimate, ...]:
    """How much further the batches inside lie towards each pole than those outside, as `estimates` says it.

    The batches are of different meetings, so that their variances add up. Raises ValueError as `estimates` does.
    """
    (mean, parts, groups), (rest, other_parts, other_groups) = _means(inside), _means(outside)
    every, counted = np.concatenate([parts, other_parts]), np.concatenate([groups, other_groups])
    return tuple(
        _estimate(mean[pole] - rest[pole], every[:, pole], counted, error / max(1, comparisons))
        for pole in range(len(mean))
    )


def _means(batches: Batches) -> tuple[Floats, Floats, Floats]:
    """The mean of each pole, what each batch adds to its variance (batches, poles), and practitioners' worth."""
    groups = batches.pairs**2 / batches.crowding
    if not len(groups) or groups.min() < 1.5:
        raise ValueError("a gap needs at least one batch, with at least two practitioners in each")
    n = float(batches.pairs.sum())
    least = batches.pairs[:, None] * ROUNDED_AWAY
    variances = np.maximum(batches.spreads * (groups / (groups - 1))[:, None], least)
    return batches.totals.sum(axis=0) / n, variances / n**2, groups


def _estimate(mean: float, parts: Floats, groups: Floats, error: float) -> Estimate:
    variance = float(parts.sum())
    freedom = variance**2 / float((parts**2 / (groups - 1)).sum())
    half = t_quantile(1 - error / 2, max(1.0, freedom)) * variance**0.5
    return Estimate(float(mean), float(mean) - half, float(mean) + half)
