"""The case store: practitioners' interactions, sealed with its own key. It shares no key with the stories."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database as SqliteUtilsDatabase

from narratives.errors import FrozenError, NotFoundError
from narratives.receipt import keyed_hash
from store.case_key import CaseKey
from store.case_rows import (
    COLUMNS,
    INSERT,
    Interaction,
    interaction_to_row,
    mark_of,
    row_to_interaction,
    text_to_version,
    version_to_text,
)
from store.case_sealing import check_key, seal_earlier_rows
from store.database import Database, SqliteDatabase
from store.schema import migrate
from store.schema.breaking_glass import cases

__all__ = [
    "CORRECTABLE_FOR",
    "Interaction",
    "Logged",
    "Version",
    "add_interaction",
    "correct_interaction",
    "count_own_interactions",
    "get_own_interaction",
    "is_correctable",
    "list_own_interactions",
    "list_versions",
    "mark_of",
    "open_cases",
]
CORRECTABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of an interaction that was handed in: its id, and whether this handing in made it."""

    id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Version:
    """An interaction as it read until `replaced_at`."""

    replaced_at: datetime
    interaction: Interaction


def open_cases(path: Path, key: CaseKey) -> SqliteDatabase:
    """An organisation's case store, at the newest schema and with every row sealed.

    Raises CaseKeyError when what it holds was sealed with another key: nothing is added to it then.
    """
    database = SqliteDatabase(path)

    def bring_up(utils: SqliteUtilsDatabase) -> None:
        cases.apply(utils)
        check_key(database, key)
        seal_earlier_rows(database, key)

    migrate(database, bring_up)
    return database


def add_interaction(
    db: Database,
    key: CaseKey,
    interaction: Interaction,
    *,
    idempotency_key: str,
    at: datetime,
    tasks: Sequence[tuple[str, date | None]] = (),
    older_secret: bytes = b"",
) -> Logged:
    """Log an interaction with the tasks it set, each with the day it is due.

    The same idempotency key logs nothing twice; `older_secret` is what its mark was made with before the store had a
    key of its own.
    """
    marks = {"mark": key.mark("interaction", idempotency_key)}
    marks["older"] = keyed_hash("interaction", idempotency_key, older_secret) if older_secret else marks["mark"]
    with db.write():
        known = db.one("select id from interactions where submission_hash in (:mark, :older)", **marks)
        if known is not None:
            return Logged(known["id"], is_new=False)
        logged = replace(interaction, id=secrets.token_hex(16), logged_at=at)
        db.execute(INSERT, **interaction_to_row(key, logged), submission_hash=marks["mark"])
        _add_tasks(db, key, logged, tasks)
    return Logged(logged.id, is_new=True)


def list_own_interactions(
    db: Database, key: CaseKey, practitioner: str, *, limit: int = 50, offset: int = 0
) -> list[Interaction]:
    """A practitioner's own log, newest first."""
    rows = db.rows(
        f"""
        select {COLUMNS} from interactions
        where practitioner = :practitioner order by happened_on desc, happened_at desc, id limit :limit offset :offset
        """,
        practitioner=practitioner,
        limit=limit,
        offset=offset,
    )
    return [row_to_interaction(key, row) for row in rows]


def count_own_interactions(db: Database, practitioner: str) -> int:
    """How many interactions a practitioner has logged."""
    row = db.one("select count(*) as n from interactions where practitioner = :practitioner", practitioner=practitioner)
    return int(row["n"]) if row else 0


def get_own_interaction(db: Database, key: CaseKey, practitioner: str, interaction_id: str) -> Interaction:
    """One interaction of the practitioner's own. Raises NotFoundError: somebody else's is as absent as none."""
    row = db.one(
        f"select {COLUMNS} from interactions where id = :id and practitioner = :practitioner",
        id=interaction_id,
        practitioner=practitioner,
    )
    if row is None:
        raise NotFoundError("interaction", interaction_id)
    return row_to_interaction(key, row)


def is_correctable(interaction: Interaction, at: datetime) -> bool:
    """Whether a record was logged so lately that what it says can still be put right."""
    return interaction.logged_at is not None and at - interaction.logged_at < CORRECTABLE_FOR


def correct_interaction(db: Database, key: CaseKey, corrected: Interaction, *, at: datetime) -> bool:
    """Put a practitioner's own record right; what it said before is kept. False when nothing changed.

    Raises NotFoundError and FrozenError.
    """
    with db.write():
        before = get_own_interaction(db, key, corrected.practitioner, corrected.id)
        if not is_correctable(before, at):
            raise FrozenError("A record can be corrected for 24 hours. Log what you want to add as a new one.")
        after = replace(corrected, collection=before.collection, logged_at=before.logged_at)
        if after == before:
            return False
        version = secrets.token_hex(16)
        db.execute(
            """
            insert into earlier_versions (id, interaction_id, replaced_at, record_sealed)
            values (:id, :interaction_id, :replaced_at, :record_sealed)
            """,
            id=version,
            interaction_id=before.id,
            replaced_at=at.isoformat(timespec="seconds"),
            record_sealed=key.seal(version_to_text(before), f"earlier_versions.record:{version}"),
        )
        row = interaction_to_row(key, after)
        db.execute(
            """
            update interactions set happened_on = :happened_on, happened_at = :happened_at, contact = :contact,
                outcome = :outcome, reference_mark = :reference_mark, reference_sealed = :reference_sealed,
                record_sealed = :record_sealed
            where id = :id and practitioner = :practitioner
            """,
            **{name: value for name, value in row.items() if name not in {"logged_at", "collection_id"}},
        )
        db.execute(
            "update tasks set reference_mark = :reference_mark where interaction_id = :id",
            reference_mark=row["reference_mark"],
            id=after.id,
        )
    return True


def list_versions(db: Database, key: CaseKey, interaction: Interaction) -> list[Version]:
    """What a record said before it was corrected, newest first."""
    rows = db.rows(
        """
        select id, replaced_at, record_sealed from earlier_versions
        where interaction_id = :id order by replaced_at desc, id
        """,
        id=interaction.id,
    )
    return [
        Version(
            datetime.fromisoformat(row["replaced_at"]),
            text_to_version(key.open(row["record_sealed"], f"earlier_versions.record:{row['id']}"), interaction),
        )
        for row in rows
    ]


def _add_tasks(db: Database, key: CaseKey, logged: Interaction, tasks: Sequence[tuple[str, date | None]]) -> None:
    for text, due_on in tasks:
        task = secrets.token_hex(16)
        db.execute(
            """
            insert into tasks (id, interaction_id, practitioner, reference_mark, due_on, text_sealed)
            values (:id, :interaction_id, :practitioner, :reference_mark, :due_on, :text_sealed)
            """,
            id=task,
            interaction_id=logged.id,
            practitioner=logged.practitioner,
            reference_mark=mark_of(key, logged.reference),
            due_on=due_on.isoformat() if due_on else "",
            text_sealed=key.seal(text, f"tasks.text:{task}"),
        )
