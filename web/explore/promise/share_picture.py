"""How many alerts of a hundred were worth having, quarter by quarter, with the range that this is sure to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.judgement import Precision

WIDTH, HEIGHT = 320, 196
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 308, 12, 146
_MOST = 8  # quarters: two years
_SHARES = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter: its share and interval, or, where too few were judged, only that some were."""

    x: float
    name: str
    year: str
    share: float | None
    low: float | None
    high: float | None
    is_too_few: bool


@dataclass(frozen=True, slots=True)
class SharePicture:
    """The columns, oldest first, and the scale beside them."""

    columns: tuple[Column, ...]
    scale: tuple[tuple[float, str], ...]
    bottom: float = _BOTTOM


def share_picture(quarters: Mapping[str, Precision], last: str) -> SharePicture:
    """Up to two years of quarters that end with `last`, those between without a judgement empty."""
    names = _quarters(min((*quarters, last)), last)[-_MOST:]
    step = (_RIGHT - _LEFT) / len(names)
    columns = []
    for place, name in enumerate(names):
        year, _, quarter = name.partition("-")
        found = quarters.get(name)
        begins = place == 0 or quarter == "Q1"
        columns.append(_column(round(_LEFT + step * (place + 0.5), 1), quarter, year if begins else "", found))
    return SharePicture(tuple(columns), tuple((_y(share / 100), f"{share}%") for share in _SHARES))


def _column(x: float, name: str, year: str, found: Precision | None) -> Column:
    if found is None or found.share is None or found.low is None or found.high is None:
        return Column(x, name, year, None, None, None, found is not None and found.judged > 0)
    return Column(x, name, year, _y(found.share), _y(found.low), _y(found.high), False)


def _quarters(first: str, last: str) -> list[str]:
    year, quarter = int(first[:4]), int(first[-1])
    names = [first]
    while names[-1] < last:
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
        names.append(f"{year}-Q{quarter}")
    return names


def _y(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)
