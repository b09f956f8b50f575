"""Which stories are fed on which day, and where commits end: the same for answers and for texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.watching import Telling

STORIES_A_COMMIT = 5_000
DAYS_A_COMMIT = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """What a pass of the monitor came to."""

    days: int = 0
    stories: int = 0
    alerts: int = 0

    def __add__(self, other: Watched) -> Watched:
        return Watched(self.days + other.days, self.stories + other.stories, self.alerts + other.alerts)


def commit_ends(closed: int | None, waiting: list[tuple[int, int]], last: int) -> Iterator[int]:
    """The last day of each commit: few enough stories and days for a commit to be short.

    `closed` is the day that was closed last, `waiting` how many stories there are of each day.
    """
    first = closed + 1 if closed is not None else waiting[0][0] if waiting else last
    end, count = first, 0
    for told_on, n in waiting:
        day = max(told_on, first)
        if day > end and count and (count + n > STORIES_A_COMMIT or day - first >= DAYS_A_COMMIT):
            yield end
            first, count = end + 1, 0
        end, count = day, count + n
    yield max(last, end)


def by_open_day(tellings: Sequence[Telling], closed: int | None, end: int) -> Iterator[tuple[int, int, int]]:
    """(day, first, one after the last) of stories in date order, and `end` at last, with or without stories.

    Those that were told on a closed day come with the first open one.
    """
    opened = end if not tellings else tellings[0].day
    if closed is not None:
        opened = max(opened, closed + 1)
    first, day = 0, opened
    for place, one in enumerate(tellings):
        if max(one.day, opened) > day:
            if place > first:
                yield day, first, place
            first, day = place, one.day
    if len(tellings) > first:
        yield day, first, len(tellings)
    if not tellings or day < end:
        yield end, len(tellings), len(tellings)
