"""What a moderator sees: stories to read, what was decided last, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from narratives.answers import Answer, ChoiceAnswer, FreetextAnswer
from narratives.calendar import spoken
from narratives.collection import Collection, Moderation
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Scope, State
from store.collections import framework_of
from store.database import Database
from store.messages import may_be_contacted
from store.moderation import count_waiting_for_moderation, list_recorded, list_waiting_for_moderation, week_of
from store.release import Story, View, list_stories
from store.urgency import list_waiting_ids
from web.marks import PENS, hearer_words

SHOWN = 50
KINDS = {Kind.RESPONDENT: "Story", Kind.PRACTITIONER: "Practitioner’s account", Kind.OBSERVER: "Observer’s account"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a button does: from which state to which, what the page says then, and what undoes it."""

    old: State
    new: State
    sentence: str
    undo: str = ""
    on_released_page: bool = False


DECISIONS = {
    "release": Decision(State.WAITING, State.RELEASED, "Released.", "unrelease"),
    "hold": Decision(State.WAITING, State.HELD, "Held back. Nobody can read it.", "unhold"),
    "withhold": Decision(State.RELEASED, State.HELD, "Held back. Staff can no longer read it.", "restore", True),
    "unrelease": Decision(State.RELEASED, State.WAITING, "Put back into the queue."),
    "unhold": Decision(State.HELD, State.WAITING, "Put back into the queue."),
    "restore": Decision(State.HELD, State.RELEASED, "Released again.", on_released_page=True),
}


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
class Queue:
    """The stories of one collection, and how many there are in all.

    `in_danger` is how many nobody had to read first whose tellers say that somebody may be in danger.
    """

    collection: Collection
    stories: tuple[ToRead, ...]
    count: int
    in_danger: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What the page says about the last decision; `undo` is the decision that takes it back."""

    sentence: str
    undo: str = ""
    collection: str = ""
    story: str = ""


def queue_of(db: Database, collection: Collection) -> Queue:
    """What waits in a collection, oldest first."""
    framework = framework_of(db, collection)
    recorded, urgent = list_recorded(db, collection), list_waiting_ids(db, collection.id)
    found = list_waiting_for_moderation(db, collection, SHOWN)
    waiting = tuple(_waiting(framework, one, recorded=one.id in recorded, urgent=one.id in urgent) for one in found)
    in_danger = len(_in_danger(db, collection)) if collection.moderation is Moderation.AFTER else 0
    return Queue(collection, waiting, count_waiting_for_moderation(db, collection), in_danger)


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


def done_before(arguments: Mapping[str, str]) -> Done | None:
    """The last decision, as the address of the page tells it."""
    name = arguments.get("done", "")
    if name == "moved":
        return Done("Somebody else has dealt with that story already. Nothing was changed.")
    decision = DECISIONS.get(name)
    if decision is None:
        return None
    return Done(decision.sentence, decision.undo, arguments.get("collection", ""), arguments.get("story", ""))


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
