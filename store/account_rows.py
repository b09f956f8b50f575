"""Accounts as they lie in the store, with what each may do where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratives.roles import Grant, Role
from store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in, with what they may do where."""

    id: str
    username: str
    name: str
    organisation: str
    grants: tuple[Grant, ...]

    @property
    def role(self) -> Role:
        """What they are first of all: the role whose first page they start on."""
        return first_role(self.grants)

    @property
    def roles(self) -> frozenset[Role]:
        """Everything that they are, wherever it is."""
        return frozenset(grant.role for grant in self.grants)


def first_role(grants: Iterable[Grant]) -> Role:
    """Of what somebody may do, what they are first of all."""
    return min((grant.role for grant in grants), key=list(Role).index)


def plain_username(typed: str) -> str:
    """A username as it is kept."""
    return typed.strip().lower()


def set_grants(db: Database, account_id: str, grants: Iterable[Grant]) -> None:
    """Give an account exactly these roles."""
    with db.write():
        db.execute("delete from grants where account_id = :id", id=account_id)
        db.many(
            """
            insert into grants (account_id, role, collection_id, group_name)
            values (:id, :role, :collection, :group)
            """,
            grant_rows(account_id, grants),
        )


def grant_rows(owner: str, grants: Iterable[Grant]) -> list[dict[str, str]]:
    """Grants as rows of whoever has them, or is to have them, each once."""
    return [
        {"id": owner, "role": one.role.value, "collection": one.collection, "group": one.group}
        for one in sorted(set(grants))
    ]


def grants_of(db: Database, account_id: str) -> tuple[Grant, ...]:
    """What an account may do where."""
    rows = db.rows("select role, collection_id, group_name from grants where account_id = :id", id=account_id)
    return tuple(sorted(row_to_grant(row) for row in rows))


def row_to_grant(row: Row) -> Grant:
    """A grant of its row."""
    return Grant(Role(row["role"]), row["collection_id"], row["group_name"])


def row_to_account(row: Row, grants: tuple[Grant, ...]) -> Account:
    """An account of its row."""
    return Account(row["id"], row["username"], row["name"], row["organisation"], grants)
