"""The story store, further: what the public sees of a collection, and what it was opened to change."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.sensing import stories

__all__ = ["stories"]


@stories()
def s040_public_pages(db: SqliteUtilsDatabase) -> None:
    """Public pages, the rounds in which their figures are published, and objectives with their readings."""
    db.executescript(
        """
        create table public_pages (
            collection_id text primary key references collections (id) on delete cascade,
            is_on integer not null check (is_on in (0, 1)),
            is_listed integer not null default 0 check (is_listed in (0, 1)), -- whether search engines may name it
            changed_by text not null,
            changed_at text not null
        ) strict, without rowid;
        create table public_sentences (
            probe_id text primary key references probes (id) on delete cascade,
            words text not null, -- JSON: what is being tried, by language
            made_by text not null,
            made_at text not null
        ) strict, without rowid;
        -- What was published at one time: every part (store/release_shares.py) that was in no round yet.
        create table public_rounds (
            collection_id text not null references collections (id) on delete cascade,
            number integer not null,
            closed_on text not null, -- a day: what was counted until then is in this round or in an earlier one
            primary key (collection_id, number)
        ) strict, without rowid;
        create table public_parts (
            part_id text primary key references share_parts (id) on delete cascade,
            collection_id text not null references collections (id) on delete cascade
        ) strict, without rowid;
        create table public_counts (
            collection_id text not null,
            number integer not null,
            signifier text not null,
            n integer not null, -- who answered
            counts text not null, -- JSON: how many lie in each item
            primary key (collection_id, number, signifier),
            foreign key (collection_id, number) references public_rounds (collection_id, number) on delete cascade
        ) strict, without rowid;
        create trigger public_counts_are_frozen before update on public_counts
        begin
            select raise(abort, 'a figure that was published is never recomputed');
        end;
        create table objectives (
            id text primary key,
            collection_id text not null references collections (id) on delete cascade,
            title text not null,
            why text not null,
            signifier text not null,
            item text not null,
            direction text not null check (direction in ('more', 'less')),
            baseline real check (baseline between 0 and 1), -- a share; null: the first reading is the baseline
            baseline_from text not null default '', -- where somebody has the baseline from
            target real not null check (target between 0 and 1),
            due text not null, -- the day by which it should be there
            made_by text not null,
            made_at text not null
        ) strict, without rowid;
        create index objectives_by_collection on objectives (collection_id, made_at);
        create trigger objectives_are_declared_first before insert on objectives
        when exists (select 1 from narratives where collection_id = new.collection_id)
            or exists (select 1 from batches where collection_id = new.collection_id)
            or exists (select 1 from share_parts where collection_id = new.collection_id)
        begin
            select raise(abort, 'an objective is declared before the first story is told');
        end;
        create trigger objectives_stand before update on objectives
        begin
            select raise(abort, 'an objective is never changed; before the first story it can be deleted');
        end;
        create table objective_readings (
            objective_id text not null references objectives (id) on delete cascade,
            number integer not null, -- of the round
            first_on text not null,
            last_on text not null,
            n integer not null,
            share real, -- null: not told
            low real not null,
            high real not null,
            is_below integer not null check (is_below in (0, 1)), -- fewer than k, so that only the upper bound is told
            primary key (objective_id, number)
        ) strict, without rowid;
        create trigger objective_readings_are_frozen before update on objective_readings
        begin
            select raise(abort, 'a reading of an objective is never recomputed');
        end;
        create trigger objectives_with_stories_stay before delete on objectives
        when exists (select 1 from narratives where collection_id = old.collection_id)
            or exists (select 1 from objective_readings where objective_id = old.id)
        begin
            select raise(abort, 'an objective stays once a story was told');
        end;
        """
    )
