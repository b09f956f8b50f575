"""Reading the audit: who did what, newest first, by person, action, subject and day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from store.audit import COLUMNS, Audit, Record, row_to_record

CHECKED = "audit.checked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty means anything. `subject` is the end of a subject: the id of a story, or of a case."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None
    touching: str = ""  # what an account did, and what was done with it


def list_records(audit: Audit, wanted: Wanted, *, before: int | None = None, limit: int = 100) -> list[Record]:
    """Rows that fit, newest first, from before a row on."""
    rows = audit.db.tuples(
        f"""
        select {COLUMNS} from records
        where seq < :before
          and (:actor = '' or actor = :actor)
          and (:action = '' or action = :action)
          and (:outcome = '' or outcome = :outcome)
          and (:subject = '' or subject = :subject or subject like '%/' || :subject)
          and at >= :first and at < :after
          and (:touching = '' or seq in (
            select seq from records where actor = :touching
            union all select seq from records where subject = :touching
            union all select seq from records where subject > :touching || '/' and subject < :touching || '0'
          ))
        order by seq desc limit :limit
        """,
        before=2**62 if before is None else before,
        actor=wanted.actor,
        action=wanted.action,
        outcome=wanted.outcome,
        subject=wanted.subject,
        first="" if wanted.first is None else wanted.first.isoformat(),
        after="a" if wanted.last is None else (wanted.last + timedelta(days=1)).isoformat(),
        touching=wanted.touching,
        limit=limit,
    )
    return [row_to_record(row) for row in rows]


def every_record(audit: Audit, wanted: Wanted) -> Iterator[Record]:
    """All rows that fit, newest first, a thousand at a time."""
    before = None
    while found := list_records(audit, wanted, before=before, limit=1_000):
        yield from found
        before = found[-1].seq


def list_actions(audit: Audit) -> list[str]:
    """Every action that has a row, by name."""
    # One step through the index an action: `distinct` would go through all of it.
    rows = audit.db.rows(
        """
        with recursive each (action) as (
            select min(action) from records
            union all
            select (select min(action) from records where action > each.action) from each where each.action is not null
        )
        select action from each where action is not null
        """
    )
    return [row["action"] for row in rows]


def last_check(audit: Audit) -> Record | None:
    """The last time that all rows were looked at."""
    found = list_records(audit, Wanted(action=CHECKED), limit=1)
    return found[0] if found else None
