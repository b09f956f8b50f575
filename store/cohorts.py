"""Saved selections: the address of a selection under a name, for everybody who explores a collection.

What is kept is which stories are meant, never which they are: whoever opens a selection sees what it holds then.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from narratives.errors import MurmurationError, NotFoundError
from store.database import Database, Row

MOST_COHORTS = 200  # of one collection: a list that somebody can still look through

_COLUMNS = "id, collection_id, name, query, account, made_on"


class NameTakenError(MurmurationError):
    """Another selection of the collection has this name, whatever its capitals."""

    def __init__(self, cohort: Cohort) -> None:
        super().__init__(f"There is a saved selection {cohort.name!r} already. Give this one another name")
        self.cohort = cohort


class TooManyError(MurmurationError):
    """A collection holds as many selections as it may."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A selection under a name; `account` is the username of who saved it."""

    id: str
    collection: str
    name: str
    query: str
    account: str
    made_on: date


def make_cohort(collection_id: str, name: str, query: str, account: str, made_on: date) -> Cohort:
    """A selection with an id of its own, not stored yet."""
    return Cohort(secrets.token_hex(8), collection_id, name, query, account, made_on)


def add_cohort(db: Database, cohort: Cohort) -> Cohort:
    """Store a selection, or put one back that was deleted; one that is there already stays as it is.

    Raises NameTakenError, TooManyError and BusyError; nothing is stored then.
    """
    with db.write():
        held = list_cohorts(db, cohort.collection)
        same = next((one for one in held if one.id == cohort.id), None)
        if same is not None:
            return same
        _name_is_free(held, cohort)
        if len(held) >= MOST_COHORTS:
            raise TooManyError(f"There are {MOST_COHORTS} saved selections already. Delete one that nobody needs")
        db.execute(
            f"""
            insert into cohorts ({_COLUMNS})
            values (:id, :collection_id, :name, :query, :account, :made_on)
            """,
            id=cohort.id,
            collection_id=cohort.collection,
            name=cohort.name,
            query=cohort.query,
            account=cohort.account,
            made_on=cohort.made_on.isoformat(),
        )
    return cohort


def list_cohorts(db: Database, collection_id: str) -> list[Cohort]:
    """The selections of a collection by name."""
    rows = db.rows(
        f"select {_COLUMNS} from cohorts where collection_id = :id order by name collate nocase, name", id=collection_id
    )
    return [_row_to_cohort(row) for row in rows]


def get_cohort(db: Database, collection_id: str, cohort_id: str) -> Cohort:
    """One selection of a collection. Raises NotFoundError."""
    row = db.one(
        f"select {_COLUMNS} from cohorts where collection_id = :collection_id and id = :id",
        collection_id=collection_id,
        id=cohort_id,
    )
    if row is None:
        raise NotFoundError("saved selection", cohort_id)
    return _row_to_cohort(row)


def rename_cohort(db: Database, collection_id: str, cohort_id: str, name: str) -> None:
    """Give a selection another name. Raises NotFoundError, NameTakenError and BusyError."""
    with db.write():
        cohort = get_cohort(db, collection_id, cohort_id)
        renamed = Cohort(cohort.id, cohort.collection, name, cohort.query, cohort.account, cohort.made_on)
        _name_is_free(list_cohorts(db, collection_id), renamed)
        db.execute("update cohorts set name = :name where id = :id", name=name, id=cohort_id)


def remove_cohort(db: Database, collection_id: str, cohort_id: str) -> Cohort:
    """Delete a selection and return it, so that it can be put back. Raises NotFoundError and BusyError."""
    with db.write():
        cohort = get_cohort(db, collection_id, cohort_id)
        db.execute("delete from cohorts where id = :id", id=cohort_id)
    return cohort


def _name_is_free(held: list[Cohort], cohort: Cohort) -> None:
    for one in held:
        if one.id != cohort.id and one.name.casefold() == cohort.name.casefold():
            raise NameTakenError(one)


def _row_to_cohort(row: Row) -> Cohort:
    return Cohort(
        id=row["id"],
        collection=row["collection_id"],
        name=row["name"],
        query=row["query"],
        account=row["account"],
        made_on=date.fromisoformat(row["made_on"]),
    )
