"""Which groups have not enough history to be watched yet, and what they lack."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.monitor import Monitor
from analysis.signalwatch import START_DAYS, START_STORIES


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A group with too few stories or days behind it, and how many more it takes."""

    group: str
    stories: int
    days: int
    stories_needed: int
    days_needed: int

    def sentence(self) -> str:
        """For example "east: needs 4 more stories and 12 more days"."""
        lacks = [
            f"{n} more {one if n == 1 else many}"
            for n, one, many in ((self.stories_needed, "story", "stories"), (self.days_needed, "day", "days"))
            if n
        ]
        return f"{self.group or 'stories without a group'}: needs {' and '.join(lacks)}"


def unwatched_groups(monitor: Monitor) -> tuple[Unwatched, ...]:
    """The groups that are not watched yet, by name; those that were declared and told nothing too."""
    parents = {one.parent for one in monitor.collection.groups}
    declared = {one.name for one in monitor.collection.groups if one.name not in parents}
    found = (_of(monitor, group) for group in sorted({*monitor.codebook.groups, *declared}))
    return tuple(one for one in found if one.stories_needed or one.days_needed)


def _of(monitor: Monitor, group: str) -> Unwatched:
    standing = monitor.standing(group)
    days = 0 if monitor.day is None or not standing.stories else monitor.day - standing.first_day
    return Unwatched(group, standing.stories, days, max(0, START_STORIES - standing.stories), max(0, START_DAYS - days))
