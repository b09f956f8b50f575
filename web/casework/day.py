"""Dates and times as practitioners type them or their browser sends them."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", re.ASCII)
_BRITISH = re.compile(r"(?P<day>[0-9]{1,2})[/. -](?P<month>[0-9]{1,2})[/. -](?P<year>[0-9]{4})", re.ASCII)
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2}))?(?: ?(?P<half>am|pm))?", re.ASCII)


def read_day(typed: str) -> date | None:
    """A day written as 2026-03-27 or as 27/3/2026; None when it is neither or no such day exists."""
    found = _ISO.fullmatch(typed) or _BRITISH.fullmatch(typed)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def read_time(typed: str) -> str | None:
    """A time of day written as 9:30, 09.30, 0930, 9am or 2.15 pm, as HH:MM; None when it is none of them."""
    found = _CLOCK.fullmatch(typed.strip().lower())
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if not half and not found["minute"]:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
