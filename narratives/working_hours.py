"""When somebody looks: the hours of a working week, and the hour by which something should have been seen.

Bank holidays are working days here: docs/safeguarding.md says so to those who set the hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from narratives.errors import MurmurationError

UK = ZoneInfo("Europe/London")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = frozenset(range(5))
MOST_HOURS = 72.0
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


class HoursError(MurmurationError):
    """Hours in which nobody would ever look; `field` is what of them to put right."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Hours:
    """Within how many working hours somebody looks, and which those are; `closes` may be 24:00. Monday is day 0."""

    within: float = 4.0
    opens: str = "09:00"
    closes: str = "17:00"
    days: frozenset[int] = WEEKDAYS

    def __post_init__(self) -> None:
        if not 0 < self.within <= MOST_HOURS:
            raise HoursError("within", f"Write how many working hours, above 0 and at most {MOST_HOURS:g}")
        if not (_CLOCK.fullmatch(self.opens) and _CLOCK.fullmatch(self.closes)) or self.opens == "24:00":
            raise HoursError("opens", "Write both times as hours and minutes, such as 09:00 and 17:00")
        if self.closes <= self.opens:
            raise HoursError("closes", "Write a closing time that is later than the opening time")
        if not self.days or not self.days <= frozenset(range(7)):
            raise HoursError("days", "Choose at least one day of the week")

    @property
    def is_always(self) -> bool:
        """Whether somebody looks day and night."""
        return (self.opens, self.closes, len(self.days)) == ("00:00", "24:00", 7)


def due_hour(at: datetime, hours: Hours, zone: tzinfo = UK) -> datetime:
    """The whole hour, UTC, by which what came in at a moment should have been seen.

    It is counted in time that passes while somebody is there, also over a night in which the clocks change.
    """
    left = timedelta(hours=hours.within)
    day = at.astimezone(zone).date()
    while True:
        begins, ends = _open_on(day, hours, zone)
        begins = max(begins, at)
        if day.weekday() in hours.days and begins < ends:
            if left <= ends - begins:
                return _hour_up((begins + left).astimezone(UTC))
            left -= ends - begins
        day += timedelta(days=1)


def is_open(at: datetime, hours: Hours, zone: tzinfo = UK) -> bool:
    """Whether somebody is there at a moment."""
    begins, ends = _open_on(at.astimezone(zone).date(), hours, zone)
    return at.astimezone(zone).weekday() in hours.days and begins <= at < ends


def _open_on(day: date, hours: Hours, zone: tzinfo) -> tuple[datetime, datetime]:
    return _moment(day, hours.opens, zone), _moment(day, hours.closes, zone)


def _moment(day: date, clock: str, zone: tzinfo) -> datetime:
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)


def _hour_up(at: datetime) -> datetime:
    whole = at.replace(minute=0, second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(hours=1)
