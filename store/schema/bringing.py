"""The story store, further: files that are brought in, and questions that ask the same."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.designing import stories

__all__ = ["stories"]


@stories()
def s036_brought_in(db: SqliteUtilsDatabase) -> None:
    """Files that staff bring in: what they are read as, how far that is, and what became of every row."""
    db.executescript(
        """
        create table brought_in (
            id text primary key, -- also the name of the file in the organisation's folder, until it is done
            file_name text not null,
            bytes integer not null,
            format text not null default '', -- as narratives.interchange names it; empty until somebody says
            mapping text not null default '{}', -- JSON: a mapping file
            state text not null default 'mapping'
                check (state in ('mapping', 'checking', 'checked', 'storing', 'stored', 'stopped', 'refused')),
            n_rows integer not null default 0,
            done integer not null default 0,
            account text not null default '{}', -- JSON: what became of the rows, and reasons
            problem text not null default '',
            collection_id text not null default '',
            asked_by text not null,
            asked_at text not null,
            ended_at text
        ) strict, without rowid;
        create index brought_in_by_state on brought_in (state, asked_at);
        """
    )


@stories()
def s037_common_axes(db: SqliteUtilsDatabase) -> None:
    """Triads and dyads of two frameworks that somebody declared to ask the same, anchor by anchor."""
    db.executescript(
        """
        create table equivalences (
            id text primary key,
            framework_id text not null,
            version integer not null,
            signifier text not null,
            other_framework_id text not null,
            other_version integer not null,
            other_signifier text not null,
            anchors text not null, -- JSON: each anchor of the first, and which of the other it equals
            declared_by text not null,
            declared_at text not null,
            withdrawn_by text,
            withdrawn_at text,
            foreign key (framework_id, version) references frameworks (id, version),
            foreign key (other_framework_id, other_version) references frameworks (id, version)
        ) strict, without rowid;
        create unique index equivalences_in_force
            on equivalences (framework_id, version, signifier, other_framework_id, other_version, other_signifier)
            where withdrawn_at is null;
        """
    )
