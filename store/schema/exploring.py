"""What people who explore keep: selections, notes, a reading list, expectations, boundaries."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.telling import stories

__all__ = ["stories"]


@stories()
def s011_exploring(db: SqliteUtilsDatabase) -> None:
    """Accounts are in a store of their own, so an account is a name here and nothing refers to it."""
    db.executescript(
        """
        create table cohorts (
            id text primary key,
            collection_id text not null references collections (id),
            name text not null,
            query text not null, -- the address of the selection, without its page
            account text not null,
            made_on text not null
        ) strict, without rowid;
        create unique index cohorts_by_name on cohorts (collection_id, name);
        create table story_notes (
            id text primary key,
            narrative_id text not null references narratives (id) on delete cascade,
            account text not null,
            text text not null,
            made_on text not null
        ) strict, without rowid;
        create index story_notes_by_narrative on story_notes (narrative_id, made_on);
        create table reading_list (
            account text not null,
            narrative_id text not null references narratives (id) on delete cascade,
            collection_id text not null references collections (id),
            place integer not null,
            primary key (account, narrative_id)
        ) strict, without rowid;
        create table expectations (
            id text primary key,
            collection_id text not null references collections (id),
            account text not null,
            signifier text not null,
            query text not null, -- the address of the selection that was expected about
            expected text not null, -- JSON: share of each zone
            found text not null, -- JSON: share of each zone when it was revealed
            n integer not null, -- stories that were revealed
            surprise real not null, -- bits, 0 to 1
            made_on text not null
        ) strict, without rowid;
        create index expectations_by_account on expectations (account, collection_id, made_on);
        create table boundaries (
            code text primary key,
            name text not null,
            rings text not null, -- JSON: simplified, clockwise, WGS84 longitude and latitude or metres of the grid
            source text not null -- the file, its vintage and its licence line
        ) strict, without rowid;
        create table group_areas (
            collection_id text not null references collections (id),
            group_name text not null,
            code text not null references boundaries (code) on delete cascade,
            primary key (collection_id, group_name)
        ) strict, without rowid;
        """
    )
