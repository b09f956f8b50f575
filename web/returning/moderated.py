"""What a moderator did with a teller's own story: what they ask for, and what was taken out of it and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.calendar import spoken
from narratives.moderation import ANSWER_DAYS, UNANSWERED, Kind, Outcome, redacted_words, returned_words
from narratives.narrative import Narrative
from narratives.taking_out import own_texts
from store.database import Database
from store.moderation_history import Event, Standing, Taken, list_events, note_teller, words_before
from store.receipts import Kept


@dataclass(frozen=True, slots=True)
class Asked:
    """What a moderator asks the teller to change: why, in their own words, since when, and for how many days yet."""

    why: str
    note: str
    since: str
    days_left: int


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was taken out of a story: the words themselves until `until`, and why."""

    why: str
    note: str
    words: tuple[Taken, ...]
    had_recording: bool
    until: str


@dataclass(frozen=True, slots=True)
class Moderated:
    """Everything that a teller may answer, and what they answered already."""

    asked: Asked | None
    taken_out: TakenOut | None
    answers: tuple[str, ...]


def moderated(db: Database, kept: Kept, held: Standing | None, today: date) -> Moderated | None:
    """What was done with a story that its teller may answer; None when nothing was. `held` is why it is held back."""
    story = kept.narrative.id
    events = list_events(db, story)
    asked = _asked(held, events, today)
    taken_out = _taken_out(db, story, events)
    answers = tuple(one.note for one in events if one.kind is Kind.ANSWERED)
    return Moderated(asked, taken_out, answers) if held or taken_out or answers else None


def note_new_words(db: Database, before: Narrative, after: Narrative, *, on: date) -> None:
    """Say in the history of a story that its teller changed its words; nothing where nobody decided about it."""
    if own_texts(before) != own_texts(after) and list_events(db, before.id):
        note_teller(db, before.id, Kind.CORRECTED, on=on)


def _asked(standing: Standing | None, events: Sequence[Event], today: date) -> Asked | None:
    if standing is None or (standing.outcome is not Outcome.RETURNED and standing.reason != UNANSWERED):
        return None
    given = [one for one in events if one.kind is Kind.RETURNED]
    if not given:
        return None
    last = given[-1]
    days = ANSWER_DAYS - (today - last.at.date()).days
    in_time = standing.outcome is Outcome.RETURNED
    return Asked(returned_words(last.reason), last.note, spoken(last.at.date()), max(0, days) if in_time else 0)


def _taken_out(db: Database, story: str, events: Sequence[Event]) -> TakenOut | None:
    last = None
    for event in events:
        if event.kind is Kind.REDACTED:
            last = event
        elif event.kind is Kind.CORRECTED or (event.kind is Kind.UNDONE and event.reason == Kind.REDACTED):
            last = None
    if last is None:
        return None
    before = words_before(db, story)
    return TakenOut(
        why=redacted_words(last.reason),
        note=last.note,
        words=before.taken if before else (),
        had_recording=bool(before and before.had_recording),
        until=spoken(before.purge_on) if before else "",
    )
