"""The accounts store, further: organisations, and what each account may do where."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.accounts import accounts

__all__ = ["accounts"]


@accounts()
def a002_grants(db: SqliteUtilsDatabase) -> None:
    """An account may do several things, each in the whole organisation, in one collection or in one group of it."""
    db.executescript(
        """
        create table organisations (
            slug text primary key,
            title text not null,
            two_step text not null default 'required' check (two_step in ('required', 'offered'))
        ) strict, without rowid;
        create table grants (
            account_id text not null references accounts (id) on delete cascade,
            role text not null
                check (role in ('manager', 'practitioner', 'moderator', 'administrator', 'member')),
            collection_id text not null default '', -- empty: every collection
            group_name text not null default '', -- empty: every group
            primary key (account_id, role, collection_id, group_name),
            check (group_name = '' or collection_id <> '')
        ) strict, without rowid;
        insert into grants (account_id, role) select id, role from accounts;
        insert into organisations (slug, title) select distinct organisation, organisation from accounts;
        """
    )
