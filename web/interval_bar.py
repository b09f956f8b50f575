"""A difference as a bar: its interval, where it lies, and nothing in the middle."""

from __future__ import annotations

from dataclasses import dataclass

_HALF = 100.0  # of the bar, in the units of components/interval-bar.html
_LEAST = 1.0  # an interval is never too narrow to be seen


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """Where the interval begins, how wide it is and where the difference lies, on a bar of 200."""

    start: float
    width: float
    middle: float


def interval_bar(effect: float, low: float, high: float, widest: float) -> IntervalBar:
    """The bar of a difference with its interval; `widest` lies at its ends, and what is beyond is cut there."""
    start, end, middle = (_HALF + _HALF * max(-1.0, min(1.0, value / widest)) for value in (low, high, effect))
    return IntervalBar(round(start, 1), round(max(end - start, _LEAST), 1), round(middle, 1))
