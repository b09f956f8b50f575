"""What the stories do after an alert: still away from usual, on the way back, too few to tell, or back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Course(StrEnum):
    """Where a group stands beside what was usual before an alert; the worker follows it, people do not set it."""

    MOVING = "moving"
    RECOVERING = "recovering"
    NO_DATA = "no-data"
    BACK = "back"


# Parts of the change that are left. Measured by benchmarks/alert_course.py: see docs/adr/0029-life-of-an-alert.md.
NEARLY_GONE = 1 / 4  # with so little left it is on the way back
SURELY_GONE = 0.6  # it is back only where, by the interval, no more than this can be left
CLEARLY_THERE = 2 / 3  # with so much left once more it is away again
RECENT_DAYS = 28  # what is compared with the time before the alert
BACK_DAYS = 28  # on the way back for so long, it is back
ENOUGH_AGAIN = 5 / 4  # of the least number of stories: so many end "no-data"


@dataclass(frozen=True, slots=True)
class Recent:
    """How far the newest stories lie from what was usual before: `change` with its 95 % interval, and how many.

    It is in the unit of the alert's own change: points of a hundred, and for volume the ratio of stories told to
    stories usual. `on` is the last day that was looked at.
    """

    change: float
    low: float
    high: float
    n: int
    on: date | None = None


def next_course(
    course: Course, since: date, recent: Recent | None, change: float, *, least: int, today: date
) -> Course:
    """The course on `today` of an alert that moved by `change` and has been on its present course `since`.

    `recent` is None when nothing came. Two thresholds, an interval and a month keep scatter from switching it to and
    fro; `change` is not 0, and no change is a `recent` of 0.
    """
    enough = least * ENOUGH_AGAIN if course is Course.NO_DATA else least
    if recent is None or recent.n < enough:
        return Course.NO_DATA
    left, most_left = recent.change / change, max(recent.low / change, recent.high / change)
    if course not in {Course.RECOVERING, Course.BACK}:
        return Course.RECOVERING if left <= NEARLY_GONE and most_left < 1 else Course.MOVING
    if left >= CLEARLY_THERE:
        return Course.MOVING
    is_back = (today - since).days >= BACK_DAYS and most_left < SURELY_GONE
    return Course.BACK if course is Course.BACK or is_back else Course.RECOVERING
