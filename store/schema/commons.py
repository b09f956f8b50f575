"""The commons: what organisations of one deployment share. It holds questions and figures, never a story."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase
from sqlite_utils import Migrations

commons = Migrations("commons")


@commons()
def m001_confederations(db: SqliteUtilsDatabase) -> None:
    """Who shares with whom, which questions, and frozen figures of at least k answers."""
    db.executescript(
        """
        create table confederations (
            id text primary key,
            title text not null
        ) strict, without rowid;
        create table members (
            confederation text not null references confederations (id),
            organisation text not null, -- its slug
            title text not null,
            state text not null check (state in ('asked', 'member')),
            may_be_named integer not null default 0,
            letter integer not null, -- by chance: what it is called while not every member may be named
            primary key (confederation, organisation),
            unique (confederation, letter)
        ) strict, without rowid;
        create table frameworks (
            confederation text not null references confederations (id),
            id text not null,
            version integer not null,
            title text not null,
            definition text not null, -- as the story stores keep it
            texts text not null, -- JSON: its wording in further languages
            offered_by text not null, -- a slug; empty once that organisation has left
            primary key (confederation, id, version)
        ) strict, without rowid;
        create trigger shared_frameworks_are_frozen
        before update of id, version, title, definition, texts on frameworks
        begin
            select raise(abort, 'a framework version never changes; offer a new version');
        end;
        create table shares (
            confederation text not null,
            organisation text not null,
            part text not null, -- the random id of a part in the organisation's own store
            framework_id text not null,
            framework_version integer not null,
            signifier text not null,
            n integer not null check (n >= 10), -- who answered
            counts text not null, -- JSON, as closed batches keep them
            primary key (confederation, organisation, part),
            foreign key (confederation, organisation) references members (confederation, organisation)
                on delete cascade
        ) strict, without rowid;
        create index shares_by_framework on shares (confederation, framework_id, framework_version);
        create trigger shares_are_frozen before update on shares
        begin
            select raise(abort, 'a part that was shared is never recomputed');
        end;
        """
    )


@commons()
def m002_sightings(db: SqliteUtilsDatabase) -> None:
    """That a member's stories moved, in which question and which way, by the month; and who looks out for it."""
    db.executescript(
        """
        create table sightings (
            confederation text not null,
            organisation text not null,
            framework_id text not null,
            framework_version integer not null,
            signifier text not null,
            direction text not null, -- as narratives.alert.Finding has it
            month text not null check (month glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
            primary key (confederation, organisation, framework_id, framework_version, signifier, direction, month),
            foreign key (confederation, organisation) references members (confederation, organisation)
                on delete cascade
        ) strict, without rowid;
        create trigger sightings_are_frozen before update on sightings
        begin
            select raise(abort, 'what was seen is never changed, only taken back');
        end;
        create table lookouts ( -- who would have said so, and the false alarms a year that it promised to stay below
            confederation text not null,
            organisation text not null,
            framework_id text not null,
            framework_version integer not null,
            alerts_a_year real not null check (alerts_a_year > 0),
            primary key (confederation, organisation, framework_id, framework_version),
            foreign key (confederation, organisation) references members (confederation, organisation)
                on delete cascade
        ) strict, without rowid;
        """
    )
