"""The case store, further: what a record of an interaction holds, sealed with the case store's own key."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.cases import cases

__all__ = ["cases"]


@cases()
def c002_sealed(db: SqliteUtilsDatabase) -> None:
    """Who, what was written and what was placed are sealed; a keyed mark finds a person's records again.

    `store.case_sealing` moves the rows of c001 over, since that takes the key, and drops their table.
    """
    db.executescript(
        """
        drop index interactions_by_practitioner;
        alter table interactions rename to unsealed_interactions;
        create table interactions (
            id text primary key,
            practitioner text not null, -- account id
            happened_on text not null,
            happened_at text not null, -- HH:MM; empty: nobody said
            logged_at text not null, -- empty: before this was kept
            contact text not null,
            outcome text not null,
            collection_id text not null,
            reference_mark text not null,
            reference_sealed blob not null,
            record_sealed blob not null,
            submission_hash text not null unique
        ) strict, without rowid;
        create index interactions_by_practitioner on interactions (
            practitioner, happened_on desc, happened_at desc, id
        );
        create index interactions_by_person on interactions (
            practitioner, reference_mark, happened_on desc, happened_at desc, id
        );
        create table earlier_versions (
            id text primary key,
            interaction_id text not null references interactions (id) on delete cascade,
            replaced_at text not null,
            record_sealed blob not null
        ) strict, without rowid;
        create index earlier_versions_of on earlier_versions (interaction_id, replaced_at desc, id);
        create table tasks (
            id text primary key,
            interaction_id text not null references interactions (id) on delete cascade,
            practitioner text not null, -- account id
            reference_mark text not null,
            due_on text not null, -- empty: no day was given
            done_on text not null default '',
            text_sealed blob not null
        ) strict, without rowid;
        create index tasks_of on tasks (interaction_id, due_on, id);
        create index tasks_open on tasks (practitioner, reference_mark, due_on, id) where done_on = '';
        """
    )
