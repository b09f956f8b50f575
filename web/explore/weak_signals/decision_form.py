"""What a manager decides about a pocket, as it was sent, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from narratives.errors import FieldError
from narratives.text import clean_text
from narratives.weak_signal import SignalState
from store.weak_signals import MOST_NOTE

CHOICES = (SignalState.KEPT, SignalState.MERGED, SignalState.DISMISSED)


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What was chosen and typed; everything stays in it when something is wrong."""

    decision: str = ""
    into: str = ""
    note: str = ""
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def read_decision(sent: Mapping[str, str], others: Collection[str]) -> DecisionForm:
    """A decision as it was sent; `others` are the ids that a pocket may be merged into."""
    decision, into, note = (sent.get(name, "") for name in ("decision", "into", "note"))
    note = clean_text(note)
    errors = []
    if decision not in {one.value for one in CHOICES}:
        decision = ""
        errors.append(FieldError("decision", "Choose whether to keep, merge or dismiss it"))
    if decision == SignalState.MERGED and into not in others:
        errors.append(FieldError("into", "Choose the weak signal that it belongs to"))
    if len(note) > MOST_NOTE:
        message = f"Shorten the note to {MOST_NOTE:,} characters or fewer: it has {len(note):,}"
        errors.append(FieldError("note", message))
    return DecisionForm(decision, into, note, tuple(errors))
