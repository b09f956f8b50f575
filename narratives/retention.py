"""How long stories are kept: whole months, so that when one goes tells no more than the month it was told in.

A story told in March that is kept for 12 months goes on 1 April of the next year: it is kept to the end of the twelfth
month after its own. Months have an end in every year, so that 31 January plus a month needs no rule of its own.
"""

from __future__ import annotations

from datetime import date, timedelta

DEFAULT_MONTHS, LEAST_MONTHS, MOST_MONTHS = 12, 1, 120
SOON = timedelta(days=30)
# A server that was off for longer, or whose clock is wrong, waits before it deletes: what is gone stays gone.
LEAP, DOUBT = timedelta(days=45), timedelta(days=2)
# No clock that says an earlier day is right: machines without a battery start in 1970, 1980, 2000 or 2010.
EARLIEST, FIRST_VERSION = date(2020, 1, 1), date(2026, 11, 1)


def month_number(day: date) -> int:
    """The month of a day, counted from year 0, as stories have it."""
    return day.year * 12 + day.month - 1


def first_of(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def kept_from(today: date, months: int) -> int:
    """The first month whose stories are still kept: what was told in an earlier one goes.

    >>> first_of(kept_from(date(2027, 3, 31), 12)), first_of(kept_from(date(2027, 4, 1), 12))
    (datetime.date(2026, 3, 1), datetime.date(2026, 4, 1))
    """
    return month_number(today) - months


def last_day(told_on: date, months: int) -> date:
    """The last day on which a story is kept.

    >>> last_day(date(2027, 1, 31), 1), last_day(date(2028, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2029, 2, 28))
    """
    return first_of(month_number(told_on) + months + 1) - timedelta(days=1)


def goes_next(today: date, months: int) -> tuple[date, int]:
    """The next day on which stories go, and the month that they were told in."""
    following = month_number(today) + 1
    return first_of(following), following - months - 1
