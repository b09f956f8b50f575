"""What accounts expected before they looked: each sees its own alone."""

from __future__ import annotations

import json
from datetime import datetime

from narratives.errors import NotFoundError
from narratives.expectation import Expectation
from store.database import Database, Row

_COLUMNS = "id, collection_id, account, signifier, query, expected, found, n, surprise, made_on"


def add_expectation(db: Database, expectation: Expectation) -> None:
    """Remember what somebody expected. Raises BusyError."""
    with db.write():
        db.execute(
            f"""
            insert into expectations ({_COLUMNS})
            values (:id, :collection, :account, :signifier, :query, :expected, :found, :n, :surprise, :made_on)
            """,
            id=expectation.id,
            collection=expectation.collection,
            account=expectation.account,
            signifier=expectation.signifier,
            query=expectation.query,
            expected=json.dumps(dict(expectation.expected)),
            found=json.dumps(dict(expectation.found)),
            n=expectation.n,
            surprise=expectation.surprise,
            made_on=expectation.made_at.isoformat(timespec="microseconds"),
        )


def score_expectation(db: Database, expectation: Expectation) -> None:
    """Put down what was found for one that was waiting; one that was scored meanwhile keeps its score."""
    with db.write():
        db.execute(
            "update expectations set found = :found, n = :n, surprise = :surprise where id = :id and n = 0",
            id=expectation.id,
            found=json.dumps(dict(expectation.found)),
            n=expectation.n,
            surprise=expectation.surprise,
        )


def list_expectations(db: Database, collection_id: str, account: str) -> list[Expectation]:
    """An account's own expectations of a collection, newest first."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from expectations
        where account = :account and collection_id = :collection order by made_on desc, id
        """,
        account=account,
        collection=collection_id,
    )
    return [_row_to_expectation(row) for row in rows]


def get_expectation(db: Database, collection_id: str, account: str, expectation_id: str) -> Expectation:
    """One of an account's own. Raises NotFoundError for another's, as for one that never was."""
    row = db.one(
        f"""
        select {_COLUMNS} from expectations
        where id = :id and account = :account and collection_id = :collection
        """,
        id=expectation_id,
        account=account,
        collection=collection_id,
    )
    if row is None:
        raise NotFoundError("expectation", expectation_id)
    return _row_to_expectation(row)


def delete_expectation(db: Database, collection_id: str, account: str, expectation_id: str) -> None:
    """Forget one of an account's own; nothing happens when there is none."""
    with db.write():
        db.execute(
            "delete from expectations where id = :id and account = :account and collection_id = :collection",
            id=expectation_id,
            account=account,
            collection=collection_id,
        )


def _row_to_expectation(row: Row) -> Expectation:
    return Expectation(
        id=row["id"],
        collection=row["collection_id"],
        account=row["account"],
        signifier=row["signifier"],
        query=row["query"],
        expected=json.loads(row["expected"]),
        found=json.loads(row["found"]),
        n=row["n"],
        surprise=row["surprise"],
        made_at=datetime.fromisoformat(row["made_on"]),
    )
