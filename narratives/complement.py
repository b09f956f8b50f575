"""What is left of a shape without a part of it: the rest that a selection is compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from narratives.landscape import ChoiceShape, Counts, DyadShape, Ellipse, TriadShape
from narratives.triangle import Shares

_Moments = tuple[float, float, float]  # of x and x, x and y, y and y
_LEAST = 10  # stories: the fewest that a mean is given for
_Z = 1.96  # standard errors on each side that hold 95 of 100 means


def triad_rest(whole: TriadShape, part: TriadShape) -> TriadShape:
    """A triad of the stories of `whole` that are not in `part`, which must be some of them.

    Of fewer than k stories nothing is said: the middle of so small a part is not known, and the whole's stands for
    that of the rest, which it can hardly have moved.
    """
    counts = counts_rest(whole.counts, part.counts)
    mean: Shares | None = None
    region = None
    if counts.placed >= _LEAST and whole.mean:
        top, left, right = (
            _mean(whole.counts, one, part.counts, other)
            for one, other in zip(whole.mean, part.mean or whole.mean, strict=True)
        )
        mean = (top, left, right)
        region = _region(whole, part, counts.placed) if part.mean else whole.region
    return TriadShape(counts, _less(whole.cells, part.cells), _named(whole.zones, part.zones), mean, None, region)


def dyad_rest(whole: DyadShape, part: DyadShape) -> DyadShape:
    """A dyad of the stories of `whole` that are not in `part`."""
    counts = counts_rest(whole.counts, part.counts)
    bins = _less(whole.bins, part.bins)
    if counts.placed < _LEAST or whole.mean is None:
        return DyadShape(counts, bins, None)
    if part.mean is None:
        return DyadShape(counts, bins, whole.mean, whole.low, whole.high)
    mean = _mean(whole.counts, whole.mean, part.counts, part.mean)
    spread = _spread(whole, part, counts.placed, mean)
    if spread is None:
        return DyadShape(counts, bins, mean)
    return DyadShape(counts, bins, mean, max(mean - spread, 0.0), min(mean + spread, 1.0))


def choice_rest(whole: ChoiceShape, part: ChoiceShape) -> ChoiceShape:
    """A choice of the stories of `whole` that are not in `part`."""
    return ChoiceShape(counts_rest(whole.counts, part.counts), _named(whole.options, part.options))


def counts_rest(whole: Counts, part: Counts) -> Counts:
    """How the stories of `whole` that are not in `part` were answered."""
    # A story may arrive between the two readings: never fewer than none.
    return Counts(
        max(whole.placed - part.placed, 0),
        max(whole.not_applicable - part.not_applicable, 0),
        max(whole.not_answered - part.not_answered, 0),
        max(whole.never_shown - part.never_shown, 0),
    )


def _less(whole: Sequence[int], part: Sequence[int]) -> tuple[int, ...]:
    return tuple(max(one - other, 0) for one, other in zip(whole, part, strict=True))


def _named(whole: Mapping[str, int], part: Mapping[str, int]) -> dict[str, int]:
    return {name: max(n - part.get(name, 0), 0) for name, n in whole.items()}


def _mean(whole: Counts, mean: float, part: Counts, part_mean: float) -> float:
    rest = max(whole.placed - part.placed, 1)
    return min(max((mean * whole.placed - part_mean * part.placed) / rest, 0.0), 1.0)


def _spread(whole: DyadShape, part: DyadShape, n: int, mean: float) -> float | None:
    """Half of the 95 % interval of the rest's mean, from the intervals of the others."""
    if whole.mean is None or whole.low is None or whole.high is None or part.mean is None:
        return None
    if part.low is None or part.high is None:
        return None
    sums = [
        side.placed * (side.placed - 1) * (max(high - middle, middle - low) / _Z) ** 2 + side.placed * middle**2
        for side, low, high, middle in (
            (whole.counts, whole.low, whole.high, whole.mean),
            (part.counts, part.low, part.high, part.mean),
        )
    ]
    return _Z * math.sqrt(max(sums[0] - sums[1] - n * mean**2, 0.0) / (n * (n - 1)))


def _region(whole: TriadShape, part: TriadShape, n: int) -> Ellipse | None:
    """The 95 % region of the rest's mean: second moments add up over stories, so that they can be taken off."""
    if whole.region is None or part.region is None or n < _LEAST:
        return None
    all_of, taken = _sums(whole.region, whole.counts.placed), _sums(part.region, part.counts.placed)
    x = (whole.region.x * whole.counts.placed - part.region.x * part.counts.placed) / n
    y = (whole.region.y * whole.counts.placed - part.region.y * part.counts.placed) / n
    xx, xy, yy = (one - other for one, other in zip(all_of, taken, strict=True))
    return _ellipse(x, y, (xx - n * x * x, xy - n * x * y, yy - n * y * y), n)


def _reach(n: int) -> float:
    """Hotelling's T-squared in two dimensions: the factor from the covariance of a mean to its 95 % region."""
    return (n - 1) * (float(0.05 ** (-2 / (n - 2))) - 1)


def _sums(region: Ellipse, n: int) -> _Moments:
    """Sums of squares and products over n stories whose mean has this region."""
    cos, sin = math.cos(region.angle), math.sin(region.angle)
    major, minor = (n * (n - 1) * axis**2 / _reach(n) for axis in (region.major, region.minor))
    xx = major * cos * cos + minor * sin * sin
    yy = major * sin * sin + minor * cos * cos
    xy = (major - minor) * cos * sin
    return xx + n * region.x**2, xy + n * region.x * region.y, yy + n * region.y**2


def _ellipse(x: float, y: float, sums: _Moments, n: int) -> Ellipse:
    xx, xy, yy = sums
    middle, apart = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    scale = _reach(n) / (n * (n - 1))
    major, minor = (math.sqrt(max(value, 0.0) * scale) for value in (middle + apart, middle - apart))
    return Ellipse(x, y, major, minor, math.atan2(2 * xy, xx - yy) / 2)
