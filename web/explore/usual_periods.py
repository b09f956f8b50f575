"""The usual periods as links: the same map of the last weeks or months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from web.explore.filters import Filters, QuickPeriod
from web.explore.picks import Picks

_RECENT = (("Last 4 weeks", 28), ("Last 3 months", 91), ("Last 12 months", 365))


def usual_periods(filters: Filters, picks: Picks, on: date) -> Iterator[QuickPeriod]:
    """All time and the usual periods that end on a day, the present one marked."""
    for text, days in (("All time", 0), *_RECENT):
        first = (on - timedelta(days=days - 1)).isoformat() if days else ""
        href = picks.asked(filters.query | {"from": first, "to": ""})
        yield QuickPeriod(text, href, (filters.first, filters.last) == (first, ""))
