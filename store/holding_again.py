"""What a restored store would let staff read although it was held back, narrowed or corrected after the backup.

The store that is replaced knows. Where it is lost, nobody does, and the restore says so.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from narratives.narrative import State
from store.collections import list_collections
from store.database import Database
from store.moderation import change_release

_RELEASED = State.RELEASED.value


@dataclass(frozen=True, slots=True)
class Newer:
    """How a story stands in the store that is replaced."""

    state: str
    may_read: bool
    text_hash: str


def read_newer(path: Path) -> dict[str, Newer]:
    """How the stories of a store stand, by id; none where it cannot be read."""
    if not path.exists():
        return {}
    try:
        with closing(sqlite3.connect(path)) as db:
            rows = db.execute("select id, state, may_read, text_hash from narratives").fetchall()
    except sqlite3.Error:
        return {}
    return {row[0]: Newer(row[1], bool(row[2]), row[3]) for row in rows}


def hold_again(db: Database, newer: dict[str, Newer]) -> int:
    """Hold back what was held back since; what was narrowed or corrected waits for a moderator. Returns how many."""
    held = 0
    for collection in list_collections(db, trials=True):
        rows = db.rows(
            """
            select id, state, may_read, text_hash from narratives
            where collection_id = :id and state = :released order by id
            """,
            id=collection.id,
            released=_RELEASED,
        )
        for row in rows:
            found = newer.get(row["id"])
            if found is None:
                continue
            if found.state != _RELEASED:
                held += change_release(db, collection, row["id"], State.RELEASED, State(found.state))
            elif found.may_read < row["may_read"] or found.text_hash != row["text_hash"]:
                held += change_release(db, collection, row["id"], State.RELEASED, State.WAITING)
    return held
