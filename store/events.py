"""Events: what each was, and closing and reopening the collection that its accounts are told in."""

from __future__ import annotations

from datetime import date, timedelta

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.event import Event
from narratives.framework import Framework
from store.collections import add_collection
from store.database import Database, Row
from store.frameworks import add_framework

_COLUMNS = "collection_id, happened, happened_on, is_week, opened_by, contact, opened_on, closed_on"


def open_event(db: Database, event: Event, collection: Collection, framework: Framework) -> bool:
    """Store an event with its framework and collection in one commit; False when it is there already.

    Raises FrozenError when a framework or collection of that id is there with other rules.
    """
    with db.write():
        add_framework(db, framework)
        add_collection(db, collection)
        if db.one("select 1 as there from events where collection_id = :id", id=event.collection_id):
            return False
        db.execute(
            f"""
            insert into events ({_COLUMNS})
            values (:collection_id, :happened, :happened_on, :is_week, :opened_by, :contact, :opened_on, :closed_on)
            """,
            collection_id=event.collection_id,
            happened=event.happened,
            happened_on=event.happened_on.isoformat(),
            is_week=int(event.is_week),
            opened_by=event.opened_by,
            contact=event.contact,
            opened_on=event.opened_on.isoformat(),
            closed_on=event.closed_on and event.closed_on.isoformat(),
        )
    return True


def get_event(db: Database, collection_id: str) -> Event:
    """Raises NotFoundError if there is no event of that collection."""
    row = db.one(f"select {_COLUMNS} from events where collection_id = :id", id=collection_id)
    if row is None:
        raise NotFoundError("event", collection_id)
    return _row_to_event(row)


def list_events(db: Database) -> list[Event]:
    """Every event, what happened last first."""
    rows = db.rows(f"select {_COLUMNS} from events order by happened_on desc, collection_id")
    return [_row_to_event(row) for row in rows]


def close_event(db: Database, collection_id: str, today: date) -> None:
    """Take no more accounts from now on; what was told stays. Raises NotFoundError."""
    with db.write():
        get_event(db, collection_id)
        db.execute("update events set closed_on = :day where collection_id = :id", id=collection_id, day=str(today))
        _last_day(db, collection_id, today - timedelta(days=1))


def reopen_event(db: Database, collection_id: str, closes_on: date | None = None) -> None:
    """Take accounts again, until a day or until it is closed. Raises NotFoundError."""
    with db.write():
        get_event(db, collection_id)
        db.execute("update events set closed_on = null where collection_id = :id", id=collection_id)
        _last_day(db, collection_id, closes_on)


def _last_day(db: Database, collection_id: str, day: date | None) -> None:
    db.execute("update collections set closes_on = :day where id = :id", id=collection_id, day=day and day.isoformat())


def _row_to_event(row: Row) -> Event:
    return Event(
        collection_id=row["collection_id"],
        happened=row["happened"],
        happened_on=date.fromisoformat(row["happened_on"]),
        is_week=bool(row["is_week"]),
        opened_by=row["opened_by"],
        contact=row["contact"],
        opened_on=date.fromisoformat(row["opened_on"]),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
    )
