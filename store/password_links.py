"""Links to choose another password with: good once and for a day, one at a time for an account."""

from __future__ import annotations

import secrets

from store.account_rows import Account, grants_of, row_to_account
from store.accounts import set_password
from store.database import Database
from store.sessions import token_hash

VALID_HOURS = 24


def make_password_link(db: Database, account_id: str, *, now: float) -> str:
    """The token of a new link, of 128 random bits; an earlier one of the account is worthless from now on."""
    token = secrets.token_hex(16)
    db.execute(
        """
        insert into password_links (account_id, token_hash, ends) values (:id, :token_hash, :ends)
        on conflict (account_id) do update set token_hash = excluded.token_hash, ends = excluded.ends
        """,
        id=account_id,
        token_hash=token_hash(token),
        ends=now + VALID_HOURS * 3600,
    )
    return token


def find_password_link(db: Database, token: str, *, organisation: str, now: float) -> Account | None:
    """Whose link it is; None when it is used, replaced or too old, or its account is switched off."""
    row = db.one(
        """
        select a.id, a.username, a.name, a.organisation
        from password_links as l join accounts as a on a.id = l.account_id
        where l.token_hash = :token_hash and l.ends between :now and :latest
          and a.organisation = :organisation and a.disabled = 0
        """,
        token_hash=token_hash(token),
        organisation=organisation,
        now=now,
        latest=now + VALID_HOURS * 3600,
    )
    return row_to_account(row, grants_of(db, row["id"])) if row else None


def use_password_link(db: Database, token: str, password: str, *, organisation: str, now: float) -> str | None:
    """Give the account of a link another password, ending its sessions; its id, or None when the link is no good."""
    with db.write():
        account = find_password_link(db, token, organisation=organisation, now=now)
        if account is None:
            return None
        db.execute("delete from password_links where account_id = :id", id=account.id)
        set_password(db, account.id, password)
        return account.id
