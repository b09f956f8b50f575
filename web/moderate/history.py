"""What happened to a story in a moderator's words: who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from narratives.calendar import spoken
from narratives.moderation import Kind, reason_words
from store.moderation_history import Event, Standing

WORKER = "worker"
_DID = {
    Kind.APPROVED: "approved it",
    Kind.REDACTED: "took words out",
    Kind.RETURNED: "gave it back to its teller",
    Kind.WITHHELD: "withheld it",
    Kind.ESCALATED: "escalated it to the safeguarding lead",
    Kind.CORRECTED: "changed it",
    Kind.SENT_AGAIN: "sent it again without a change",
    Kind.ANSWERED: "answered",
    Kind.READ: "read what its teller answered",
    Kind.UNANSWERED: "had no answer",
    Kind.PURGED: "deleted the words of before",
}
_UNDID: Mapping[str, str] = {
    Kind.APPROVED: "put it back into the queue",
    Kind.REDACTED: "put the words back",
    Kind.RETURNED: "took it back from its teller",
    Kind.WITHHELD: "no longer withholds it",
    Kind.ESCALATED: "no longer escalates it",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: a sentence with who and when, and the reason and the words that were written to it."""

    sentence: str
    reason: str
    note: str


def history_lines(events: Iterable[Event], known: Mapping[str, str]) -> list[Line]:
    """The history of a story; `known` are people's names by username."""
    return [history_line(event, known) for event in events]


def history_line(event: Event, known: Mapping[str, str]) -> Line:
    """One thing that happened; what a teller did has a day and no time."""
    when = moment(event.at) if event.actor and event.actor != WORKER else spoken(event.at.date())
    return Line(f"{_who(event.actor, known)} {_did(event)}, {when}", _reason(event), event.note)


def standing_line(standing: Standing, known: Mapping[str, str], now: datetime) -> str:
    """Who keeps a story from its readers, and since how many days."""
    days = (now.date() - standing.at.date()).days
    since = "Since today" if days <= 0 else "Since yesterday" if days == 1 else f"For {days} days"
    return f"{since}, by {_who(standing.actor, known)}"


def moment(at: datetime) -> str:
    """A time of day and a day, where the server is."""
    here = at.astimezone()
    return f"{here:%H:%M} on {spoken(here.date())}"


def _who(actor: str, known: Mapping[str, str]) -> str:
    if not actor:
        return "The teller"
    return "The platform" if actor == WORKER else known.get(actor, actor)


def _did(event: Event) -> str:
    if event.kind is not Kind.UNDONE:
        return _DID[event.kind]
    return _UNDID.get(event.reason, "put it back into the queue")


def _reason(event: Event) -> str:
    return "" if event.kind is Kind.UNDONE else reason_words(event.kind, event.reason)
