"""The one writer of told stories: many threads hand in, one thread commits, and only then are they answered.

Statements are prepared SQL: sqlite-utils inspects the table at every insert, which costs twice the time.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from narratives.collection import Collection, Moderation
from narratives.danger import Sign, sign_of
from narratives.errors import BusyError
from narratives.framework import Framework
from narratives.narrative import Narrative, State
from narratives.receipt import fast_hash, key_hash, keyed_hash, receipt_code
from store.database import connect
from store.narrative_rows import COLUMNS, narrative_to_row
from store.outcomes import Outcome, outcome_of
from store.retention_clock import dated_possibly
from store.safeguarding_clocks import begin

logger = logging.getLogger(__name__)

MOST_WAITING = 2_048
MOST_A_COMMIT = 64
ANSWER_SECONDS = 10.0

_VALUES = f"({', '.join('?' for _ in COLUMNS)})"
_in_order = itemgetter(*COLUMNS)
_ID, _COLLECTION = COLUMNS.index("id"), COLUMNS.index("collection_id")
CHANGED = """
    insert into changes (collection_id, day, serial) values (:collection_id, :day, 1)
    on conflict (collection_id, day) do update set serial = serial + 1
"""
# Of the writer's connection alone, so that a group and its changes are one statement.
_COUNT_CHANGES = """
    create temp trigger count_changes after insert on main.narratives
    begin
        insert into changes (collection_id, day, serial) values (new.collection_id, new.day, 1)
        on conflict (collection_id, day) do update set serial = serial + 1;
    end
"""


@dataclass(frozen=True, slots=True)
class Recording:
    """A story as it was spoken."""

    media_type: str
    sound: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission that is ready to be stored: its row, in the order of COLUMNS, and its receipt code.

    `sign` says whether its words may tell of danger.
    """

    row: tuple[object, ...]
    code: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Alarm:
    """That somebody should look at a story: what its words may tell of, and when it came in."""

    sign: Sign
    at: datetime


@dataclass(slots=True)
class _Pending:
    row: tuple[object, ...]
    invitation: str | None = None
    recording: Recording | None = None
    alarm: Alarm | None = None
    done: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome | None = None
    error: Exception | None = None

    @property
    def goes_alone(self) -> bool:
        """Whether more than its row has to be stored with it, all or nothing."""
        return not (self.invitation is None and self.recording is None and self.alarm is None)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a submission: its code is worth showing when the outcome is STORED or REPEATED."""

    code: str
    outcome: Outcome


class Intake:
    """Commits submissions in groups that form by themselves while the previous commit reaches the disk."""

    def __init__(
        self,
        path: str,
        secret: bytes,
        *,
        opened: Callable[[str], sqlite3.Connection] = connect,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path = path
        self._secret = secret
        self._opened = opened
        self._clock = clock
        self._waiting: queue.SimpleQueue[_Pending | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._commit_forever, name="intake", daemon=True)
        self._thread.start()

    def prepare(
        self,
        collection: Collection,
        framework: Framework,
        narrative: Narrative,
        idempotency_key: str,
        *,
        code: str | None = None,
    ) -> Prepared:
        """Everything about a submission that needs no store: what cannot be prepared could not be stored either."""
        released = collection.moderation is Moderation.AFTER and not narrative.danger
        state = State.RELEASED if released else State.WAITING
        row = narrative_to_row(framework, narrative, state)
        code = code or receipt_code(idempotency_key, self._secret)
        row["key_hash"] = key_hash(idempotency_key, self._secret)
        row["receipt_hash"] = fast_hash(code, self._secret)
        return Prepared(_in_order(row), code, sign_of(narrative))

    def submit(
        self,
        collection: Collection,
        framework: Framework,
        narrative: Narrative,
        idempotency_key: str,
        *,
        invitation: str | None = None,
        recording: Recording | None = None,
        code: str | None = None,
    ) -> Receipt:
        """Store a narrative once and answer after COMMIT; the same key again gives the same receipt.

        With an invitation (its code), the story and the spending commit together, and neither names the other.
        `code` is the receipt's, where the teller was shown one before the story arrived.
        Raises BusyError when the store is full, locked or too slow: the caller keeps the story.
        """
        told = dated_possibly(narrative, self._path)
        prepared = self.prepare(collection, framework, told, idempotency_key, code=code)
        invited_by = None if invitation is None else invitation_hash(invitation, self._secret)
        alarm = Alarm(prepared.sign, self._clock()) if narrative.danger or prepared.sign else None
        pending = _Pending(prepared.row, invited_by, recording, alarm)
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
            for part in _parts(group):
                connection = self._store(connection, part)
            if last:
                if connection is not None:
                    connection.close()
                return

    def _store(self, connection: sqlite3.Connection | None, part: list[_Pending]) -> sqlite3.Connection | None:
        try:
            connection = connection or self._open()
            if part[0].goes_alone:
                _commit_alone(connection, part[0])
            else:
                _commit(connection, part)
        except Exception as error:
            # Disk full, locked or failing: nothing of this part is stored, and each caller is told. Whatever it was,
            # this thread goes on: without it nobody could tell anything any more.
            logger.error("%d stories could not be stored, and their tellers were told: %s", len(part), error)
            for pending in part:
                pending.error = error
            if connection is not None:
                connection.close()
                connection = None
        for pending in part:
            pending.done.set()
        return connection

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


def invitation_hash(code: str, secret: bytes) -> str:
    """What the store keeps of an invitation's code, in the form in which it was printed."""
    return keyed_hash("invitation", code, secret)


def _parts(group: list[_Pending]) -> Iterator[list[_Pending]]:
    """What is committed together: everything that is one row, then each of the others alone."""
    together = [pending for pending in group if not pending.goes_alone]
    if together:
        yield together
    if len(together) < len(group):
        yield from ([pending] for pending in group if pending.goes_alone)


@lru_cache(maxsize=MOST_A_COMMIT)
def _insert(length: int) -> str:
    values = ", ".join([_VALUES] * length)
    return f"insert into narratives ({', '.join(COLUMNS)}) values {values} on conflict do nothing"


def _commit(connection: sqlite3.Connection, group: list[_Pending]) -> None:
    """Store a group in one statement that commits itself.

    Every statement lets go of the interpreter several times and then queues behind all threads that read
    requests; with one statement a group, storing runs beside reading instead of after it.
    """
    values = list(chain.from_iterable([pending.row for pending in group]))
    stored = connection.execute(_insert(len(group)), values).rowcount
    if stored == len(group):
        for pending in group:
            pending.outcome = Outcome.STORED
        return
    for pending in group:
        pending.outcome = outcome_of(connection, pending.row)


def _commit_alone(connection: sqlite3.Connection, pending: _Pending) -> None:
    """Store a story with its recording, its flag and clock, and spend its invitation, in one transaction."""
    connection.execute("begin immediate")
    if connection.execute(_insert(1), pending.row).rowcount == 0:
        connection.execute("rollback")
        pending.outcome = outcome_of(connection, pending.row)
        return
    if pending.invitation is not None and not _spend(connection, pending):
        connection.execute("rollback")
        pending.outcome = Outcome.INVITATION_SPENT
        return
    if pending.recording is not None:
        connection.execute(
            "insert into recordings (narrative_id, media_type, bytes) values (?, ?, ?)",
            (pending.row[_ID], pending.recording.media_type, pending.recording.sound),
        )
    if pending.alarm is not None:
        story, collection = str(pending.row[_ID]), str(pending.row[_COLLECTION])
        begin(connection, story, collection, pending.alarm.sign, pending.alarm.at)
    connection.execute("commit")
    pending.outcome = Outcome.STORED


def _spend(connection: sqlite3.Connection, pending: _Pending) -> bool:
    spent = connection.execute(
        "update invitations set spent = 1 where code_hash = ? and collection_id = ? and spent = 0",
        (pending.invitation, pending.row[_COLLECTION]),
    )
    return spent.rowcount == 1


__all__ = ["CHANGED", "Intake", "Outcome", "Prepared", "Receipt", "Recording", "invitation_hash"]
