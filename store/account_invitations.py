"""Invitations of staff: a link that is good once and for three days, of which only a hash is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from narratives.roles import Grant
from store.account_rows import first_role, grant_rows, plain_username, row_to_grant
from store.accounts import add_account
from store.database import Database, Row
from store.sessions import token_hash

VALID_HOURS = 72


@dataclass(frozen=True, slots=True)
class AccountInvitation:
    """Somebody who is asked in, and what they will be allowed to do."""

    id: str
    organisation: str
    username: str
    name: str
    invited_by: str
    ends: datetime
    grants: tuple[Grant, ...]


def invite(
    db: Database,
    *,
    username: str,
    name: str,
    grants: Iterable[Grant],
    organisation: str,
    invited_by: str,
    now: float,
    token: str = "",
) -> str | None:
    """The token of a new invitation, of 128 random bits; None when the username has an account or an invitation.

    An invitation that has ended makes room for another.
    """
    token, invitation_id = token or secrets.token_hex(16), secrets.token_hex(8)
    username = plain_username(username)
    with db.write():
        db.execute("delete from account_invitations where ends < :now", now=now)
        if db.one("select 1 as found from accounts where username = :username", username=username):
            return None
        added = db.execute(
            """
            insert into account_invitations (id, token_hash, organisation, username, name, invited_by, ends)
            values (:id, :token_hash, :organisation, :username, :name, :invited_by, :ends)
            on conflict (username) do nothing
            """,
            id=invitation_id,
            token_hash=token_hash(token),
            organisation=organisation,
            username=username,
            name=name,
            invited_by=invited_by,
            ends=now + VALID_HOURS * 3600,
        )
        if not added:
            return None
        _give(db, invitation_id, grants)
    return token


def find_invitation(db: Database, token: str, *, organisation: str, now: float) -> AccountInvitation | None:
    """The open invitation of a link; None when it is used, withdrawn or too old."""
    row = db.one(
        """
        select id, organisation, username, name, invited_by, ends from account_invitations
        where token_hash = :token_hash and organisation = :organisation and ends between :now and :latest
        """,
        token_hash=token_hash(token),
        organisation=organisation,
        now=now,
        latest=now + VALID_HOURS * 3600,
    )
    return _row_to_invitation(db, row) if row else None


def list_invitations(db: Database, organisation: str, *, now: float) -> tuple[AccountInvitation, ...]:
    """The open invitations of an organisation, by name."""
    rows = db.rows(
        """
        select id, organisation, username, name, invited_by, ends from account_invitations
        where organisation = :organisation and ends between :now and :latest order by name, username
        """,
        organisation=organisation,
        now=now,
        latest=now + VALID_HOURS * 3600,
    )
    return tuple(_row_to_invitation(db, row) for row in rows)


def withdraw_invitation(db: Database, organisation: str, invitation_id: str) -> str:
    """Make a link worthless and return whose it was; empty when there is no such invitation."""
    with db.write():
        row = db.one(
            "select username from account_invitations where id = :id and organisation = :organisation",
            id=invitation_id,
            organisation=organisation,
        )
        db.execute("delete from account_invitations where id = :id", id=invitation_id if row else "")
    return str(row["username"]) if row else ""


def accept_invitation(db: Database, token: str, password: str, *, organisation: str, now: float) -> str | None:
    """The id of the account that an invitation becomes; None when it is used, withdrawn or too old."""
    with db.write():
        invitation = find_invitation(db, token, organisation=organisation, now=now)
        return _become_account(db, invitation, password) if invitation else None


def accept_for(db: Database, username: str, *, organisation: str, now: float) -> str | None:
    """Accept the open invitation of a username that a provider vouches for; its password is one that nobody knows."""
    username = plain_username(username)
    with db.write():
        found = [one for one in list_invitations(db, organisation, now=now) if one.username == username]
        return _become_account(db, found[0], secrets.token_urlsafe(32)) if found else None


def _become_account(db: Database, invitation: AccountInvitation, password: str) -> str | None:
    db.execute("delete from account_invitations where id = :id", id=invitation.id)
    added = add_account(
        db,
        username=invitation.username,
        name=invitation.name,
        password=password,
        role=first_role(invitation.grants),
        organisation=invitation.organisation,
        grants=invitation.grants,
    )
    row = db.one("select id from accounts where username = :username", username=invitation.username)
    return str(row["id"]) if added and row else None


def _give(db: Database, invitation_id: str, grants: Iterable[Grant]) -> None:
    db.many(
        """
        insert into invited_grants (invitation_id, role, collection_id, group_name)
        values (:id, :role, :collection, :group)
        """,
        grant_rows(invitation_id, grants),
    )


def _row_to_invitation(db: Database, row: Row) -> AccountInvitation:
    grants = db.rows(
        "select role, collection_id, group_name from invited_grants where invitation_id = :id", id=row["id"]
    )
    return AccountInvitation(
        id=row["id"],
        organisation=row["organisation"],
        username=row["username"],
        name=row["name"],
        invited_by=row["invited_by"],
        ends=datetime.fromtimestamp(row["ends"], UTC),
        grants=tuple(sorted(row_to_grant(one) for one in grants)),
    )
