"""A practitioner's own log as it is shown: day by day, the answers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from narratives.answers import answer_from_json
from narratives.calendar import spoken
from narratives.framework import Framework
from store.cases import Interaction
from web.casework.entry import CONTACTS, OUTCOMES
from web.words import answer_words

_TONES = {"complied": "green", "not_complied": "orange", "acceptable": "grey", "unacceptable": "red"}
_SHOWN_OF_NOTES = 140


@dataclass(frozen=True, slots=True)
class Line:
    """One interaction in the list; `tone` colours its outcome, which is always written out beside it."""

    id: str
    reference: str
    contact: str
    outcome: str
    tone: str
    notes: str


@dataclass(frozen=True, slots=True)
class Day:
    """The interactions of one day."""

    title: str
    lines: tuple[Line, ...]


def days_of(interactions: Sequence[Interaction], today: date) -> tuple[Day, ...]:
    """The list by day; the interactions come newest day first."""
    by_day = groupby(interactions, key=lambda one: one.happened_on)
    return tuple(Day(_title(day, today), tuple(_line(one) for one in ones)) for day, ones in by_day)


def line_of(interaction: Interaction) -> Line:
    """One interaction with its contact and outcome in words and its notes whole."""
    return Line(
        id=interaction.id,
        reference=interaction.reference,
        contact=CONTACTS.get(interaction.contact, interaction.contact),
        outcome=OUTCOMES.get(interaction.outcome, interaction.outcome),
        tone=_TONES.get(interaction.outcome, "grey"),
        notes=interaction.notes,
    )


def answers_in_words(framework: Framework, stored: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Each question with the answer that is kept in the case record."""
    known = {item.id: item for item in framework.signifiers}
    return tuple(
        (known[name].title, answer_words(known[name], answer_from_json(name, answer)))
        for name, answer in stored.items()
        if name in known
    )


def _line(interaction: Interaction) -> Line:
    line = line_of(interaction)
    shortened = line.notes
    if len(shortened) > _SHOWN_OF_NOTES:
        shortened = shortened[:_SHOWN_OF_NOTES].rsplit(maxsplit=1)[0] + "…"
    return Line(line.id, line.reference, line.contact, line.outcome, line.tone, shortened)


def _title(day: date, today: date) -> str:
    if day == today:
        return f"Today, {spoken(day)}"
    if day == today - timedelta(days=1):
        return f"Yesterday, {spoken(day)}"
    return f"{day:%A}, {spoken(day)}"
