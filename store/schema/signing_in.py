"""The accounts store, further: two steps, invitations, single sign-on."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.granting import accounts

__all__ = ["accounts"]


@accounts()
def a003_signing_in(db: SqliteUtilsDatabase) -> None:
    """A session has a stage; who signed in with a password alone signs in once more, in two steps."""
    db.executescript(
        """
        delete from sessions;
        alter table sessions add column stage text not null default 'in' check (stage in ('in', 'code', 'set-up'));
        alter table accounts add column seen_week text not null default ''; -- its Monday; no day, no time
        create table second_steps (
            account_id text primary key references accounts (id) on delete cascade,
            sealed blob not null,
            last_step integer not null -- codes of this half minute and before are used up
        ) strict, without rowid;
        create table recovery_codes (
            code_hash text primary key,
            account_id text not null references accounts (id) on delete cascade
        ) strict, without rowid;
        create table account_invitations (
            id text primary key,
            token_hash text not null unique,
            organisation text not null,
            username text not null unique,
            name text not null,
            invited_by text not null,
            ends real not null
        ) strict, without rowid;
        create table invited_grants (
            invitation_id text not null references account_invitations (id) on delete cascade,
            role text not null,
            collection_id text not null default '',
            group_name text not null default '',
            primary key (invitation_id, role, collection_id, group_name)
        ) strict, without rowid;
        create table bound_identities (
            issuer text not null,
            subject text not null,
            account_id text not null references accounts (id) on delete cascade,
            primary key (issuer, subject),
            unique (issuer, account_id)
        ) strict, without rowid;
        create table single_sign_ons (
            state_hash text primary key,
            nonce text not null,
            verifier text not null,
            following text not null,
            began real not null
        ) strict, without rowid;
        update organisations set two_step = 'offered' where slug = 'demo';
        """
    )


@accounts()
def a004_password_links(db: SqliteUtilsDatabase) -> None:
    """A link to choose another password with, for somebody who forgot theirs."""
    db.executescript(
        """
        create table password_links (
            account_id text primary key references accounts (id) on delete cascade,
            token_hash text not null unique,
            ends real not null
        ) strict, without rowid;
        """
    )


@accounts()
def a005_safeguarding_leads(db: SqliteUtilsDatabase) -> None:
    """One more role, without a list of roles in the store: `narratives.roles` holds it."""
    db.executescript(
        """
        create table wider_grants (
            account_id text not null references accounts (id) on delete cascade,
            role text not null,
            collection_id text not null default '', -- empty: every collection
            group_name text not null default '', -- empty: every group
            primary key (account_id, role, collection_id, group_name),
            check (group_name = '' or collection_id <> '')
        ) strict, without rowid;
        insert into wider_grants select account_id, role, collection_id, group_name from grants;
        drop table grants;
        alter table wider_grants rename to grants;
        alter table accounts drop column role;
        """
    )
