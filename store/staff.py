"""The people of an organisation as its administrators see them, and what may be changed about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from narratives.errors import MurmurationError, NotFoundError
from narratives.roles import Grant, Role
from store.account_rows import Account, grants_of, plain_username, row_to_account, set_grants
from store.accounts import close_account, withdraw_links_of
from store.database import Database, Row
from store.two_step import turn_off


class NotAllowedError(MurmurationError):
    """A change that would shut an administrator out; the message says who can make it."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody with an account; `seen_week` is the Monday of the week in which they last signed in, or empty."""

    account: Account
    disabled: bool
    two_step: bool
    seen_week: str

    @property
    def seen_day(self) -> date | None:
        """The Monday of that week as a date."""
        return date.fromisoformat(self.seen_week) if self.seen_week else None


_STAFF = """
    select a.id, a.username, a.name, a.organisation, a.disabled, a.seen_week, s.account_id is not null as two_step
    from accounts as a left join second_steps as s on s.account_id = a.id
    where a.organisation = :organisation
"""


def list_staff(db: Database, organisation: str) -> tuple[StaffMember, ...]:
    """Everybody of an organisation, those who are switched off last."""
    rows = db.rows(f"{_STAFF} order by a.disabled, a.name, a.username", organisation=organisation)
    return tuple(_row_to_member(db, row) for row in rows)


def get_member(db: Database, organisation: str, account_id: str) -> StaffMember:
    """One of them. Raises NotFoundError."""
    row = db.one(f"{_STAFF} and a.id = :id", organisation=organisation, id=account_id)
    if row is None:
        raise NotFoundError("account", account_id)
    return _row_to_member(db, row)


def id_of(db: Database, organisation: str, username: str) -> str:
    """The id of an organisation's account with this username; empty when there is none."""
    row = db.one(
        "select id from accounts where username = :username and organisation = :organisation",
        username=plain_username(username),
        organisation=organisation,
    )
    return str(row["id"]) if row else ""


def change_grants(db: Database, account: Account, grants: Iterable[Grant], *, by: Account) -> None:
    """Give somebody exactly these roles. Raises NotAllowedError."""
    wanted = frozenset(grants)
    with db.write():
        _not_oneself(account, by, "Nobody changes their own roles. Ask another administrator.")
        if not wanted:
            raise NotAllowedError("Leave at least one role, or switch the account off.")
        if frozenset(grants_of(db, account.id)) != frozenset(account.grants):
            raise NotAllowedError("Somebody else changed these roles just now. Look at them again, then change them.")
        if Grant(Role.ADMINISTRATOR) not in wanted:
            _keep_an_administrator(db, account)
            if Grant(Role.ADMINISTRATOR) in account.grants:
                withdraw_links_of(db, account.id)
        set_grants(db, account.id, wanted)


def switch_off(db: Database, account: Account, *, by: Account) -> None:
    """Close an account and end its sessions. Raises NotAllowedError."""
    with db.write():
        _not_oneself(account, by, "Nobody switches their own account off. Ask another administrator.")
        _keep_an_administrator(db, account)
        close_account(db, account.id)


def switch_on(db: Database, account: Account, *, by: Account) -> None:
    """Open an account again. Raises NotAllowedError."""
    _not_oneself(account, by, "Ask another administrator.")
    db.execute("update accounts set disabled = 0 where id = :id", id=account.id)


def reset_second_step(db: Database, account: Account, *, by: Account) -> None:
    """Take somebody's second step away, which signs them out. Raises NotAllowedError."""
    _not_oneself(account, by, "Nobody resets their own second step. Ask another administrator.")
    turn_off(db, account.id)


def _not_oneself(account: Account, by: Account, advice: str) -> None:
    if account.id == by.id:
        raise NotAllowedError(advice)


def _keep_an_administrator(db: Database, account: Account) -> None:
    """Nobody else could invite, reset or switch anybody on again."""
    if Grant(Role.ADMINISTRATOR) not in grants_of(db, account.id):
        return
    row = db.one(
        """
        select count(*) as n from accounts as a join grants as g on g.account_id = a.id
        where a.organisation = :organisation and a.disabled = 0 and a.id <> :id
            and g.role = 'administrator' and g.collection_id = ''
        """,
        organisation=account.organisation,
        id=account.id,
    )
    if row is None or row["n"] == 0:
        raise NotAllowedError("This is the last administrator. Make somebody else one first.")


def _row_to_member(db: Database, row: Row) -> StaffMember:
    account = row_to_account(row, grants_of(db, row["id"]))
    return StaffMember(account, bool(row["disabled"]), bool(row["two_step"]), row["seen_week"])
