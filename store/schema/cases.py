"""The case store, apart from the stories, as numbered steps that are only ever added to."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase
from sqlite_utils import Migrations

cases = Migrations("cases")


@cases()
def c001_interactions(db: SqliteUtilsDatabase) -> None:
    """Practitioners' log: identifiable, apart from the stories, sharing no key with them."""
    db.executescript(
        """
        create table interactions (
            id text primary key,
            practitioner text not null, -- account id
            reference text not null, -- the case reference, as the practitioner's service writes it
            happened_on text not null,
            contact text not null,
            outcome text not null,
            notes text not null,
            collection_id text not null,
            answers text not null,
            submission_hash text not null unique
        ) strict, without rowid;
        create index interactions_by_practitioner on interactions (practitioner, happened_on desc, id);
        create table reads (
            id text primary key,
            actor text not null,
            action text not null,
            subject text not null,
            at text not null
        ) strict, without rowid;
        """
    )
