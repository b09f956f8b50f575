"""Opening stores at their newest schema."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database as SqliteUtilsDatabase

from store.database import SqliteDatabase
from store.schema.calling import accounts
from store.schema.deciding import stories


def migrate(database: SqliteDatabase, steps: Callable[[SqliteUtilsDatabase], object]) -> None:
    """Apply the steps that a file does not have yet, under a lock: two starts at once are safe.

    A new file and its folder can be read by the process's own user alone.
    """
    path = Path(database.path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made here, so that nobody else on the machine can read it; SQLite gives its log the same permissions.
    path.touch(mode=0o600)
    lock = Path(f"{path}.lock")
    lock.touch(mode=0o600)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        steps(database.utils)


def open_stories(path: Path) -> SqliteDatabase:
    """An organisation's story store, at the newest schema."""
    database = SqliteDatabase(path)
    migrate(database, stories.apply)
    return database


def open_accounts(path: Path) -> SqliteDatabase:
    """The accounts store, at the newest schema."""
    database = SqliteDatabase(path)
    migrate(database, accounts.apply)
    return database
