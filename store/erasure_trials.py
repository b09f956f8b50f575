"""Trials end: every story that was told in one goes with its collection and its questions."""

from __future__ import annotations

from datetime import date

from store.bulk_deletion import delete_collection
from store.collections import get_collection
from store.database import Database
from store.erasure import expire_stories, forget_bytes
from store.trials import KEPT

PORTION = 200


def end_trials(db: Database, draft_id: str) -> int:
    """Delete the trials of a draft with all that was told in them; returns how many stories there were."""
    rows = db.rows("select collection_id from trials where draft_id = :id order by collection_id", id=draft_id)
    return sum(_end(db, row["collection_id"]) for row in rows)


def end_old_trials(db: Database, today: date) -> tuple[str, ...]:
    """Delete the trials that are older than trials are kept; returns their collections. Killed anywhere, it goes on."""
    before = (today - KEPT).isoformat()
    rows = db.rows("select collection_id from trials where made_at < :before order by collection_id", before=before)
    for row in rows:
        _end(db, row["collection_id"])
    return tuple(row["collection_id"] for row in rows)


def _end(db: Database, collection_id: str) -> int:
    """No hash of the stories stays: nobody was told that they would be kept, and there is nothing to come back to."""
    gone = 0
    while True:
        with db.write():
            ids = [
                row["id"]
                for row in db.rows(
                    "select id from narratives where collection_id = :id order by id limit :limit",
                    id=collection_id,
                    limit=PORTION,
                )
            ]
            gone += expire_stories(db, ids)
            if len(ids) < PORTION:
                _delete(db, collection_id)
                break
    forget_bytes(db)
    return gone


def _delete(db: Database, collection_id: str) -> None:
    collection = get_collection(db, collection_id)
    asked = {"id": collection.framework_id, "version": collection.framework_version}
    delete_collection(db, collection_id)
    db.execute("delete from framework_texts where framework_id = :id and version = :version", **asked)
    db.execute("delete from frameworks where id = :id and version = :version", **asked)
