"""The audit: who read and changed what, as a chain of rows that cannot be changed or shortened unnoticed."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from narratives.errors import BusyError, MurmurationError
from store.audit_anchor import Anchor, Head, was_begun
from store.database import SqliteDatabase
from store.schema import migrate
from store.schema.audit import audit as steps

BEGUN = "audit.begun"
PATIENCE_SECONDS = 5.0
_KEY_BYTES = 32
COLUMNS = "seq, at, actor, role, action, subject, outcome, mac"
_IN_TURN = threading.Lock()  # of this process; other processes wait for the file


class AuditKeyError(MurmurationError):
    """The audit's key is gone, or is none."""


class AuditUnwritableError(BusyError):
    """A row could not be added: nothing may be shown or changed that would have been its subject."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is recorded: ids and names of actions, never words of anybody. `at` is UTC to the second."""

    at: str
    actor: str
    role: str
    action: str
    subject: str = ""
    outcome: str = "done"


@dataclass(frozen=True, slots=True)
class Record:
    """An entry in its place in the chain."""

    seq: int
    entry: Entry
    mac: str


@dataclass(frozen=True, slots=True)
class Audit:
    """One organisation's audit, open for adding and for reading."""

    db: SqliteDatabase
    key: bytes = field(repr=False)
    anchor: Anchor

    def append(self, entry: Entry) -> int:
        """Add a row and move the anchor; returns the row's number. Raises AuditUnwritableError."""
        with _in_turn(), _named():
            with self.db.write(within=PATIENCE_SECONDS):
                last = self.last() or self._begin(entry.at)
                record = self._add(last, entry)
            head = Head(record.seq, record.mac, entry.at, "")
            self.anchor.advance(head, lambda seq: last.mac if seq == last.seq else self.mac_at(seq))
        return record.seq

    def last(self) -> Record | None:
        """The last row."""
        rows = self.db.tuples(f"select {COLUMNS} from records order by seq desc limit 1")
        return row_to_record(rows[0]) if rows else None

    def mac_at(self, seq: int) -> str | None:
        """The code of a row; None where there is no such row."""
        row = self.db.one("select mac from records where seq = :seq", seq=seq)
        return None if row is None else str(row["mac"])

    def batches(self, size: int = 5_000) -> Iterator[list[Record]]:
        """Every row from the first, in portions: a query at a time, so that nobody who adds has to wait."""
        after = -1
        while rows := self.db.tuples(
            f"select {COLUMNS} from records where seq > :after order by seq limit :size", after=after, size=size
        ):
            yield [row_to_record(row) for row in rows]
            after = rows[-1][0]

    def mac_of(self, before: str, seq: int, entry: Entry) -> str:
        """The code that binds an entry to the row before it."""
        told = [seq, entry.at, entry.actor, entry.role, entry.action, entry.subject, entry.outcome]
        return hmac.new(self.key, f"{before}\n{json.dumps(told)}".encode(), hashlib.sha256).hexdigest()

    def close(self) -> None:
        """Close this thread's connection."""
        self.db.close()

    def _begin(self, at: str) -> Record:
        """The first row: a number that no other chain begins with."""
        return self._add(None, Entry(at, "", "", BEGUN, secrets.token_hex(16)))

    def _add(self, last: Record | None, entry: Entry) -> Record:
        seq, before = (last.seq + 1, last.mac) if last else (1, "")
        record = Record(seq, entry, self.mac_of(before, seq, entry))
        self.db.execute(
            f"""
            insert into records ({COLUMNS})
            values (:seq, :at, :actor, :role, :action, :subject, :outcome, :mac)
            """,
            seq=seq,
            at=entry.at,
            actor=entry.actor,
            role=entry.role,
            action=entry.action,
            subject=entry.subject,
            outcome=entry.outcome,
            mac=record.mac,
        )
        return record


class AuditSettings(Protocol):
    """What of an organisation's settings says where its audit lies."""

    @property
    def audit_path(self) -> Path: ...
    @property
    def audit_key_path(self) -> Path: ...
    @property
    def audit_anchor_path(self) -> Path: ...


def audit_of(settings: AuditSettings) -> Audit:
    """The audit of the organisation that these are the settings of. Raises AuditKeyError and AuditUnwritableError."""
    return open_audit(settings.audit_path, settings.audit_key_path, settings.audit_anchor_path)


def stamp(at: datetime) -> str:
    """A time as an entry has it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_audit(path: Path, key_path: Path, anchor_path: Path) -> Audit:
    """An organisation's audit; key and anchor are made once, with the first start.

    Raises AuditKeyError where the key of an audit that has rows is gone, and AuditUnwritableError.
    """
    database = SqliteDatabase(path)
    with _named():
        migrate(database, steps.apply)
        key = _key(key_path, anchor_path, database)
    return Audit(database, key, Anchor(anchor_path, key))


def row_to_record(row: tuple[object, ...]) -> Record:
    """A row of the table, in the order of its columns."""
    seq, at, actor, role, action, subject, outcome, mac = row
    entry = Entry(str(at), str(actor), str(role), str(action), str(subject), str(outcome))
    return Record(int(str(seq)), entry, str(mac))


def _key(path: Path, anchor_path: Path, database: SqliteDatabase) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(f"{path}.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            if was_begun(anchor_path) or database.one("select seq from records limit 1"):
                raise AuditKeyError(f"{path} is gone and the audit has rows. Put the key back from its backup.")
            _make_key(path, anchor_path)
        key = path.read_bytes()
    finally:
        os.close(lock)
    if len(key) != _KEY_BYTES:
        raise AuditKeyError(f"{path} holds {len(key)} bytes and no audit key, which has 32. Put the right file back.")
    return key


def _make_key(path: Path, anchor_path: Path) -> None:
    """The anchor first: a key says that there was one, so that a later start without it is noticed."""
    key = secrets.token_bytes(_KEY_BYTES)
    Anchor(anchor_path, key).make()
    part = Path(f"{path}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _IN_TURN.acquire(timeout=PATIENCE_SECONDS):
        raise AuditUnwritableError("The audit is busy. Try again in a moment.")
    try:
        yield
    finally:
        _IN_TURN.release()


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, BusyError) as error:
        raise AuditUnwritableError(f"The audit cannot be written ({error}). Look at its file and its disk.") from error
