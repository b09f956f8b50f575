"""A practitioner's own interactions as they are shown: when, how, what came of it, and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from narratives.answers import Answer, NotApplicable, answer_from_json
from narratives.calendar import spoken
from narratives.contact_codes import contact_label, outcome_label
from narratives.framework import Framework
from narratives.signifiers import Signifier
from store.case_rows import Interaction
from store.caseload import Task
from web.casework.questions import DOES_NOT_APPLY
from web.words import answer_words

_SHOWN_OF_NOTES = 140


@dataclass(frozen=True, slots=True)
class Line:
    """One interaction in a list. Of a sensitive one nothing that was written is shown before it is opened."""

    id: str
    reference: str
    time: str
    contact: str
    outcome: str
    reason: str
    notes: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The interactions of one day."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One interaction with all that was written, its placements in words and the tasks that it set."""

    line: Line
    happened_on: date
    parts: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    tasks: Sequence[Task] = ()


def days_of(interactions: Sequence[Interaction], today: date) -> tuple[Day, ...]:
    """The list by day; the interactions come newest day first."""
    by_day = groupby(interactions, key=lambda one: one.happened_on)
    return tuple(Day(_title(day, today), tuple(_line(one) for one in ones)) for day, ones in by_day)


def line_of(interaction: Interaction) -> Line:
    """One interaction with its contact and outcome in words and everything that was written."""
    written = [text for _, text in parts_of(interaction)]
    return Line(
        id=interaction.id,
        reference=interaction.reference,
        time=interaction.happened_at,
        contact=contact_label(interaction.contact),
        outcome=outcome_label(interaction.outcome),
        reason=interaction.reason,
        notes="\n\n".join(written),
        sensitive=interaction.sensitive,
    )


def shown(interaction: Interaction, framework: Framework | None, tasks: Sequence[Task]) -> Shown:
    """One interaction whole; without a framework its placements cannot be put into words."""
    answers = answers_in_words(framework, interaction.answers) if framework else ()
    return Shown(line_of(interaction), interaction.happened_on, parts_of(interaction), answers, tasks)


def parts_of(interaction: Interaction) -> tuple[tuple[str, str], ...]:
    """What was written, each part with its title; the reason too where the record is sensitive."""
    reason = interaction.reason if interaction.sensitive else ""
    parts = (("Why", reason), ("Account", interaction.account), ("Notes", interaction.notes), *interaction.criss.titled)
    return tuple((title, text) for title, text in parts if text)


def answers_in_words(framework: Framework, stored: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Each question with the answer that is kept in the case record."""
    known = {item.id: item for item in framework.signifiers}
    return tuple(
        (known[name].title, _words(known[name], answer_from_json(name, answer)))
        for name, answer in stored.items()
        if name in known
    )


def clock(at: datetime) -> str:
    """The time of day here."""
    return f"{at.astimezone():%H:%M}"


def moment(at: datetime) -> str:
    """Day and time here, for instance “3 March 2026 at 14:10”."""
    return f"{spoken(at.astimezone().date())} at {clock(at)}"


def _words(signifier: Signifier, answer: Answer) -> str:
    return DOES_NOT_APPLY if isinstance(answer, NotApplicable) else answer_words(signifier, answer)


def _line(interaction: Interaction) -> Line:
    line = line_of(interaction)
    shortened = "" if line.sensitive else line.notes
    if len(shortened) > _SHOWN_OF_NOTES:
        shortened = shortened[:_SHOWN_OF_NOTES].rsplit(maxsplit=1)[0] + "…"
    return replace(line, notes=shortened)


def _title(day: date, today: date) -> str:
    if day == today:
        return f"Today, {spoken(day)}"
    if day == today - timedelta(days=1):
        return f"Yesterday, {spoken(day)}"
    return f"{day:%A}, {spoken(day)}"
