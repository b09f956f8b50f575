"""The story store, further: events that several groups tell of."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.meaning import stories

__all__ = ["stories"]


@stories()
def s025_events(db: SqliteUtilsDatabase) -> None:
    """What each event was, beside the collection that its accounts are told in."""
    db.executescript(
        """
        create table events (
            collection_id text primary key references collections (id),
            happened text not null, -- in neutral words, as tellers read it
            happened_on text not null,
            is_week integer not null, -- 1 when only the week of that day is known or told
            opened_by text not null,
            contact text not null,
            opened_on text not null,
            closed_on text -- the day on which somebody closed it by hand; null when nobody did, or it was reopened
        ) strict, without rowid;
        """
    )
