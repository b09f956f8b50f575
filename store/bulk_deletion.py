"""Deleting a collection with all its stories, a portion at a time: killed at any moment, the next start goes on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from store.bulk_requests import BulkRequest, State, get_request
from store.database import Database
from store.erasure import forget_bytes, withdraw_many
from store.sending import notice_name

PORTION = 200
_COUNTED = ("batches", "readings", "alerts", "probes", "report_backs", "cohorts", "expectations", "routes")


def delete_portion(db: Database, request_id: str, secret: bytes, now: datetime) -> bool:
    """Delete the next stories of a deletion that is due, and at last the collection; True when all of it is gone.

    Each story leaves as if its teller had taken it back: with its words, vector, recording and messages, and with a
    hash in its place that keeps it from coming back.
    """
    with db.write():  # whoever stops it does so before this or is told that it has begun
        request = get_request(db, request_id)
        if request.state(now) not in {State.PENDING, State.RUNNING} or request.due is None or request.due > now:
            return True
        db.execute(
            """
            update bulk_requests set stories = (select count(*) from narratives where collection_id = :collection)
            where id = :id and stories is null
            """,
            collection=request.collection,
            id=request.id,
        )
    ids = _next(db, request.collection)
    if ids:
        withdraw_many(db, ids, secret)
        gone = (get_request(db, request_id).stories or 0) - _left(db, request.collection)
        db.execute("update bulk_requests set told = json_object('stories', :n) where id = :id", n=gone, id=request_id)
        return False
    return _finish(db, request, now)


def _left(db: Database, collection: str) -> int:
    row = db.one("select count(*) as n from narratives where collection_id = :id", id=collection)
    return int(row["n"]) if row else 0


def _next(db: Database, collection: str) -> list[str]:
    rows = db.rows(
        "select id from narratives where collection_id = :id order by id limit :limit", id=collection, limit=PORTION
    )
    return [row["id"] for row in rows]


def _finish(db: Database, request: BulkRequest, now: datetime) -> bool:
    """The collection's row with everything that hangs on it, in one transaction; False when a story came meanwhile."""
    with db.write():
        if _left(db, request.collection):
            return False
        told = {name: _count(db, name, request.collection) for name in _COUNTED}
        delete_collection(db, request.collection)
        db.execute(
            "update bulk_requests set done_at = :at, told = :told where id = :id",
            at=now.astimezone(UTC).isoformat(timespec="seconds"),
            told=json.dumps({name: count for name, count in told.items() if count}),
            id=request.id,
        )
    forget_bytes(db)
    return True


def delete_collection(db: Database, collection_id: str) -> None:
    """Delete the row of a collection that has no stories any more and all that hangs on it; in a transaction."""
    db.execute("pragma defer_foreign_keys = on")
    # By the routes of the collection: a part of a name is found in others' notices too.
    for row in db.rows("select id from routes where collection_id = :id", id=collection_id):
        db.execute("delete from notices where name = :name", name=notice_name(row["id"]))
    for table, where in _hanging_on(db):
        if not _goes_along(db, table):
            db.execute(f'delete from "{table}" where {where}', id=collection_id)
    db.execute("delete from collections where id = :id", id=collection_id)


def _goes_along(db: Database, table: str) -> bool:
    """Whether its rows go with that of the collection: what members decide about may go in no other way."""
    keys = db.rows(f'pragma foreign_key_list("{table}")')
    return any(row["table"] == "collections" and row["on_delete"] == "CASCADE" for row in keys)


def _count(db: Database, table: str, collection: str) -> int:
    row = db.one(f'select count(*) as n from "{table}" where collection_id = :id', id=collection)
    return int(row["n"]) if row else 0


def _hanging_on(db: Database) -> list[tuple[str, str]]:
    """Every table with rows of a collection and the condition that finds them, what hangs on others first.

    Read from the schema, so that a table that is added later is not forgotten.
    """
    named = db.rows("select name from sqlite_master where type = 'table' order by name")
    apart = ("collections", "bulk_requests", "story_words")
    tables = [row["name"] for row in named if not row["name"].startswith(apart)]
    found: dict[str, str] = {}
    for table in tables:
        columns = {row["name"] for row in db.rows(f'pragma table_info("{table}")')}
        if "collection_id" in columns:
            found[table] = "collection_id = :id"
    waiting = [table for table in tables if table not in found]
    while waiting:
        more = {table: condition for table in waiting if (condition := _by_parents(db, table, found))}
        if not more:
            break
        found |= more
        waiting = [table for table in waiting if table not in more]
    return list(reversed(found.items()))


def _by_parents(db: Database, table: str, known: dict[str, str]) -> str:
    """The condition of a table whose rows belong to rows of tables that are known already."""
    keys = [row for row in db.rows(f'pragma foreign_key_list("{table}")') if row["table"] in known]
    parts = [
        f'"{key["from"]}" in (select "{key["to"] or "id"}" from "{key["table"]}" where {known[key["table"]]})'
        for key in keys
    ]
    return " or ".join(parts)
