"""Dates in one declared format a column: nothing is guessed row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

EARLIEST = date(1900, 1, 1)
ISO_DATE, ISO_TIME, ISO_ZONE = "iso-date", "iso-datetime", "iso-datetime-zone"
UNIX = {"unix-seconds": 1, "unix-milliseconds": 1_000}  # steps a second
NAMED = (ISO_DATE, ISO_TIME, ISO_ZONE, *UNIX)

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_OF = {name: place for place, name in enumerate(_MONTHS, start=1)}
_MONTH_OF |= {name[:3]: place for name, place in _MONTH_OF.items()} | {"sept": 9}
_CODES = {
    "d": r"(?P<d>3[01]|[12][0-9]|0?[1-9])",
    "m": r"(?P<m>1[0-2]|0?[1-9])",
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "b": r"(?P<b>[A-Za-z]{3,4})",
    "B": r"(?P<b>[A-Za-z]{3,9})",
    "a": r"[A-Za-z]{2,4}",
    "A": r"[A-Za-z]{6,9}",
    "H": r"(?:2[0-3]|[01]?[0-9])",
    "I": r"(?:1[0-2]|0?[1-9])",
    "M": r"[0-5]?[0-9]",
    "S": r"[0-5]?[0-9]",
    "f": r"[0-9]{1,9}",
    "p": r"[AaPp][Mm]",
    "%": "%",
}
_TIME = r"[ T](?:2[0-3]|[01][0-9]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_DAY = r"(?P<Y>[0-9]{4})-(?P<m>1[0-2]|0[1-9])-(?P<d>3[01]|[12][0-9]|0[1-9])"
_ZONED = re.compile(rf"{_DAY}{_TIME}(?:Z|[+-][01][0-9]:?[0-5][0-9])")
_CODE = re.compile(r"%(.?)")

_GUESSES = (
    ISO_DATE, ISO_TIME, ISO_ZONE, "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y",
    "%d-%m-%y", "%m-%d-%y", "%d-%b-%y", "%d-%b-%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d", "%Y%m%d",
    "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", *UNIX,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A declared format: one of `NAMED`, or a pattern of the codes %d %m %Y %y %b %B and those of a time.

    Instants (iso-datetime-zone, unix-*) are days in `zone`; every other cell says its day itself.
    """

    pattern: str
    zone: str = "UTC"

    def read(self, cell: str) -> date | None:
        """The day that a cell names; None when it does not fit the format."""
        written = cell.strip()
        if not written.isascii():
            return None
        if self.pattern in UNIX:
            return _unix_day(written, self.pattern, zone_of(self.zone))
        if self.pattern == ISO_ZONE:
            return _zoned_day(written, zone_of(self.zone))
        return _day(_expression(self.pattern), written)

    @property
    def may_be_swapped(self) -> bool:
        """Whether another program may have taken days for months: not where the year comes first."""
        return self.pattern not in NAMED and not self.pattern.startswith("%Y")


def pattern_problem(pattern: str) -> str | None:
    """What is wrong with a declared format; None when dates can be read with it."""
    if pattern in NAMED:
        return None
    codes = _CODE.findall(pattern)
    for code in codes:
        if code not in _CODES:
            return f"the code %{code} is not known; use {' '.join('%' + one for one in _CODES if one != '%')}"
    for part, wanted in (("day", "d"), ("month", "mbB"), ("year", "Yy")):
        if sum(codes.count(code) for code in wanted) != 1:
            named = " or ".join("%" + code for code in wanted)
            return f"found {pattern!r}; name one {part} ({named}), or write one of {', '.join(NAMED)}"
    return None


def likely_format(cell: str) -> str:
    """A format that a cell fits, for a message only; empty when none is known."""
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", cell.strip()):
        return "a spreadsheet's day number"
    return next((pattern for pattern in _GUESSES if DateFormat(pattern).read(cell) is not None), "")


def fitting_formats(cells: Sequence[str]) -> list[str]:
    """Every known format that nine in ten of these cells fit, the best first; none where there are no cells."""
    fit = {one: sum(DateFormat(one).read(cell) is not None for cell in cells) for one in _GUESSES}
    return [one for one in sorted(fit, key=lambda one: -fit[one]) if cells and fit[one] >= 0.9 * len(cells)]


@lru_cache(maxsize=64)
def _expression(pattern: str) -> re.Pattern[str]:
    if pattern == ISO_DATE:
        return re.compile(_DAY)
    if pattern == ISO_TIME:
        return re.compile(_DAY + _TIME)
    parts = re.split(r"(%.)", pattern)
    return re.compile("".join(_CODES[part[1]] if part.startswith("%") else re.escape(part) for part in parts))


def _day(expression: re.Pattern[str], written: str) -> date | None:
    found = expression.fullmatch(written)
    if found is None:
        return None
    parts = found.groupdict()
    month = int(parts["m"]) if parts.get("m") else _MONTH_OF.get(parts["b"].lower(), 0)
    year = int(parts["Y"]) if parts.get("Y") else _full_year(int(parts["y"]))
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None


def _full_year(short: int) -> int:
    """POSIX: 69 to 99 are of the last century."""
    return short + (1900 if short >= 69 else 2000)


def _zoned_day(written: str, place: tzinfo) -> date | None:
    if not _ZONED.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(written).astimezone(place).date()
    except (ValueError, OverflowError):
        return None


def _unix_day(written: str, pattern: str, place: tzinfo) -> date | None:
    # A number of the other grain has other digits, and would be a day in the far past or future.
    digits = range(9, 12) if pattern == "unix-seconds" else range(12, 15)
    if not written.isdigit() or len(written) not in digits:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(written) // UNIX[pattern])
    return moment.astimezone(place).date()


@lru_cache(maxsize=8)
def zone_of(name: str) -> tzinfo:
    """A time zone by its name. Raises ZoneInfoNotFoundError or ValueError when there is none."""
    return UTC if name == "UTC" else ZoneInfo(name)
