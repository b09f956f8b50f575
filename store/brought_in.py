"""Files that staff bring in: what each is read as, how far it is, and what became of its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from narratives.errors import NotFoundError
from store.database import Database, Row

_COLUMNS = """id, file_name, bytes, format, mapping, state, n_rows, done, account, problem, collection_id, asked_by,
    asked_at, ended_at"""


class BroughtState(StrEnum):
    """Where a file is between its upload and its last row."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    STORING = "storing"
    STORED = "stored"
    STOPPED = "stopped"
    REFUSED = "refused"


AT_WORK = (BroughtState.CHECKING, BroughtState.STORING)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """One file: `said` is what somebody chose for it, `account` what became of the rows so far, by name."""

    id: str
    file_name: str
    bytes: int
    format: str
    said: Mapping[str, Any]
    state: BroughtState
    asked_by: str
    asked_at: datetime
    n_rows: int = 0
    done: int = 0
    account: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    collection: str = ""
    ended_at: datetime | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether the worker checks or stores its rows."""
        return self.state in AT_WORK

    @property
    def document(self) -> Mapping[str, Any]:
        """Its mapping, as `parse_mapping` reads it; empty until the columns were looked at."""
        found: Mapping[str, Any] = self.said.get("document", {})
        return found


def add_brought_in(db: Database, found: BroughtIn) -> None:
    """Keep that a file was brought in."""
    db.execute(
        """
        insert into brought_in (id, file_name, bytes, format, mapping, asked_by, asked_at)
        values (:id, :file_name, :bytes, :format, :mapping, :asked_by, :asked_at)
        """,
        id=found.id,
        file_name=found.file_name,
        bytes=found.bytes,
        format=found.format,
        mapping=json.dumps(found.said, ensure_ascii=False),
        asked_by=found.asked_by,
        asked_at=found.asked_at.isoformat(),
    )


def get_brought_in(db: Database, import_id: str) -> BroughtIn:
    """Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from brought_in where id = :id", id=import_id)
    if row is None:
        raise NotFoundError("import", import_id)
    return _row_to_brought_in(row)


def list_brought_in(db: Database) -> list[BroughtIn]:
    """Every file, the newest first."""
    return [_row_to_brought_in(row) for row in db.rows(f"select {_COLUMNS} from brought_in order by asked_at desc, id")]


def consent_said(db: Database, collection_id: str) -> Mapping[str, Any] | None:
    """What the mapping of the last file stored in a collection says of consent; None where none was stored.

    One that was stopped half-way counts: some of its rows are there.
    """
    row = db.one(
        """
        select json_extract(mapping, '$.document.consent') as consent from brought_in
        where collection_id = :id and json_extract(mapping, '$.document.collection.id') = :id
            and state in ('storing', 'stored', 'stopped')
        order by asked_at desc, id limit 1
        """,
        id=collection_id,
    )
    if row is None or row["consent"] is None:
        return None
    found: Mapping[str, Any] = json.loads(row["consent"])
    return found


def say_of(db: Database, import_id: str, format_name: str, said: Mapping[str, Any]) -> bool:
    """Keep what somebody chose, which undoes a check; False while its rows are worked on or are stored."""
    changed = db.execute(
        """
        update brought_in set format = :format, mapping = :mapping, state = 'mapping', account = '{}', problem = '',
            n_rows = 0, done = 0
        where id = :id and state in ('mapping', 'checked', 'refused')
        """,
        id=import_id,
        format=format_name,
        mapping=json.dumps(said, ensure_ascii=False),
    )
    return changed == 1


def ask_for(db: Database, import_id: str, state: BroughtState, at: datetime) -> bool:
    """Ask the worker to check or to store a file; False when it is not its turn, such as storing the unchecked."""
    before = {BroughtState.CHECKING: ("mapping", "refused", "checked"), BroughtState.STORING: ("checked", "stopped")}
    changed = db.execute(
        """
        update brought_in set state = :state, done = 0, problem = '', ended_at = null,
            mapping = json_set(mapping, '$.waits_since', :at),
            account = case when state = 'stopped' then account else '{}' end
        where id = :id and state in (select value from json_each(:before))
            and json_extract(mapping, '$.document') <> '{}'
        """,
        id=import_id,
        state=state.value,
        before=json.dumps(before[state]),
        at=at.isoformat(),
    )
    return changed == 1


def stop_brought_in(db: Database, import_id: str, at: datetime) -> bool:
    """Stop it; rows that are stored stay. False when nothing was going on."""
    changed = db.execute(
        """
        update brought_in set state = case state when 'checking' then 'mapping' else 'stopped' end, ended_at = :at
        where id = :id and state in ('checking', 'storing')
        """,
        id=import_id,
        at=at.isoformat(),
    )
    return changed == 1


def keep_progress(
    db: Database, found: BroughtIn, *, n_rows: int, done: int, account: Mapping[str, Any], collection: str
) -> bool:
    """Keep how far the worker is; False when somebody stopped it meanwhile. `done` never goes back."""
    changed = db.execute(
        """
        update brought_in set n_rows = :n_rows, done = max(done, :done), account = :account, collection_id = :collection
        where id = :id and state = :state
        """,
        id=found.id,
        state=found.state.value,
        n_rows=n_rows,
        done=done,
        account=json.dumps(account, ensure_ascii=False),
        collection=collection,
    )
    return changed == 1


def end_brought_in(db: Database, found: BroughtIn, state: BroughtState, at: datetime, problem: str = "") -> bool:
    """Keep how the worker's part ended; False when somebody stopped it first."""
    changed = db.execute(
        "update brought_in set state = :state, problem = :problem, ended_at = :at where id = :id and state = :before",
        id=found.id,
        before=found.state.value,
        state=state.value,
        problem=problem,
        at=at.isoformat(),
    )
    return changed == 1


def forget_reasons(db: Database, import_id: str) -> None:
    """Keep the counts of an account alone: the sentences about rejected rows repeat their cells."""
    db.execute("update brought_in set account = json_remove(account, '$.reasons') where id = :id", id=import_id)


def list_at_work(db: Database) -> list[BroughtIn]:
    """What waits for the worker, the oldest first."""
    rows = db.rows(f"select {_COLUMNS} from brought_in where state in ('checking', 'storing') order by asked_at, id")
    return [_row_to_brought_in(row) for row in rows]


def is_held(db: Database, import_id: str, now: float) -> bool:
    """Whether a worker has it in hand; `now` in seconds since 1970."""
    lease = db.one("select expires from leases where name = :name", name=lease_name(import_id))
    return lease is not None and lease["expires"] >= now


def lease_name(import_id: str) -> str:
    """The lease of whoever works on an import."""
    return f"bringing {import_id}"


def _row_to_brought_in(row: Row) -> BroughtIn:
    return BroughtIn(
        id=row["id"],
        file_name=row["file_name"],
        bytes=row["bytes"],
        format=row["format"],
        said=json.loads(row["mapping"]),
        state=BroughtState(row["state"]),
        asked_by=row["asked_by"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        n_rows=row["n_rows"],
        done=row["done"],
        account=json.loads(row["account"]),
        problem=row["problem"],
        collection=row["collection_id"],
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
    )
