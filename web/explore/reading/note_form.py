"""The form that leaves a note beside a story."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.errors import FieldError
from narratives.text import clean_text
from store.story_notes import MOST_CHARACTERS


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What was typed, and what is wrong with it."""

    text: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def most(self) -> int:
        """How many characters a note may have."""
        return MOST_CHARACTERS

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def read_note(typed: str) -> NoteForm:
    """A note as it was typed, with what is wrong with it."""
    text = clean_text(typed)
    if not text:
        return NoteForm(text, (FieldError("note", "Write the note first"),))
    if len(text) > MOST_CHARACTERS:
        message = f"Shorten the note to {MOST_CHARACTERS:,} characters or fewer: it has {len(text):,}"
        return NoteForm(text, (FieldError("note", message),))
    return NoteForm(text)
