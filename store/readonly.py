"""A store opened to be read and nothing else."""

from __future__ import annotations

from pathlib import Path

from narratives.errors import NotFoundError
from store.database import SqliteDatabase


def open_stories_read_only(path: Path) -> SqliteDatabase:
    """An organisation's story store in which every write fails. Raises NotFoundError when there is none yet."""
    if not path.exists():
        raise NotFoundError("story store", str(path))
    database = SqliteDatabase(path)
    database.execute("pragma query_only = on")
    return database
