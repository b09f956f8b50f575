"""Days as the store keeps them: whole days since 1 January 1970, never anything finer."""

from __future__ import annotations

from datetime import date, timedelta

from narratives.translation import gettext as _
from narratives.translation import noop

_EPOCH = date(1970, 1, 1)
# Whole dates, because months mutate after numerals in some languages and are written differently in others.
_DATES = (
    noop("%(day)s January %(year)s"),
    noop("%(day)s February %(year)s"),
    noop("%(day)s March %(year)s"),
    noop("%(day)s April %(year)s"),
    noop("%(day)s May %(year)s"),
    noop("%(day)s June %(year)s"),
    noop("%(day)s July %(year)s"),
    noop("%(day)s August %(year)s"),
    noop("%(day)s September %(year)s"),
    noop("%(day)s October %(year)s"),
    noop("%(day)s November %(year)s"),
    noop("%(day)s December %(year)s"),
)

_MONTHS = (
    noop("January %(year)s"),
    noop("February %(year)s"),
    noop("March %(year)s"),
    noop("April %(year)s"),
    noop("May %(year)s"),
    noop("June %(year)s"),
    noop("July %(year)s"),
    noop("August %(year)s"),
    noop("September %(year)s"),
    noop("October %(year)s"),
    noop("November %(year)s"),
    noop("December %(year)s"),
)


def day_number(day: date) -> int:
    """Days since 1970-01-01; negative before it."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=number)


def month_of(number: int) -> int:
    """The month that a day number falls in, counted from year 0: segments of the column cache."""
    day = day_of(number)
    return day.year * 12 + day.month - 1


def month_days(month: int) -> tuple[int, int]:
    """The first and last day number of a month, counted as in `month_of`."""
    year, place = divmod(month, 12)
    following = date(year + 1, 1, 1) if place == 11 else date(year, place + 2, 1)
    return day_number(date(year, place + 1, 1)), day_number(following) - 1


def spoken(day: date) -> str:
    """A date as people read it in the language being spoken, for instance "3 November 2026"."""
    return _(_DATES[day.month - 1], day=day.day, year=day.year)


def spoken_month(day: date) -> str:
    """A month as people read it in the language being spoken, for instance "November 2026"."""
    return _(_MONTHS[day.month - 1], year=day.year)
