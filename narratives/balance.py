"""Since when the weekly balance of stories differs from before, where that is more than scatter.

The change is looked for at every week that leaves two weeks on each side. The larger spread that weeks have among
themselves is allowed for (Wedderburn's quasi-likelihood, 1974), and the level is shared among all the weeks looked
at (Bonferroni), so that of 100 unchanging series at most 5 are said to have moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import NormalDist

FEWEST_WEEKS = 6
_EACH_SIDE = 2
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class WeekMean:
    """A week's mean with the variance that its stories' scatter gives it."""

    starts_on: date
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The first week after a change, and how much higher the mean of the weeks from then on is."""

    since: date
    by: float


def moved_since(weeks: Sequence[WeekMean]) -> Moved | None:
    """The change that stands out most; None where none can be told from scatter, or with fewer than six weeks."""
    if len(weeks) < FEWEST_WEEKS:
        return None
    splits = range(_EACH_SIDE, len(weeks) - _EACH_SIDE + 1)
    found = max((_split(weeks, place) for place in splits), key=lambda one: abs(one[1]))
    needed = NormalDist().inv_cdf(1 - _LEVEL / (2 * len(splits)))
    moved, distance = found
    return moved if abs(distance) > needed else None


def _split(weeks: Sequence[WeekMean], place: int) -> tuple[Moved, float]:
    """The change at a week, and how many standard errors it is."""
    before, after = weeks[:place], weeks[place:]
    (old, old_weight), (new, new_weight) = _pooled(before), _pooled(after)
    scatter = sum((week.mean - old) ** 2 / week.variance for week in before)
    scatter += sum((week.mean - new) ** 2 / week.variance for week in after)
    spread = max(1.0, scatter / (len(weeks) - 2))
    error = sqrt(spread * (1 / old_weight + 1 / new_weight))
    return Moved(after[0].starts_on, new - old), (new - old) / error


def _pooled(weeks: Sequence[WeekMean]) -> tuple[float, float]:
    """The mean of some weeks, each weighted by how surely it is known, and the sum of the weights."""
    weights = [1 / week.variance for week in weeks]
    total = sum(weights)
    return sum(weight * week.mean for weight, week in zip(weights, weeks, strict=True)) / total, total
