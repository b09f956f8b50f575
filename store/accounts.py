"""Staff accounts; signing in and the sessions that come of it are in store/sessions.py."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from narratives.roles import Grant, Role
from store.account_rows import Account, grants_of, plain_username, row_to_account, set_grants
from store.back_off import delay_before
from store.database import Database
from store.organisations import add_organisation
from store.passwords import hash_password, is_password
from store.sessions import ABSOLUTE_SECONDS, IDLE_SECONDS, Session, end_sessions, get_session, sign_in, sign_out

__all__ = [
    "ABSOLUTE_SECONDS",
    "IDLE_SECONDS",
    "Account",
    "Grant",
    "Role",
    "Session",
    "add_account",
    "close_account",
    "delay_before",
    "fits",
    "get_session",
    "list_accounts",
    "set_grants",
    "set_password",
    "sign_in",
    "sign_out",
]


def add_account(
    db: Database,
    *,
    username: str,
    name: str,
    password: str,
    role: Role,
    organisation: str,
    grants: Iterable[Grant] = (),
) -> bool:
    """Add an account with a role in the whole organisation, or with these grants; False when the username is taken."""
    account_id, password_hash = secrets.token_hex(16), hash_password(password)
    with db.write():
        add_organisation(db, organisation, organisation)
        added = db.execute(
            """
            insert into accounts (id, username, name, password_hash, organisation)
            values (:id, :username, :name, :password_hash, :organisation)
            on conflict (username) do nothing
            """,
            id=account_id,
            username=plain_username(username),
            name=name,
            password_hash=password_hash,
            organisation=organisation,
        )
        if added:
            set_grants(db, account_id, tuple(grants) or (Grant(role),))
    return added == 1


def set_password(db: Database, account_id: str, password: str) -> None:
    """Give an account another password; its sessions end, and a link for a password is worthless from now on."""
    password_hash = hash_password(password)
    with db.write():
        db.execute("update accounts set password_hash = :hash where id = :id", hash=password_hash, id=account_id)
        db.execute("delete from password_links where account_id = :id", id=account_id)
        end_sessions(db, account_id)


def fits(db: Database, account_id: str, password: str) -> bool:
    """Whether it is the account's present password."""
    row = db.one("select password_hash from accounts where id = :id", id=account_id)
    return row is not None and is_password(password, row["password_hash"])


def close_account(db: Database, account_id: str) -> None:
    """Switch an account off and end every way in: its sessions, and the links that it was given or saw.

    Links are shown to the administrator who makes them: one who leaves would keep a way in, by an invitation of their
    own or by the link for a colleague's password.
    """
    with db.write():
        db.execute("update accounts set disabled = 1 where id = :id", id=account_id)
        end_sessions(db, account_id)
        db.execute("delete from password_links where account_id = :id", id=account_id)
        if any(grant.role is Role.ADMINISTRATOR for grant in grants_of(db, account_id)):
            withdraw_links_of(db, account_id)


def withdraw_links_of(db: Database, account_id: str) -> None:
    """Make the invitations of an administrator worthless, and their organisation's links for passwords."""
    db.execute("delete from account_invitations where invited_by = :id", id=account_id)
    db.execute(
        """
        delete from password_links where account_id in (
            select other.id from accounts as own join accounts as other on other.organisation = own.organisation
            where own.id = :id
        )
        """,
        id=account_id,
    )


def list_accounts(db: Database, organisation: str) -> list[Account]:
    """An organisation's accounts that are not disabled, by username."""
    rows = db.rows(
        """
        select id, username, name, organisation from accounts
        where organisation = :organisation and disabled = 0 order by username
        """,
        organisation=organisation,
    )
    return [account for row in rows if (account := row_to_account(row, grants_of(db, row["id"]))).grants]
