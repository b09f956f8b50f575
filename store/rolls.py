"""Who may vote, by constituency: accounts on the roll, and how many came and went, which the public log tells."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from narratives.charter import Constituency
from store.database import Database


@dataclass(frozen=True, slots=True)
class RollChange:
    """How many people came onto a constituency's roll on a day, and how many went."""

    constituency: Constituency
    on: date
    came: int
    went: int


def list_roll(db: Database) -> dict[str, Constituency]:
    """Who is on the roll, by the id of the account."""
    rows = db.rows("select account_id, constituency from roll order by account_id")
    return {row["account_id"]: Constituency(row["constituency"]) for row in rows}


def count_roll(db: Database) -> dict[Constituency, int]:
    """How many people each constituency has."""
    held = {row["constituency"]: row["n"] for row in db.rows("select constituency, count(*) as n from roll group by 1")}
    return {one: int(held.get(one.value, 0)) for one in Constituency}


def put_on_roll(db: Database, account_id: str, constituency: Constituency, *, on: date) -> bool:
    """Put an account on the roll, or into another constituency; False when it is there already.

    Whoever comes while a vote is open votes from the next one on.
    """
    with db.write():
        held = list_roll(db).get(account_id)
        if held is constituency:
            return False
        if held is not None:
            _note(db, held, -1, on)
        db.execute(
            """
            insert into roll (account_id, constituency) values (:account, :constituency)
            on conflict (account_id) do update set constituency = excluded.constituency
            """,
            account=account_id,
            constituency=constituency.value,
        )
        _note(db, constituency, 1, on)
    return True


def take_off_roll(db: Database, account_id: str, *, on: date) -> bool:
    """Take an account off the roll; False when it is not on it. Votes that are open keep it."""
    with db.write():
        held = list_roll(db).get(account_id)
        if held is None:
            return False
        db.execute("delete from roll where account_id = :account", account=account_id)
        _note(db, held, -1, on)
    return True


def list_roll_changes(db: Database) -> list[RollChange]:
    """How many came and went on each day, newest first."""
    rows = db.rows(
        """
        select constituency, on_day, sum(change = 1) as came, sum(change = -1) as went from roll_changes
        group by constituency, on_day order by on_day desc, constituency
        """
    )
    return [
        RollChange(Constituency(row["constituency"]), date.fromisoformat(row["on_day"]), row["came"], row["went"])
        for row in rows
    ]


def _note(db: Database, constituency: Constituency, change: int, on: date) -> None:
    db.execute(
        "insert into roll_changes (id, constituency, change, on_day) values (:id, :constituency, :change, :on)",
        id=secrets.token_hex(16),
        constituency=constituency.value,
        change=change,
        on=on.isoformat(),
    )
