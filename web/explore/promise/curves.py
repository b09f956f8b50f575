"""Days to notice by size of the shift, as two lines with the range that most runs fall into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log

from narratives.promise import Delay
from store.release_promises import ReleasedOutlook

WIDTH, HEIGHT = 320, 214
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 308, 10, 176
_LONGEST = 183
_APART = 5.5  # of two marks of the same size
_TIMES = ((1, "1 day"), (7, "1 week"), (30, "1 month"), (90, "3 months"), (_LONGEST, "6 months"))


@dataclass(frozen=True, slots=True)
class Curve:
    """The median as a path and as points; the range from one run in ten to nine in ten as an area."""

    line: str
    area: str
    points: tuple[tuple[float, float], ...]
    missed: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """The picture; both scales are in equal ratios."""

    whole: Curve
    group: Curve | None
    sizes: tuple[tuple[float, str], ...]
    times: tuple[tuple[float, str], ...]


def curves(outlook: ReleasedOutlook) -> Curves:
    """Both lines, or only the one of the whole collection where there is one group."""
    sizes = [one.size for one in outlook.whole]
    return Curves(
        whole=_curve(outlook.whole, sizes, _APART if outlook.group else 0.0),
        group=_curve(outlook.group, sizes, -_APART) if outlook.group else None,
        sizes=tuple((_x(size, sizes), f"{size:g}") for size in sizes),
        times=tuple((_y(days), words) for days, words in _TIMES),
    )


def _curve(delays: Sequence[Delay], sizes: Sequence[float], apart: float) -> Curve:
    runs = [list(run) for noticed, run in groupby(delays, lambda one: one.median is not None) if noticed]
    return Curve(
        line="".join("M" + "L".join(f"{_x(one.size, sizes)} {_y(one.median)}" for one in run) for run in runs),
        area="".join(_area(run, sizes) for run in runs if len(run) > 1),
        points=tuple((_x(one.size, sizes), _y(one.median)) for run in runs for one in run),
        missed=tuple((_x(one.size, sizes) + apart, _y(_LONGEST)) for one in delays if one.median is None),
    )


def _area(run: Sequence[Delay], sizes: Sequence[float]) -> str:
    there = "L".join(f"{_x(one.size, sizes)} {_y(one.high)}" for one in run)
    back = "L".join(f"{_x(one.size, sizes)} {_y(one.low)}" for one in reversed(run))
    return f"M{there}L{back}Z"


def _x(size: float, sizes: Sequence[float]) -> float:
    span = log(max(sizes) / min(sizes)) or 1.0
    return round(_LEFT + 8 + (_RIGHT - _LEFT - 16) * log(size / min(sizes)) / span, 1)


def _y(days: int | None) -> float:
    known = _LONGEST if days is None else min(max(days, 1), _LONGEST)
    return round(_BOTTOM - (_BOTTOM - _TOP) * log(known) / log(_LONGEST), 1)
