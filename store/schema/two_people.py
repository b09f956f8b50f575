"""The story store, further: what one person asks for and another decides."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.gathering import stories

__all__ = ["stories"]


@stories()
def s026_bulk_requests(db: SqliteUtilsDatabase) -> None:
    """Taking many stories out of the platform, or deleting them, takes two people: the table holds them to it."""
    db.executescript(
        """
        create table bulk_requests (
            id text primary key,
            what text not null check (what in ('export', 'deletion')),
            collection_id text not null, -- outlives the collection, as the record of its deletion
            title text not null,
            reason text not null,
            asked_by text not null, -- accounts
            asked_at text not null, -- UTC, to the second: of staff, not of tellers
            decided_by text,
            decided_at text,
            decision text check (decision in ('approved', 'declined')),
            because text not null default '',
            stopped_by text,
            stopped_at text,
            stories integer, -- how many there were when a deletion began
            done_at text,
            told text not null default '{}', -- what a deletion took out, counted by kind of row: JSON
            check (decided_by is null or decided_by <> asked_by),
            check ((decided_by is null) = (decision is null) and (decided_by is null) = (decided_at is null)),
            check ((stopped_by is null) = (stopped_at is null)),
            check (what = 'export' or done_at is null or decision = 'approved')
        ) strict, without rowid;
        create index bulk_requests_by_collection on bulk_requests (collection_id, asked_at);
        create trigger bulk_decisions_stand before update on bulk_requests
        when old.decided_by is not null and (
            new.decided_by is not old.decided_by or new.decision is not old.decision
            or new.decided_at is not old.decided_at or new.asked_by is not old.asked_by or new.what is not old.what
            or new.collection_id is not old.collection_id
        )
        begin
            select raise(abort, 'a decision stands');
        end;
        """
    )
