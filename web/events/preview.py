"""What tellers of an event will be asked, before it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from narratives.calendar import spoken
from narratives.event import EventPlan, questions_of
from narratives.event_form import EventForm
from narratives.framework import Framework
from narratives.signifiers import Placed
from narratives.translation import name_of


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question that can be asked, with the words at its ends, and whether it is and is guessed."""

    id: str
    title: str
    anchors: str
    is_asked: bool
    is_predicted: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The questions in their order, when it happened in words, and the languages in which it can be told."""

    questions: tuple[AskedRow, ...]
    guesses: tuple[str, ...]
    when: str
    languages: tuple[str, ...]


def asked_rows(base: Framework, form: EventForm) -> tuple[AskedRow, ...]:
    """Every question of a framework that an event could ask."""
    return tuple(_row(one, one.id in form.asked, one.id in form.predicted) for one in questions_of(base))


def preview_of(plan: EventPlan, framework: Framework) -> Preview:
    """What the plan comes to."""
    own = [one for one in questions_of(plan.base) if one.id in plan.asked]
    return Preview(
        tuple(_row(one, True, one.id in plan.predicted) for one in own),
        tuple(one.title for one in framework.predictions),
        when_words(plan.happened_on, is_week=plan.is_week),
        tuple(name_of(code) for code in framework.languages),
    )


def when_words(day: date, *, is_week: bool) -> str:
    """The day on which something happened, or the week of it."""
    return f"In the week of {spoken(day)}" if is_week else spoken(day)


def _row(one: Placed, is_asked: bool, is_predicted: bool) -> AskedRow:
    ends = " · ".join(anchor.label for anchor in one.anchors)
    return AskedRow(one.id, one.title, ends, is_asked, is_predicted)
