"""The story store, further: which stories are in the figures that other organisations see."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.two_people import stories

__all__ = ["stories"]


@stories()
def s027_shares(db: SqliteUtilsDatabase) -> None:
    """Frozen parts of at least k answers to a question, and of which batches and stories they are made."""
    db.executescript(
        """
        create table shared_collections (
            confederation text not null, -- its id in the commons
            collection_id text not null references collections (id),
            primary key (confederation, collection_id)
        ) strict, without rowid;
        create table share_parts (
            id text primary key, -- random
            collection_id text not null references collections (id),
            signifier text not null,
            n integer not null check (n >= 10), -- who answered
            counts text not null -- JSON, as closed batches keep them
        ) strict, without rowid;
        create index share_parts_by_collection on share_parts (collection_id, signifier);
        create trigger share_parts_are_frozen before update on share_parts
        begin
            select raise(abort, 'a part that was shared is never recomputed');
        end;
        create table shared_batches (
            batch_id text primary key references batches (id),
            collection_id text not null references collections (id),
            unshared text not null -- JSON: questions answered in it, in no part yet
        ) strict, without rowid;
        create index shared_batches_waiting on shared_batches (collection_id) where unshared <> '[]';
        create table shared_stories (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null references collections (id),
            unshared text not null -- JSON: questions that it answers, in no part yet
        ) strict, without rowid;
        create index shared_stories_waiting on shared_stories (collection_id) where unshared <> '[]';
        """
    )
