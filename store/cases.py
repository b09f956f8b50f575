"""The case store: practitioners' interactions. The only module that opens it; it shares no key with the stories."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from narratives.errors import NotFoundError
from narratives.receipt import keyed_hash
from store.database import Database, Row, SqliteDatabase
from store.schema import migrate
from store.schema.cases import cases

_COLUMNS = "id, practitioner, reference, happened_on, contact, outcome, notes, collection_id, answers"


@dataclass(frozen=True, slots=True)
class Interaction:
    """A practitioner's record of one session. `answers` is the stored form, keyed by signifier."""

    practitioner: str
    reference: str
    happened_on: date
    contact: str
    outcome: str
    notes: str
    collection: str
    answers: Mapping[str, Any]
    id: str = ""


def open_cases(path: Path) -> SqliteDatabase:
    """An organisation's case store, at the newest schema."""
    database = SqliteDatabase(path)
    migrate(database, cases.apply)
    return database


def add_interaction(db: Database, interaction: Interaction, *, idempotency_key: str, secret: bytes) -> bool:
    """Log an interaction; False when the same key was logged before."""
    with db.write():
        return (
            db.execute(
                f"""
                insert into interactions ({_COLUMNS}, submission_hash)
                values (:id, :practitioner, :reference, :happened_on, :contact, :outcome, :notes, :collection,
                        :answers, :submission_hash)
                on conflict (submission_hash) do nothing
                """,
                id=secrets.token_hex(16),
                practitioner=interaction.practitioner,
                reference=interaction.reference,
                happened_on=interaction.happened_on.isoformat(),
                contact=interaction.contact,
                outcome=interaction.outcome,
                notes=interaction.notes,
                collection=interaction.collection,
                answers=json.dumps(dict(interaction.answers), ensure_ascii=False),
                submission_hash=keyed_hash("interaction", idempotency_key, secret),
            )
            == 1
        )


def list_own_interactions(db: Database, practitioner: str, *, at: datetime, limit: int = 50) -> list[Interaction]:
    """A practitioner's own log, newest first; the read itself is recorded."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from interactions
        where practitioner = :practitioner order by happened_on desc, id limit :limit
        """,
        practitioner=practitioner,
        limit=limit,
    )
    _record_read(db, practitioner, "list", practitioner, at)
    return [_row_to_interaction(row) for row in rows]


def get_own_interaction(db: Database, practitioner: str, interaction_id: str, *, at: datetime) -> Interaction:
    """One interaction of the practitioner's own; somebody else's is as absent as none. Records the read."""
    row = db.one(
        f"select {_COLUMNS} from interactions where id = :id and practitioner = :practitioner",
        id=interaction_id,
        practitioner=practitioner,
    )
    _record_read(db, practitioner, "read" if row else "refused", interaction_id, at)
    if row is None:
        raise NotFoundError("interaction", interaction_id)
    return _row_to_interaction(row)


def _record_read(db: Database, actor: str, action: str, subject: str, at: datetime) -> None:
    db.execute(
        "insert into reads (id, actor, action, subject, at) values (:id, :actor, :action, :subject, :at)",
        id=secrets.token_hex(16),
        actor=actor,
        action=action,
        subject=subject,
        at=at.isoformat(timespec="seconds"),
    )


def _row_to_interaction(row: Row) -> Interaction:
    return Interaction(
        id=row["id"],
        practitioner=row["practitioner"],
        reference=row["reference"],
        happened_on=date.fromisoformat(row["happened_on"]),
        contact=row["contact"],
        outcome=row["outcome"],
        notes=row["notes"],
        collection=row["collection_id"],
        answers=json.loads(row["answers"]),
    )
