"""A proposal to change the promise, the form that decides about it, and what was decided before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.calendar import spoken
from narratives.errors import FieldError
from narratives.text import clean_text
from store.promise_proposals import Proposal

MOST_CHARACTERS = 1_000
DECISIONS = ("accepted", "declined")


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What was chosen and typed, and what is wrong with it."""

    decision: str = ""
    because: str = ""
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """What is proposed, why, and what either answer would mean."""

    id: str
    lower: bool
    old: str
    new: str
    because: str
    made: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of the past: what it was about, who made it and when, and both reasons."""

    title: str
    who: str
    proposed_because: str
    decided_because: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The open proposal, if there is one, and the history, newest first; `since` is empty for the first promise."""

    open: OpenProposal | None
    history: tuple[Decided, ...]
    since: str


def read_decision(chosen: str, typed: str) -> DecisionForm:
    """A decision as it was sent, with what is wrong with it."""
    decision, because = chosen if chosen in DECISIONS else "", clean_text(typed)
    errors = []
    if not decision:
        errors.append(FieldError("decision", "Choose whether to accept or decline"))
    if not because:
        errors.append(FieldError("because", "Write why, so that others understand it later"))
    elif len(because) > MOST_CHARACTERS:
        message = f"Shorten the reason to {MOST_CHARACTERS:,} characters or fewer: it has {len(because):,}"
        errors.append(FieldError("because", message))
    return DecisionForm(decision, because, tuple(errors))


def changes(proposals: Sequence[Proposal], names: Mapping[str, str]) -> Changes:
    """Proposals newest first, with people's `names` by username."""
    waiting = next((one for one in proposals if one.decision is None), None)
    accepted = next((one for one in proposals if one.decision == "accepted"), None)
    return Changes(
        open=None if waiting is None else _open(waiting),
        history=tuple(_decided(one, names) for one in proposals if one.decision is not None),
        since=spoken(accepted.decided_at.date()) if accepted and accepted.decided_at else "",
    )


def _open(found: Proposal) -> OpenProposal:
    return OpenProposal(
        id=found.id,
        lower=found.new_a_year < found.old_a_year,
        old=f"{found.old_a_year:g}",
        new=f"{found.new_a_year:g}",
        because=found.because,
        made=spoken(found.made_at.date()),
    )


def _decided(found: Proposal, names: Mapping[str, str]) -> Decided:
    old, new = f"{found.old_a_year:g}", f"{found.new_a_year:g}"
    accepted = found.decision == "accepted"
    when = spoken(found.decided_at.date()) if found.decided_at else ""
    return Decided(
        title=f"Changed from {old} to {new} a year" if accepted else f"Stayed at {old} a year; proposed was {new}",
        who=f"{str(found.decision).capitalize()} by {names.get(found.decided_by, found.decided_by)} on {when}",
        proposed_because=found.because,
        decided_because=found.decided_because,
    )
