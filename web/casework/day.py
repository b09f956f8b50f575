"""Dates as practitioners type them or their browser sends them."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", re.ASCII)
_BRITISH = re.compile(r"(?P<day>[0-9]{1,2})[/. -](?P<month>[0-9]{1,2})[/. -](?P<year>[0-9]{4})", re.ASCII)


def read_day(typed: str) -> date | None:
    """A day written as 2026-03-27 or as 27/3/2026; None when it is neither or no such day exists."""
    found = _ISO.fullmatch(typed) or _BRITISH.fullmatch(typed)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
