"""What a moderator sees of stories: their words, never the placements, and how many wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from narratives.answers import Answer, ChoiceAnswer, FreetextAnswer
from narratives.calendar import spoken
from narratives.collection import Collection, Moderation
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Scope
from store.collections import framework_of
from store.database import Database
from store.messages import may_be_contacted
from store.moderation import count_waiting_for_moderation, has_recording, week_of
from store.release import Story, View, list_stories
from store.urgency import list_waiting_ids
from web.marks import PENS, hearer_words

SHOWN = 50
KINDS = {Kind.RESPONDENT: "Story", Kind.PRACTITIONER: "Practitioner’s account", Kind.OBSERVER: "Observer’s account"}


@dataclass(frozen=True, slots=True)
class ToRead:
    """One story as a moderator reads it: all its words, short answers with their questions, never the placements."""

    id: str
    kind: str
    title: str
    text: str
    short: tuple[tuple[str, str], ...]
    group: str
    week: str
    for_staff: bool
    danger: bool = False
    hearers: tuple[str, ...] = ()
    pen: str = ""
    spoken: bool = False
    takes_messages: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """How much of one collection waits, and of how many readable stories the tellers say that somebody is in danger."""

    collection: Collection
    count: int
    in_danger: int = 0


def left_of(db: Database, collection: Collection) -> Left:
    """What waits in a collection."""
    in_danger = len(_in_danger(db, collection)) if collection.moderation is Moderation.AFTER else 0
    return Left(collection, count_waiting_for_moderation(db, collection), in_danger)


def to_read(db: Database, collection: Collection, narrative: Narrative) -> ToRead:
    """A story as a moderator reads it, wherever it stands."""
    return _waiting(
        framework_of(db, collection),
        narrative,
        recorded=has_recording(db, narrative.id),
        urgent=narrative.id in list_waiting_ids(db, collection.id),
    )


def released_of(db: Database, collection: Collection) -> tuple[ToRead, ...]:
    """What staff may read already: first where somebody may be in danger, then newest first within each kind."""
    framework = framework_of(db, collection)
    newest = [(kind, story) for kind in KINDS for story in list_stories(db, collection, View(kind), limit=SHOWN)]
    found = [*_in_danger(db, collection), *((kind, story) for kind, story in newest if not story.danger)]
    talking, urgent = may_be_contacted(db, [story.id for _, story in found]), list_waiting_ids(db, collection.id)
    return tuple(
        ToRead(
            id=story.id,
            kind=KINDS[kind],
            title=story.title,
            text=story.text,
            short=own_words(framework, story.answers),
            group=story.group,
            week=_spoken_week(story.week_of),
            for_staff=True,
            danger=story.danger,
            hearers=hearer_words(framework, story.hearers),
            pen=PENS.get(story.pen, ""),
            spoken=story.spoken,
            takes_messages=story.id in talking,
            urgent=story.id in urgent,
        )
        for kind, story in found
    )


def _in_danger(db: Database, collection: Collection) -> list[tuple[Kind, Story]]:
    return [
        (kind, story)
        for kind in KINDS
        for story in list_stories(db, collection, View(kind), in_danger=True, limit=SHOWN)
    ]


def _waiting(framework: Framework, narrative: Narrative, *, recorded: bool, urgent: bool) -> ToRead:
    return ToRead(
        id=narrative.id,
        kind=KINDS[narrative.kind],
        title=narrative.title,
        text=narrative.text,
        short=own_words(framework, narrative.answers),
        group=narrative.group,
        week=_spoken_week(week_of(narrative)),
        for_staff=narrative.may_be_read,
        danger=narrative.danger,
        hearers=hearer_words(framework, narrative.hearers),
        pen=PENS.get(narrative.pen, ""),
        spoken=recorded,
        takes_messages=Scope.CONTACT in narrative.consent,
        urgent=urgent,
    )


def own_words(framework: Framework, answers: Iterable[Answer]) -> tuple[tuple[str, str], ...]:
    """The answers that are words of the teller's own, each after its question: staff read them beside the story."""
    written = ((answer, _words_of(answer)) for answer in answers)
    return tuple((framework.signifier(answer.signifier).title, words) for answer, words in written if words)


def _words_of(answer: Answer) -> str:
    match answer:
        case FreetextAnswer():
            return answer.text
        case ChoiceAnswer():
            return answer.other
        case _:
            return ""


def _spoken_week(monday: date | None) -> str:
    return f"Week of {spoken(monday)}" if monday else ""
