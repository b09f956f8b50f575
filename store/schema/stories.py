"""The story store, as numbered steps that are only ever added to."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase
from sqlite_utils import Migrations

stories = Migrations("stories")


@stories()
def s001_frameworks_and_collections(db: SqliteUtilsDatabase) -> None:
    """What is asked, and under which rules."""
    db.executescript(
        """
        create table frameworks (
            id text not null,
            version integer not null,
            title text not null,
            definition text not null,
            primary key (id, version)
        ) strict, without rowid;
        create table collections (
            id text primary key,
            title text not null,
            framework_id text not null,
            framework_version integer not null,
            policy text not null check (policy in ('open', 'protected')),
            moderation text not null check (moderation in ('after', 'before')),
            k integer not null check (k >= 10),
            stratum_choice text,
            opens_on text,
            closes_on text,
            alerts_a_year real not null check (alerts_a_year > 0),
            sensitive integer not null default 0,
            foreign key (framework_id, framework_version) references frameworks (id, version)
        ) strict, without rowid;
        create table reporting_groups (
            collection_id text not null references collections (id),
            name text not null,
            parent text,
            primary key (collection_id, name)
        ) strict, without rowid;
        create trigger frameworks_are_frozen before update on frameworks
        begin
            select raise(abort, 'a framework version never changes; add a new version');
        end;
        """
    )


@stories()
def s002_narratives(db: SqliteUtilsDatabase) -> None:
    """The stories: random ids, no row order, no time finer than a day, nothing of the request."""
    db.executescript(
        """
        create table narratives (
            id text primary key,
            collection_id text not null references collections (id),
            day integer not null, -- days since 1970-01-01
            month integer not null, -- year * 12 + month - 1: the segment of the column cache
            kind text not null check (kind in ('respondent', 'practitioner', 'observer')),
            group_name text not null,
            area text not null,
            stratum text not null,
            mode text not null,
            language text not null,
            respondent text, -- pseudonymous key of a repeat teller
            title text not null,
            text text not null,
            text_hash text not null, -- names the vector, so that no text is embedded twice
            answers text not null, -- JSON in the framework's own terms: the truth
            codes blob not null, -- uint16 in the framework version's order: derived
            hot real, -- hot score, null when no hot or cold signifier was answered: derived
            consent text not null, -- scopes, separated by spaces
            may_read integer not null,
            state text not null check (state in ('waiting', 'released', 'held')),
            counted integer not null default 0, -- 1 when inside a closed batch
            watched integer not null default 0, -- 1 when the monitor has seen it
            -- Keyed hash of the receipt code, which follows from the client's idempotency key alone:
            -- unique, so that a submission that is sent again is stored once.
            receipt_hash text unique,
            source_format text,
            source_id text,
            source_row_hash text
        ) strict, without rowid;
        create unique index narratives_by_source on narratives (collection_id, source_format, source_id)
        where source_id is not null;
        create index narratives_by_day on narratives (collection_id, day desc, id);
        create index narratives_to_watch on narratives (collection_id, day) where watched = 0;
        create index narratives_to_moderate on narratives (collection_id, day) where state = 'waiting';
        create table changes (
            collection_id text not null,
            month integer not null,
            serial integer not null, -- grows with every change of that month's stories
            primary key (collection_id, month)
        ) strict, without rowid;
        create trigger collections_with_stories_are_frozen
        before update of framework_id, framework_version, policy, k, stratum_choice on collections
        when exists (select 1 from narratives where collection_id = old.id)
        begin
            select raise(abort, 'a collection never changes its rules once it has a story');
        end;
        """
    )


@stories()
def s003_batches(db: SqliteUtilsDatabase) -> None:
    """Closed batches: frozen aggregates that name no story."""
    db.executescript(
        """
        create table batches (
            id text primary key,
            collection_id text not null references collections (id),
            group_name text not null,
            kind text not null,
            n integer not null,
            closed_week integer not null, -- day number of that week's Monday
            first_week integer not null,
            last_week integer not null,
            aggregates text not null
        ) strict, without rowid;
        create index batches_by_collection on batches (collection_id, kind, last_week);
        create trigger batches_are_frozen before update on batches
        begin
            select raise(abort, 'a closed batch is never recomputed');
        end;
        """
    )


@stories()
def s004_results(db: SqliteUtilsDatabase) -> None:
    """What the analysis made of the stories; every row can be made again."""
    db.executescript(
        """
        create table vectors (
            text_hash text not null,
            model_id text not null,
            vector blob not null, -- little-endian float16, unit length
            primary key (text_hash, model_id)
        ) strict, without rowid;
        create table theme_fits (
            collection_id text not null,
            model_id text not null,
            fitted_on text not null,
            n integer not null,
            arrays blob not null, -- npz without pickle
            primary key (collection_id, model_id)
        ) strict, without rowid;
        create table themes (
            collection_id text not null,
            id integer not null,
            name text not null,
            terms text not null, -- JSON list
            size integer not null,
            born_on text not null,
            primary key (collection_id, id)
        ) strict, without rowid;
        create table assignments (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null,
            theme_id integer, -- null: the fit found no clusters
            distance real not null,
            unusual integer not null default 0
        ) strict, without rowid;
        create index assignments_by_theme on assignments (collection_id, theme_id, distance);
        create table readings (
            collection_id text not null,
            group_name text not null,
            starts_on text not null,
            ends_on text not null,
            n integer not null,
            value real,
            low real,
            high real,
            usual_low real not null,
            usual_high real not null,
            primary key (collection_id, group_name, starts_on)
        ) strict, without rowid;
        create table monitors (
            collection_id text primary key,
            engine text not null,
            day integer not null,
            state blob not null -- npz without pickle
        ) strict, without rowid;
        create table notices (
            name text primary key,
            text text not null,
            noticed_on text not null
        ) strict, without rowid;
        create table leases (
            name text primary key,
            holder text not null,
            expires real not null
        ) strict, without rowid;
        """
    )


@stories()
def s005_alerts(db: SqliteUtilsDatabase) -> None:
    """Alerts, what happened to them, and the stories that show them."""
    db.executescript(
        """
        create table alerts (
            id text primary key,
            collection_id text not null references collections (id),
            signal text not null,
            signifier text not null,
            direction text not null,
            scope text not null,
            group_name text not null,
            since text not null,
            raised_on text not null,
            n integer not null,
            effect real not null,
            effect_low real not null,
            effect_high real not null,
            evidence real not null,
            sentence text not null,
            state text not null,
            unique (collection_id, signal, signifier, scope, group_name, raised_on)
        ) strict, without rowid;
        create table alert_events (
            id text primary key,
            alert_id text not null references alerts (id),
            old_state text not null,
            new_state text not null,
            actor text not null,
            at text not null
        ) strict, without rowid;
        create table alert_exemplars (
            alert_id text not null references alerts (id),
            place integer not null,
            narrative_id text not null references narratives (id) on delete cascade,
            primary key (alert_id, place)
        ) strict, without rowid;
        """
    )


@stories()
def s006_search(db: SqliteUtilsDatabase) -> None:
    """Words of released stories. The row number is random, like the id, so that it tells no order."""
    db.executescript(
        """
        create virtual table story_words using fts5(text, narrative_id unindexed, tokenize = 'porter unicode61');
        """
    )


@stories()
def s007_analysis(db: SqliteUtilsDatabase) -> None:
    """Which model is in use, and which fit of the themes a story's place belongs to."""
    db.executescript(
        """
        create table embedders (
            setting text primary key,
            model_id text not null,
            arrays blob -- npz without pickle of an embedder that was learnt here; null for one that is installed
        ) strict, without rowid;
        alter table theme_fits add column fit text not null default '';
        alter table assignments add column fit text not null default '';
        """
    )


@stories()
def s008_analysis_indexes(db: SqliteUtilsDatabase) -> None:
    """What the worker looks for at every pass is found without reading the stories."""
    db.executescript(
        """
        create index narratives_by_pool on narratives (collection_id, group_name, kind, day, id, may_read, state)
            where counted = 0;
        create index narratives_with_text on narratives (text_hash) where text <> '';
        """
    )


@stories()
def s009_once_open(db: SqliteUtilsDatabase) -> None:
    """Stories held back after staff could read them with their answers: known, so that no batch may count them."""
    db.executescript(
        """
        create table once_open (
            narrative_id text primary key references narratives (id) on delete cascade
        ) strict, without rowid;
        """
    )
