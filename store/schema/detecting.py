"""What detection keeps beyond an alert's bare figures."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.columns import stories

__all__ = ["stories"]


@stories()
def s013_findings(db: SqliteUtilsDatabase) -> None:
    """An alert says what its change is made of, what else moved, and which later findings are the same shift."""
    db.executescript(
        """
        alter table alerts add column change real; -- in the signifier's own unit; null: not known
        alter table alerts add column change_low real;
        alter table alerts add column change_high real;
        alter table alerts add column mix real; -- the part of it due to who answered
        alter table alerts add column placements real; -- the part of it due to what they said
        alter table alerts add column parts text; -- JSON: [signifier, part of the change] of the hot score
        alter table alerts add column also text; -- JSON: [signal, signifier, direction] of what moved beside it
        create table alert_signs (
            alert_id text not null references alerts (id),
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
            change real,
            change_low real,
            change_high real,
            mix real,
            placements real,
            parts text,
            also text,
            sentence text not null,
            primary key (alert_id, signal, signifier, raised_on)
        ) strict, without rowid;
        """
    )


@stories()
def s014_promises(db: SqliteUtilsDatabase) -> None:
    """Whether the promise about false alerts is kept, and how soon a shift would be noticed."""
    db.executescript(
        """
        create table promise_replays (
            collection_id text not null references collections (id),
            kind text not null check (kind in ('redealt', 'retold')),
            engine text not null, -- what was measured: for another engine or promise it is measured anew
            replays integer not null,
            wanted integer not null,
            years real not null, -- watched in all replays
            stories integer not null, -- in one of them
            rates text not null, -- JSON: [alarms, a year, low, high] by signal, and under "" in total
            begun_on text not null,
            done_on text not null,
            primary key (collection_id, kind)
        ) strict, without rowid;
        create table promise_outlooks (
            collection_id text primary key references collections (id),
            engine text not null,
            computed_on text not null,
            found text not null -- JSON: days to notice, and what is too small to be watched
        ) strict, without rowid;
        """
    )


@stories()
def s015_temperature(db: SqliteUtilsDatabase) -> None:
    """What is known of a group's newest reading beside its value: where it is heading, and what it is made of."""
    db.executescript(
        """
        create table reading_remarks (
            collection_id text not null references collections (id),
            group_name text not null,
            starts_on text not null, -- of the reading
            trend text, -- JSON: [points, low, high, first day]; null: too few periods
            year text, -- JSON: the same, against the same weeks of a year ago
            mix real, -- points that are due to who answered; null: too few stories
            placements real, -- points that are due to what they said
            parts text not null, -- JSON: [[signifiers], points]; together the placements
            primary key (collection_id, group_name)
        ) strict, without rowid;
        create table reading_stories (
            collection_id text not null references collections (id),
            group_name text not null,
            place integer not null, -- first, second, ... furthest from usual
            narrative_id text not null references narratives (id) on delete cascade,
            primary key (collection_id, group_name, place)
        ) strict, without rowid;
        create index reading_stories_by_narrative on reading_stories (narrative_id);
        """
    )


@stories()
def s016_texts(db: SqliteUtilsDatabase) -> None:
    """Stories whose answers the monitor has seen (watched = 1) and whose texts it has not (2: both)."""
    db.executescript("create index narratives_to_read on narratives (collection_id, day) where watched = 1;")
