"""What managers write about an alert: who has it until when, a note, why it is closed; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from narratives.errors import FieldError
from store.alert_actions import MOST_NOTE

MOST_WORDS = 300
_FARTHEST = timedelta(days=366)
# Why an alert is closed, as (value, words); what is added in one's own words stands behind.
REASONS = (
    ("back", "It went back to usual"),
    ("handled", "It was handled"),
    ("known", "It was known already"),
    ("not-worth", "It was not worth it"),
)


@dataclass(frozen=True, slots=True)
class ActionForm:
    """The form that was sent, by its name: what was typed stays in it, and what has to be mended stands beside it."""

    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()

    def value(self, name: str, otherwise: str = "") -> str:
        """What was typed into a field; before anything was, what it begins with."""
        return self.values.get(name, otherwise)

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def read_note(text: str) -> tuple[str, tuple[FieldError, ...]]:
    """A note without the space around it, and what is wrong with it."""
    note = text.strip()
    if not note:
        return note, (FieldError("note", "Write a note first"),)
    if len(note) > MOST_NOTE:
        return note, (FieldError("note", f"Shorten the note to {MOST_NOTE:,} characters or fewer"),)
    return note, ()


def read_closing(because: str, words: str) -> tuple[str, tuple[FieldError, ...]]:
    """Why an alert is closed as one text, and what is wrong."""
    chosen, said = dict(REASONS).get(because, ""), words.strip()
    errors = [] if chosen else [FieldError("because", "Choose why it can be closed")]
    if len(said) > MOST_WORDS:
        errors.append(FieldError("words", f"Shorten your own words to {MOST_WORDS} characters or fewer"))
    return f"{chosen}: {said}" if said else chosen, tuple(errors)


def read_assignment(
    assignee: str, due: str, managers: Mapping[str, str], today: date, before: date | None
) -> tuple[str | None, date | None, tuple[FieldError, ...]]:
    """Who shall have an alert and until when; `managers` are names by username, `before` is the day that stands."""
    errors = []
    who = assignee.strip()
    if who and who not in managers:
        errors.append(FieldError("assignee", "Choose one of the managers"))
    day, is_day = _day(due)
    if not is_day:
        errors.append(FieldError("due", "Enter the day like 2026-11-03, or leave it empty"))
    elif day not in {None, before} and not today <= day <= today + _FARTHEST:
        errors.append(FieldError("due", "Choose a day from today to a year from now"))
    return who or None, day, tuple(errors)


def _day(text: str) -> tuple[date | None, bool]:
    if not text.strip():
        return None, True
    try:
        return date.fromisoformat(text.strip()), True
    except ValueError:
        return None, False
