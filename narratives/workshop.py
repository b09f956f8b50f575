"""A workshop: people meet, look at what was told, say what they see and what they make of it, and decide what next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """One part of an agenda; `how` tells the facilitator what to do in it."""

    minutes: int
    title: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class TimedPart:
    """A part with the time of day at which it begins and ends, as "09:30"."""

    begins: str
    ends: str
    part: AgendaPart


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workshop takes along, by ids: questions whose charts are printed, observations, claims and stories."""

    charts: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop as it is planned. `facilitator` is a role or a name that somebody chose to write down."""

    id: str
    collection: str
    title: str
    held_on: date
    begins: time
    place: str
    facilitator: str
    purpose: str
    agenda: tuple[AgendaPart, ...]
    taken: Taken = field(default_factory=Taken)
    revision: int = 1
    made_by: str = ""
    made_at: datetime | None = None

    @property
    def minutes(self) -> int:
        """How long the parts take together."""
        return sum(part.minutes for part in self.agenda)

    @property
    def timetable(self) -> tuple[TimedPart, ...]:
        """The parts with their times, one after the other."""
        return timetable(self.agenda, self.begins)

    @property
    def ends(self) -> str:
        """When the last part is over."""
        return self.timetable[-1].ends if self.agenda else _clock(self.begins)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who was there, without names: a seat ("Table 2", "tenants' panel") and how many people sat there."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """What came of a workshop: who sat where, what was noticed, what was decided, and what comes next."""

    seats: tuple[Seat, ...] = ()
    noticed: str = ""
    decided: str = ""
    next_steps: str = ""
    revision: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def people(self) -> int:
        """How many were there."""
        return sum(seat.people for seat in self.seats)


def timetable(parts: Sequence[AgendaPart], begins: time) -> tuple[TimedPart, ...]:
    """Parts with the times at which each begins and ends."""
    found, now = [], datetime.combine(_ANY_DAY, begins)
    for part in parts:
        then = now + timedelta(minutes=part.minutes)
        found.append(TimedPart(_clock(now.time()), _clock(then.time()), part))
        now = then
    return tuple(found)


def length_words(minutes: int) -> str:
    """A length of time in words: "2 hours 45 minutes"."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if rest or not hours:
        words.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(words)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
