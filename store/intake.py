"""The one writer of told stories: many threads hand in, one thread commits, and only then are they answered.

Statements are prepared SQL: sqlite-utils inspects the table at every insert, which costs twice the time.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from narratives.collection import Collection, Moderation
from narratives.errors import BusyError
from narratives.framework import Framework
from narratives.narrative import Narrative, State
from narratives.receipt import keyed_hash, receipt_code
from store.database import connect
from store.narrative_rows import COLUMNS, narrative_to_row

MOST_WAITING = 2_048
MOST_A_COMMIT = 64
ANSWER_SECONDS = 10.0

_VALUES = f"({', '.join('?' for _ in COLUMNS)})"
_IS_STORED = "select 1 from narratives where id = ?"
_ID = COLUMNS.index("id")
_in_order = itemgetter(*COLUMNS)
CHANGED = """
    insert into changes (collection_id, month, serial) values (:collection_id, :month, 1)
    on conflict (collection_id, month) do update set serial = serial + 1
"""
# Of the writer's connection alone, so that a group and its changes are one statement.
_COUNT_CHANGES = """
    create temp trigger count_changes after insert on main.narratives
    begin
        insert into changes (collection_id, month, serial) values (new.collection_id, new.month, 1)
        on conflict (collection_id, month) do update set serial = serial + 1;
    end
"""


class Outcome(StrEnum):
    """What became of a submission."""

    STORED = "stored"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission that is ready to be stored: its row, in the order of COLUMNS, and its receipt code."""

    row: tuple[object, ...]
    code: str


@dataclass(slots=True)
class _Pending:
    row: tuple[object, ...]
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

    def prepare(
        self, collection: Collection, framework: Framework, narrative: Narrative, idempotency_key: str
    ) -> Prepared:
        """Everything about a submission that needs no store: what cannot be prepared could not be stored either."""
        state = State.RELEASED if collection.moderation is Moderation.AFTER else State.WAITING
        row = narrative_to_row(framework, narrative, state)
        code = receipt_code(idempotency_key, self._secret)
        row["receipt_hash"] = keyed_hash("receipt", code, self._secret)
        return Prepared(_in_order(row), code)

    def submit(
        self, collection: Collection, framework: Framework, narrative: Narrative, idempotency_key: str
    ) -> Receipt:
        """Store a narrative once and answer after COMMIT; the same key again gives the same receipt.

        Raises BusyError when the store is full, locked or too slow: the caller keeps the story.
        """
        prepared = self.prepare(collection, framework, narrative, idempotency_key)
        pending = _Pending(prepared.row)
        if self._waiting.qsize() >= MOST_WAITING:
            raise BusyError("Too many stories are arriving at once. Send it again in a moment.")
        self._waiting.put(pending)
        if not pending.done.wait(ANSWER_SECONDS):
            raise BusyError("Storing took too long. Send it again in a moment.")
        if pending.error is not None or pending.outcome is None:
            raise BusyError("The story could not be stored yet. Send it again in a moment.") from pending.error
        return Receipt(prepared.code, pending.outcome)

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
                    connection = connection or self._open()
                    _commit(connection, group)
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

    def _open(self) -> sqlite3.Connection:
        connection = self._opened(self._path)
        connection.execute(_COUNT_CHANGES)
        return connection

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


@lru_cache(maxsize=MOST_A_COMMIT)
def _insert(length: int) -> str:
    values = ", ".join([_VALUES] * length)
    return f"insert into narratives ({', '.join(COLUMNS)}) values {values} on conflict (receipt_hash) do nothing"


def _commit(connection: sqlite3.Connection, group: list[_Pending]) -> None:
    """Store a group in one statement that commits itself.

    Every statement lets go of the interpreter several times and then queues behind all threads that read
    requests; with one statement a group, storing runs beside reading instead of after it.
    """
    values = list(chain.from_iterable([pending.row for pending in group]))
    stored = connection.execute(_insert(len(group)), values).rowcount
    for pending in group:
        pending.outcome = Outcome.STORED
    if stored == len(group):
        return
    for pending in group:
        found = connection.execute(_IS_STORED, (pending.row[_ID],)).fetchone()
        pending.outcome = Outcome.STORED if found else Outcome.REPEATED
