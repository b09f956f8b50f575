"""Confederations: organisations of one deployment that compare themselves, in a store of their own.

The commons hold questions and figures. No process opens another organisation's store for them: each organisation's
own worker writes its own shares, and pages read the commons alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from store.database import Database, Row, SqliteDatabase
from store.schema import migrate
from store.schema.commons import commons as steps

ASKED, MEMBER = "asked", "member"
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Confederation:
    """A number of organisations that share."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation in a confederation: asked to join until an administrator of it agrees."""

    organisation: str
    title: str
    state: str
    may_be_named: bool
    letter: int

    @property
    def is_in(self) -> bool:
        """Whether it has joined."""
        return self.state == MEMBER


def open_commons(path: Path) -> SqliteDatabase:
    """The commons, at the newest schema."""
    database = SqliteDatabase(path)
    migrate(database, steps.apply)
    return database


def add_confederation(db: Database, confederation: Confederation) -> bool:
    """Add a confederation; False when there is one with this id, which stays as it is."""
    added = db.execute(
        "insert into confederations (id, title) values (:id, :title) on conflict (id) do nothing",
        id=confederation.id,
        title=confederation.title,
    )
    return added == 1


def list_confederations(db: Database) -> list[Confederation]:
    """Every confederation, by title."""
    rows = db.rows("select id, title from confederations order by title, id")
    return [Confederation(row["id"], row["title"]) for row in rows]


def confederations_of(db: Database, organisation: str, state: str | None = None) -> list[Confederation]:
    """Those that an organisation was asked into or has joined, by title."""
    rows = db.rows(
        """
        select c.id, c.title from confederations as c join members as m on m.confederation = c.id
        where m.organisation = :organisation and (:state is null or m.state = :state)
        order by c.title, c.id
        """,
        organisation=organisation,
        state=state,
    )
    return [Confederation(row["id"], row["title"]) for row in rows]


def list_members(db: Database, confederation_id: str) -> list[Member]:
    """The organisations that were asked or have joined, in the order of their letters."""
    rows = db.rows(
        """
        select organisation, title, state, may_be_named, letter from members
        where confederation = :id order by letter
        """,
        id=confederation_id,
    )
    return [_row_to_member(row) for row in rows]


def get_member(db: Database, confederation_id: str, organisation: str) -> Member | None:
    """An organisation in a confederation; None when it is not even asked."""
    return next((one for one in list_members(db, confederation_id) if one.organisation == organisation), None)


def ask_to_join(db: Database, confederation_id: str, organisation: str, title: str) -> bool:
    """Ask an organisation to join; False when it was asked before. Nothing is shared before it agrees."""
    with db.write():
        taken = {one.letter for one in list_members(db, confederation_id)}
        most = _LETTERS * (len(taken) // _LETTERS + 1)
        letter = secrets.choice([one for one in range(most) if one not in taken])
        added = db.execute(
            """
            insert into members (confederation, organisation, title, state, letter)
            values (:confederation, :organisation, :title, 'asked', :letter)
            on conflict (confederation, organisation) do nothing
            """,
            confederation=confederation_id,
            organisation=organisation,
            title=title,
            letter=letter,
        )
    return added == 1


def join(db: Database, confederation_id: str, organisation: str, *, may_be_named: bool) -> bool:
    """Join a confederation that asked, or change whether the organisation may be named; False when it never asked."""
    changed = db.execute(
        """
        update members set state = 'member', may_be_named = :named
        where confederation = :confederation and organisation = :organisation
        """,
        confederation=confederation_id,
        organisation=organisation,
        named=int(may_be_named),
    )
    return changed == 1


def leave(db: Database, confederation_id: str, organisation: str, *, asked_still: bool = True) -> bool:
    """Take an organisation's figures back at once, and its name off what it offered; False when it had not joined.

    It stays asked, so that it can join again, unless `asked_still` is False.
    """
    where = {"confederation": confederation_id, "organisation": organisation}
    with db.write():
        for table in ("shares", "sightings", "lookouts"):
            db.execute(
                f"delete from {table} where confederation = :confederation and organisation = :organisation", **where
            )
        db.execute(
            """
            update frameworks set offered_by = ''
            where confederation = :confederation and offered_by = :organisation
            """,
            **where,
        )
        if asked_still:
            left = db.execute(
                """
                update members set state = 'asked', may_be_named = 0
                where confederation = :confederation and organisation = :organisation and state = 'member'
                """,
                **where,
            )
        else:
            left = db.execute(
                "delete from members where confederation = :confederation and organisation = :organisation", **where
            )
    return left == 1


def called(members: list[Member]) -> dict[str, str]:
    """What members that have joined are called, by slug: titles if every one may be named, letters otherwise."""
    joined = [one for one in members if one.is_in]
    named = all(one.may_be_named for one in joined)
    return {one.organisation: one.title if named else letter_of(one.letter) for one in joined}


def letter_of(number: int) -> str:
    """A, B, … Z, A2, B2 and so on.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('A', 'Z', 'A2')
    """
    turn, place = divmod(number, _LETTERS)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def _row_to_member(row: Row) -> Member:
    return Member(row["organisation"], row["title"], row["state"], bool(row["may_be_named"]), row["letter"])
