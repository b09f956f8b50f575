"""One SQLite file through sqlite-utils: write-ahead log, full synchronisation, one connection a thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from sqlite_utils import Database as SqliteUtilsDatabase

from narratives.errors import BusyError

Row = Mapping[str, Any]
BUSY_SECONDS = 10.0
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_FAILING = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}


class Database(Protocol):
    """What the rest of the store needs of a database; every method may raise BusyError."""

    def rows(self, sql: str, **parameters: object) -> list[Row]: ...

    def tuples(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]: ...

    def one(self, sql: str, **parameters: object) -> Row | None: ...

    def execute(self, sql: str, **parameters: object) -> int: ...

    def many(self, sql: str, parameters: Iterable[Mapping[str, object]]) -> None: ...

    def write(self, within: float = BUSY_SECONDS) -> Any: ...

    def close(self) -> None: ...


class SqliteDatabase:
    """A file, opened once a thread: connections are bound to the thread that made them."""

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self._local = threading.local()

    @property
    def utils(self) -> SqliteUtilsDatabase:
        """This thread's sqlite-utils database, for schema steps, imports and the command line."""
        found: SqliteUtilsDatabase | None = getattr(self._local, "utils", None)
        if found is None:
            found = SqliteUtilsDatabase(connect(self.path))
            self._local.utils = found
        return found

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode: transactions are begun by `write` alone."""
        connection: sqlite3.Connection = self.utils.conn
        return connection

    def rows(self, sql: str, **parameters: object) -> list[Row]:
        """All rows of a query; always read to the end, since an open cursor pins a snapshot."""
        with _busy_named():
            cursor = self.connection.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def tuples(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """All rows of a query as they come, where a name for every value would cost more than reading it."""
        with _busy_named():
            return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, **parameters: object) -> Row | None:
        """The first row, or None."""
        found = self.rows(sql, **parameters)
        return found[0] if found else None

    def execute(self, sql: str, **parameters: object) -> int:
        """Run one statement and return the number of rows it changed."""
        with _busy_named():
            return self.connection.execute(sql, parameters).rowcount

    def many(self, sql: str, parameters: Iterable[Mapping[str, object]]) -> None:
        """Run one statement for each set of parameters; call it inside `write`."""
        with _busy_named():
            self.connection.executemany(sql, parameters)

    @contextmanager
    def write(self, within: float = BUSY_SECONDS) -> Iterator[None]:
        """A transaction that takes the write lock at once; a transaction already open goes on instead.

        Another's lock is waited for so many seconds.
        """
        with _busy_named():
            connection = self.connection
        if connection.in_transaction:
            yield
            return
        with _busy_named(), _patience(connection, within):
            connection.execute("begin immediate")
        try:
            yield
            with _busy_named():
                connection.execute("commit")
        except BaseException:
            self._take_back(connection)
            raise

    def _take_back(self, connection: sqlite3.Connection) -> None:
        """End a transaction with nothing of it kept; one that a full or failing disk broke off has ended itself."""
        if connection.in_transaction:
            with suppress(sqlite3.OperationalError):
                connection.execute("rollback")
        if connection.in_transaction:  # what is written next would join it, and be lost with it
            self.close()

    def close(self) -> None:
        """Close this thread's connection."""
        found: SqliteUtilsDatabase | None = getattr(self._local, "utils", None)
        if found is not None:
            found.conn.close()
            del self._local.utils


def connect(path: str) -> sqlite3.Connection:
    """A connection that keeps what it acknowledged through a power cut, and forgets what was deleted."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    # Stories land on pages all over the file; copying them back from the log rarely costs a fifth of often.
    connection.execute("pragma wal_autocheckpoint = 8000")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # no statement can ever join two stores
    return connection


@contextmanager
def _patience(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    if seconds == BUSY_SECONDS:
        yield
        return
    connection.execute(f"pragma busy_timeout = {round(1_000 * seconds)}")
    try:
        yield
    finally:
        connection.execute(f"pragma busy_timeout = {round(1_000 * BUSY_SECONDS)}")


@contextmanager
def _busy_named() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest says where it happened
        if code in _BUSY:
            raise BusyError("The database is busy. Try again in a moment.") from error
        if code in _FAILING:
            raise BusyError("The disk is full or fails. Try again in a moment.") from error
        raise
