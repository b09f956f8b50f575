"""What stories mean: themes that stay themselves, patterns of answers, weak signals, search by meaning."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.promising import stories

__all__ = ["stories"]


@stories()
def s022_themes_that_stay(db: SqliteUtilsDatabase) -> None:
    """A theme's number is its identity whatever place its centroid has; another number of themes is proposed."""
    db.executescript(
        """
        alter table theme_fits add column ids text not null default '[]'; -- JSON: the theme of each centroid
        alter table theme_fits add column stability text; -- JSON: by bootstrap; null: not measured yet
        alter table theme_fits add column leaning text not null default '[]'; -- JSON: [day, themes wanted] of late fits
        alter table themes add column retired_on text; -- null: alive
        alter table themes add column parents text not null default '[]'; -- JSON: themes that it came from
        create table theme_proposals (
            id integer primary key,
            collection_id text not null references collections (id),
            model_id text not null,
            made_on text not null,
            n integer not null, -- stories that both fits were compared on
            arrays blob not null, -- npz without pickle: the proposed fit
            themes text not null, -- JSON: number, name, terms, parents of each proposed theme
            differences text not null, -- JSON: what is kept, split, merged, born, died
            stability text not null, -- JSON: of the fit in use and of the proposed one
            decision text check (decision in ('accepted', 'declined', 'overtaken')),
            decided_by text,
            decided_at text
        ) strict;
        create unique index theme_proposals_open on theme_proposals (collection_id) where decision is null;
        create table patterns ( -- clusters of answers, whatever was said in words
            collection_id text not null references collections (id),
            id integer not null,
            born_on text not null,
            found text not null, -- JSON: what marks it
            primary key (collection_id, id)
        ) strict, without rowid;
        create table pattern_fits (
            collection_id text primary key references collections (id),
            fit text not null,
            fitted_on text not null,
            n integer not null,
            arrays blob not null,
            found text not null -- JSON: stability, agreement with the themes
        ) strict, without rowid;
        create table pattern_places (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null,
            pattern_id integer, -- null: no patterns
            distance real not null,
            unusual integer not null default 0,
            fit text not null
        ) strict, without rowid;
        create index pattern_places_by_pattern on pattern_places (collection_id, pattern_id, distance);
        """
    )


@stories()
def s023_search_by_meaning(db: SqliteUtilsDatabase) -> None:
    """Vectors of readable stories in blocks, near ones together; what is asked waits here for the worker's model."""
    db.executescript(
        """
        create table meaning_cells (
            collection_id text not null references collections (id),
            model_id text not null,
            arrays blob not null, -- npz without pickle: the middle of each cell
            n integer not null, -- stories that the cells were found in
            primary key (collection_id, model_id)
        ) strict, without rowid;
        create table meaning_blocks (
            collection_id text not null,
            cell integer not null,
            part integer not null,
            stories text not null, -- JSON: ids, in the order of the vectors
            vectors blob not null, -- int8, one row a story
            primary key (collection_id, cell, part)
        ) strict;
        create table meaning_places (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null,
            cell integer not null,
            part integer not null
        ) strict, without rowid;
        create index meaning_places_by_block on meaning_places (collection_id, cell, part);
        create table asked_meanings (
            asked_hash text not null,
            model_id text not null,
            words text, -- null once there is a vector
            vector blob, -- little-endian float16
            asked_at real not null, -- seconds since 1970
            primary key (asked_hash, model_id)
        ) strict, without rowid;
        create index asked_meanings_waiting on asked_meanings (asked_at) where vector is null;
        create table apartness (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null,
            model_id text not null,
            nearest real not null -- mean cosine with the nearest other stories
        ) strict, without rowid;
        create index apartness_by_collection on apartness (collection_id, nearest);
        """
    )


@stories()
def s024_weak_signals(db: SqliteUtilsDatabase) -> None:
    """Small pockets of stories before they are significant, and what people made of them; texts beside an alert."""
    db.executescript(
        """
        create table weak_signals (
            id text primary key,
            collection_id text not null references collections (id),
            model_id text not null,
            found_on text not null,
            seen_on text not null, -- the last time that it was found
            place integer not null, -- 1: first in the queue
            score real not null,
            parts text not null, -- JSON: what the score is made of
            terms text not null, -- JSON
            state text not null default 'waiting' check (state in ('waiting', 'kept', 'merged', 'dismissed')),
            merged_into text references weak_signals (id),
            note text not null default '',
            decided_by text,
            decided_at text
        ) strict, without rowid;
        create index weak_signals_by_collection on weak_signals (collection_id, state, place);
        create table weak_signal_stories (
            signal_id text not null references weak_signals (id) on delete cascade,
            narrative_id text not null references narratives (id) on delete cascade,
            place integer not null, -- 1: most typical of the pocket
            primary key (signal_id, narrative_id)
        ) strict, without rowid;
        create index weak_signal_stories_by_narrative on weak_signal_stories (narrative_id);
        create table text_drifts (
            alert_id text primary key references alerts (id) on delete cascade,
            model_id text not null,
            computed_on text not null,
            found text not null -- JSON: the two-sample test beside the alert; evidence only
        ) strict, without rowid;
        """
    )
