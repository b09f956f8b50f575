"""The one writer of told stories: many threads hand in, one thread commits, and only then are they answered.

Statements are prepared SQL: sqlite-utils inspects the table at every insert, which costs twice the time.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from narratives.collection import Collection, Moderation
from narratives.errors import BusyError
from narratives.framework import Framework
from narratives.narrative import Narrative, State
from narratives.receipt import keyed_hash, receipt_code
from store.database import connect
from store.narrative_rows import COLUMNS, narrative_to_row

MOST_WAITING = 2_048
MOST_A_COMMIT = 512
ANSWER_SECONDS = 10.0

_RUNS = (64, 16, 4, 1)
_VALUES = f"({', '.join('?' for _ in COLUMNS)})"
_INSERT_RUN = {
    length: f"insert into narratives ({', '.join(COLUMNS)}) values {', '.join([_VALUES] * length)} "
    "on conflict (receipt_hash) do nothing"
    for length in _RUNS
}
_IS_STORED = "select 1 from narratives where id = ?"
CHANGED = """
    insert into changes (collection_id, month, serial) values (:collection_id, :month, 1)
    on conflict (collection_id, month) do update set serial = serial + 1
"""


class Outcome(StrEnum):
    """What became of a submission."""

    STORED = "stored"
    REPEATED = "repeated"


@dataclass(slots=True)
class _Pending:
    row: dict[str, object]
    done: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome | None = None
    error: sqlite3.Error | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a submission that is safely stored."""

    code: str
    outcome: Outcome


class Intake:
    """Commits submissions in groups that form by themselves while the previous commit reaches the disk."""

    def __init__(self, path: str, secret: bytes, *, opened: Callable[[str], sqlite3.Connection] = connect) -> None:
        self._path = path
        self._secret = secret
        self._opened = opened
        self._waiting: queue.SimpleQueue[_Pending | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._commit_forever, name="intake", daemon=True)
        self._thread.start()

    def submit(
        self, collection: Collection, framework: Framework, narrative: Narrative, idempotency_key: str
    ) -> Receipt:
        """Store a narrative once and answer after COMMIT; the same key again gives the same receipt.

        Raises BusyError when the store is full, locked or too slow: the caller keeps the story.
        """
        state = State.RELEASED if collection.moderation is Moderation.AFTER else State.WAITING
        row = narrative_to_row(framework, narrative, state)
        code = receipt_code(idempotency_key, self._secret)
        row["receipt_hash"] = keyed_hash("receipt", code, self._secret)
        pending = _Pending(row)
        if self._waiting.qsize() >= MOST_WAITING:
            raise BusyError("Too many stories are arriving at once. Send it again in a moment.")
        self._waiting.put(pending)
        if not pending.done.wait(ANSWER_SECONDS):
            raise BusyError("Storing took too long. Send it again in a moment.")
        if pending.error is not None or pending.outcome is None:
            raise BusyError("The story could not be stored yet. Send it again in a moment.") from pending.error
        return Receipt(code, pending.outcome)

    def close(self) -> None:
        """Commit what is waiting and stop the thread."""
        self._waiting.put(None)
        self._thread.join()

    def _commit_forever(self) -> None:
        connection: sqlite3.Connection | None = None
        while True:
            group, last = self._take()
            if group:
                try:
                    connection = connection or self._opened(self._path)
                    self._commit(connection, group)
                except sqlite3.Error as error:
                    # Disk full, locked or failing: nothing of the group is stored, and each caller is told.
                    for pending in group:
                        pending.error = error
                    if connection is not None:
                        connection.close()
                        connection = None
                for pending in group:
                    pending.done.set()
            if last:
                if connection is not None:
                    connection.close()
                return

    def _take(self) -> tuple[list[_Pending], bool]:
        group: list[_Pending] = []
        first = self._waiting.get()
        if first is None:
            return group, True
        group.append(first)
        while len(group) < MOST_A_COMMIT:
            try:
                following = self._waiting.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return group, True
            group.append(following)
        return group, False

    def _commit(self, connection: sqlite3.Connection, group: list[_Pending]) -> None:
        connection.execute("begin immediate")
        try:
            for some in _runs(group):
                _insert(connection, some)
            changed = {
                (pending.row["collection_id"], pending.row["month"])
                for pending in group
                if pending.outcome is Outcome.STORED
            }
            for collection_id, month in sorted(changed, key=str):
                connection.execute(CHANGED, {"collection_id": collection_id, "month": month})
            connection.execute("commit")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def _runs(group: list[_Pending]) -> Iterator[list[_Pending]]:
    """The group in runs of a few fixed lengths, so that few statements need to be kept prepared."""
    start = 0
    for length in _RUNS:
        while len(group) - start >= length:
            yield group[start : start + length]
            start += length


def _insert(connection: sqlite3.Connection, some: list[_Pending]) -> None:
    """Insert a run in one statement: each statement lets go of the interpreter, and waits to get it back."""
    values = [pending.row[name] for pending in some for name in COLUMNS]
    stored = connection.execute(_INSERT_RUN[len(some)], values).rowcount
    if stored == len(some):
        for pending in some:
            pending.outcome = Outcome.STORED
        return
    for pending in some:
        found = connection.execute(_IS_STORED, (pending.row["id"],)).fetchone()
        pending.outcome = Outcome.STORED if found else Outcome.REPEATED
