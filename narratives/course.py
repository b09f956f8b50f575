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


# How much of the change is left: below the first it is on the way back, and only above the second away once more.
NEARLY_GONE, CLEARLY_THERE = 1 / 3, 2 / 3
RECENT_DAYS = 28  # what is compared with the time before the alert
BACK_DAYS = 28  # on the way back for so long, it is back


@dataclass(frozen=True, slots=True)
class Recent:
    """How far the newest stories lie from what was usual before: `change` with its 95 % interval, and how many."""

    change: float
    low: float
    high: float
    n: int


def next_course(
    course: Course, since: date, recent: Recent | None, change: float, *, least: int, today: date
) -> Course:
    """The course on `today` of an alert that moved by `change` and has been on its present course `since`.

    `recent` is None when nothing came. Two thresholds and an interval keep scatter from switching it to and fro.
    """
    if recent is None or recent.n < least:
        return Course.NO_DATA
    left = recent.change / change
    if course in {Course.RECOVERING, Course.BACK}:
        if left >= CLEARLY_THERE:
            return Course.MOVING
        is_back = course is Course.BACK or (today - since).days >= BACK_DAYS
        return Course.BACK if is_back else Course.RECOVERING
    most_left = max(recent.low / change, recent.high / change)
    return Course.RECOVERING if left <= NEARLY_GONE and most_left < 1 else Course.MOVING
