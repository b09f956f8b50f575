"""Urgent stories in words: who marked them, since when they wait, and who has seen them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Scope, State
from narratives.working_hours import UK
from store.release_urgent import UrgentStory
from store.safeguarding_clocks import Clock
from store.urgency import Urgent
from web.moderate.history import moment
from web.moderate.queues import KINDS, own_words

STATES = {
    State.WAITING: "Nobody else may read it yet",
    State.RELEASED: "Released",
    State.HELD: "Held back: nobody else can read it",
}


@dataclass(frozen=True, slots=True)
class UrgentCard:
    """A story of the queue as a moderator reads it, and what was done about it."""

    id: str
    collection: str
    kind: str
    group: str
    title: str
    text: str
    short: tuple[tuple[str, str], ...]
    spoken: bool
    marked: tuple[str, ...]
    waits: str
    due: str
    is_late: bool
    state: str
    seen: str
    done: str
    done_how: str
    may_unmark: bool
    takes_messages: bool


@dataclass(frozen=True, slots=True)
class ReadableCard:
    """A story of the queue as a manager reads it: what may be read anyway, in a week, and no name of staff."""

    id: str
    group: str
    title: str
    text: str
    marked: str
    week: str
    seen: str


def urgent_card(
    urgent: Urgent,
    collection: Collection,
    framework: Framework,
    names: Mapping[str, str],
    now: datetime,
    clock: Clock | None = None,
) -> UrgentCard:
    """A story with everything that a moderator needs to act; `names` are people's names by username."""
    told = urgent.narrative
    by_moderator = f"{names.get(urgent.marked_by, urgent.marked_by)} marked it: {urgent.reason}"
    marks = (
        "The teller says that somebody may be in danger." if told.danger else "",
        urgent.marked_by and by_moderator,
    )
    return UrgentCard(
        id=told.id,
        collection=collection.id,
        kind=KINDS[told.kind],
        group=told.group,
        title=told.title,
        text=told.text,
        short=own_words(framework, told.answers),
        spoken=urgent.spoken,
        marked=tuple(mark for mark in marks if mark),
        waits=waiting_words(told.told_on, now.date(), by_teller=told.danger),
        due=due_words(clock, now),
        is_late=clock is not None and clock.due_at <= now,
        state=STATES[urgent.state]
        + ("" if told.may_be_read else "; its teller wants it counted and not read by staff"),
        seen=_who("{who} has seen it, at {when}", urgent.seen_by, urgent.seen_at, names),
        done=_who("Done by {who} at {when}", urgent.done_by, urgent.done_at, names),
        done_how=urgent.done_how,
        may_unmark=bool(urgent.marked_by),
        takes_messages=Scope.CONTACT in told.consent,
    )


def readable_card(urgent: UrgentStory) -> ReadableCard:
    """A story that may be read anyway."""
    story = urgent.story
    return ReadableCard(
        id=story.id,
        group=story.group,
        title=story.title,
        text=story.text or "This story was spoken.",
        marked="Its teller says that somebody may be in danger"
        if urgent.by_teller
        else "A moderator marked it as urgent",
        week=f"Week of {spoken(story.week_of)}" if story.week_of else "",
        seen=_seen_words(urgent),
    )


def _seen_words(urgent: UrgentStory) -> str:
    if urgent.is_seen:
        return "A moderator has seen it"
    return "No moderator has seen it yet" if urgent.by_teller else "Nobody has said yet that they are on it"


def waiting_words(told_on: date, today: date, *, by_teller: bool) -> str:
    """Since which day a story waits, and for how many days: stories have a day and no time.

    One that only a moderator marked was told before anybody held it for urgent.
    """
    days = (today - told_on).days
    if days <= 0:
        return "Told today"
    if not by_teller:
        return f"Told on {spoken(told_on)}"
    return f"Waiting since {spoken(told_on)}: {'1 day' if days == 1 else f'{days} days'}"


def due_words(clock: Clock | None, now: datetime) -> str:
    """By when somebody should have seen a story; nothing once somebody has."""
    if clock is None:
        return ""
    due = clock.due_at.astimezone(UK)
    hour = f"{due:%H:%M} on {spoken(due.date())}"
    return f"Nobody has looked in time: it was due by {hour}" if clock.due_at <= now else f"To be seen by {hour}"


def _who(words: str, username: str, at: datetime | None, names: Mapping[str, str]) -> str:
    return words.format(who=names.get(username, username), when=moment(at)) if at else ""
