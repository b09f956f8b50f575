"""Opening others' records in an emergency: the case store's side for the pages, every attempt and read audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.interaction import clean_reference
from narratives.text import clean_text
from store.break_glass import (
    LEAST_WORDS,
    REASONS,
    NothingToOpenError,
    Opening,
    OpeningEvent,
    WaitError,
    get_opening,
    list_open,
    list_openings,
    list_unseen,
    mark_seen,
    open_others,
    opened_records,
)
from store.case_rows import Interaction
from web.auditing import REFUSED, record
from web.casework.case_fields import MAX_REFERENCE_CHARACTERS
from web.casework.case_store import case_store

MAX_REASON_CHARACTERS = 500
_NOTHING = "No record that you can open here bears this reference. Check each letter and digit, then try again"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed who wants to open others' records."""

    reference: str = ""
    category: str = ""
    reason: str = ""

    def errors(self) -> list[FieldError]:
        """Everything that is wrong with it, in the order of the page."""
        found = []
        if not self.reference or len(self.reference) > MAX_REFERENCE_CHARACTERS:
            found.append(FieldError("reference", "Enter the whole reference, exactly as it is written"))
        if self.category not in REASONS:
            found.append(FieldError("category", "Choose why you need these records"))
        if len(self.reason) < LEAST_WORDS:
            too_short = f"Say in your own words why you need them: at least {LEAST_WORDS} characters"
            found.append(FieldError("reason", too_short))
        elif len(self.reason) > MAX_REASON_CHARACTERS:
            too_long = f"Shorten your words to {MAX_REASON_CHARACTERS} characters or fewer"
            found.append(FieldError("reason", too_long))
        return found


def read_asked(form: Mapping[str, str]) -> Asked:
    """What a form holds, with spaces put right."""
    reference, reason = clean_reference(form.get("reference", "")), clean_text(form.get("reason", ""))
    return Asked(reference, form.get("category", ""), reason)


def break_glass(account_id: str, asked: Asked) -> Opening:
    """Open others' records for an hour. Raises SubmissionError with what to do instead."""
    errors = asked.errors()
    if errors:
        raise SubmissionError(errors)
    store, now = case_store(), _now()
    try:
        opening = open_others(store.db, store.key, account_id, asked.reference, asked.category, asked.reason, at=now)
    except NothingToOpenError as error:
        record("break_glass.open_records", outcome=REFUSED)
        raise SubmissionError([FieldError("reference", _NOTHING)]) from error
    except WaitError as error:
        record("break_glass.open_records", outcome=REFUSED)
        raise SubmissionError([FieldError("reference", _wait(error.until))]) from error
    record("break_glass.open_records", subject=opening.id)
    return opening


def read_opened(account_id: str, opening_id: str) -> tuple[Opening, Sequence[Interaction]]:
    """What an opening shows; one row of audit for the read. Raises NotFoundError when it is closed or another's."""
    store = case_store()
    try:
        opening = get_opening(store.db, store.key, account_id, opening_id, at=_now())
    except NotFoundError:
        record("break_glass.show", subject=opening_id, outcome=REFUSED)
        raise
    record("break_glass.show", subject=opening.id)
    return opening, opened_records(store.db, store.key, opening)


def open_now(account_id: str) -> list[Opening]:
    """What somebody has open at this moment."""
    store = case_store()
    return list_open(store.db, store.key, account_id, at=_now())


def unseen_by(owner_id: str) -> list[Opening]:
    """Who opened this owner's records, as far as the owner has not marked it as seen."""
    store = case_store()
    return list_unseen(store.db, store.key, owner_id)


def has_seen(owner_id: str, opening_id: str) -> None:
    """The owner knows of an opening. Raises NotFoundError."""
    mark_seen(case_store().db, owner_id, opening_id, at=_now())


def openings_here() -> list[OpeningEvent]:
    """Every opening in the organisation, without whose records and without the words."""
    return list_openings(case_store().db)


def _wait(until: datetime) -> str:
    minutes = max(1, -(-int((until - _now()).total_seconds()) // 60))
    unit = "minute" if minutes == 1 else "minutes"
    return f"Too many tries found nothing. Wait {minutes} {unit}, then check the reference and try again"


def _now() -> datetime:
    return datetime.now(UTC)
