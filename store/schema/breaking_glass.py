"""The case store, further: records that somebody else opened, with their reason."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.pairs import cases

__all__ = ["cases"]


@cases()
def c004_openings(db: SqliteUtilsDatabase) -> None:
    """Who opened others' records of one reference, for how long and why, whom it is told to, and refused attempts."""
    db.executescript(
        """
        create index interactions_by_reference on interactions (reference_mark, happened_on desc, id);
        create table openings (
            id text primary key,
            opener text not null, -- account id
            opened_at text not null,
            closes_at text not null,
            category text not null,
            records integer not null, -- how many records of others there were at that moment
            about blob not null -- reference and reason in words, sealed with the case key
        ) strict, without rowid;
        create index openings_by_opener on openings (opener, opened_at);
        create index openings_by_time on openings (opened_at);
        create table opening_owners (
            opening_id text not null references openings (id),
            owner text not null, -- account id of somebody whose records were opened
            seen_at text,
            primary key (owner, opening_id)
        ) strict, without rowid;
        create table opening_refusals (
            id text primary key,
            opener text not null,
            refused_at text not null
        ) strict, without rowid;
        create index opening_refusals_by_opener on opening_refusals (opener, refused_at);
        """
    )
