"""The accounts store, as numbered steps that are only ever added to."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase
from sqlite_utils import Migrations

accounts = Migrations("accounts")


@accounts()
def a001_accounts(db: SqliteUtilsDatabase) -> None:
    """Staff accounts and their server-side sessions; tellers have neither."""
    db.executescript(
        """
        create table accounts (
            id text primary key,
            username text not null unique,
            name text not null,
            password_hash text not null,
            role text not null
                check (role in ('manager', 'practitioner', 'moderator', 'administrator', 'member')),
            organisation text not null,
            disabled integer not null default 0
        ) strict, without rowid;
        create table sessions (
            token_hash text primary key,
            account_id text not null references accounts (id) on delete cascade,
            form_token text not null,
            began real not null,
            seen real not null
        ) strict, without rowid;
        create table failures (
            username text primary key, -- as a hash
            count integer not null,
            last real not null
        ) strict, without rowid;
        """
    )
