"""The audit's own file: rows that are only ever added."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase
from sqlite_utils import Migrations

audit = Migrations("audit")


@audit()
def u001_records(db: SqliteUtilsDatabase) -> None:
    """One row for each thing that somebody did or read; `mac` binds it to the row before."""
    db.executescript(
        """
        create table records (
            seq integer primary key check (seq > 0),
            at text not null, -- to the second, UTC
            actor text not null, -- the id of an account; empty where nobody was signed in
            role text not null,
            action text not null,
            subject text not null, -- an id, never words
            outcome text not null,
            mac text not null
        ) strict;
        create index records_actor on records (actor, seq);
        create index records_action on records (action, seq);
        create trigger records_are_not_changed before update on records
            begin select raise(abort, 'the audit is never changed'); end;
        create trigger records_are_not_deleted before delete on records
            begin select raise(abort, 'the audit is never shortened'); end;
        """
    )


@audit()
def u002_subjects(db: SqliteUtilsDatabase) -> None:
    """What was done with somebody's account is found without going through every row."""
    db.executescript("create index records_subject on records (subject, seq);")
