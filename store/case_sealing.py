"""Sealing the records of a case store that was filled before its rows were sealed: once, in one transaction."""

from __future__ import annotations

import json
from datetime import date

from store.case_key import CaseKey
from store.case_rows import INSERT, Interaction, interaction_to_row
from store.database import BUSY_SECONDS, Row, SqliteDatabase

# PRAGMA user_version of a file in which no unsealed word is left, neither in its tables nor in its log.
_SEALED = 2


def check_key(db: SqliteDatabase, key: CaseKey) -> None:
    """Open one sealed row, if there is any. Raises CaseKeyError: a lost key must not be followed by a second one."""
    row = db.one("select id, reference_sealed from interactions limit 1")
    if row is not None:
        key.open(row["reference_sealed"], f"interactions.reference:{row['id']}")


def seal_earlier_rows(db: SqliteDatabase, key: CaseKey) -> None:
    """Move every row of before into the table of sealed ones, and leave no trace of its words. Cheap when done.

    Killed half-way it begins again: the rows move in one transaction, and the file is marked only when its log is
    clean too. While somebody else reads the file that part waits for the next opening.
    """
    if db.one("pragma user_version") == {"user_version": _SEALED}:
        return
    with db.write():
        if db.one("select name from sqlite_master where name = 'unsealed_interactions'") is not None:
            _move(db, key)
    db.execute("pragma busy_timeout = 200")
    checkpoint = db.one("pragma wal_checkpoint(truncate)")
    db.execute(f"pragma busy_timeout = {round(1_000 * BUSY_SECONDS)}")
    if checkpoint is not None and not checkpoint["busy"]:
        db.execute(f"pragma user_version = {_SEALED}")


def _move(db: SqliteDatabase, key: CaseKey) -> None:
    rows = db.rows(
        """
        select id, practitioner, reference, happened_on, contact, outcome, notes, collection_id, answers,
            submission_hash
        from unsealed_interactions
        """
    )
    sealed = ({**interaction_to_row(key, _before(row)), "submission_hash": row["submission_hash"]} for row in rows)
    db.many(INSERT, sealed)
    # Dropped and not emptied: pages of a table that is dropped are overwritten whole (secure_delete).
    db.execute("drop table unsealed_interactions")


def _before(row: Row) -> Interaction:
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
