"""What goes of age next, as staff may know it: in whole k, by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from narratives.collection import Collection
from narratives.retention import SOON, first_of, goes_next
from store.database import Database
from store.retention_rules import months_kept


@dataclass(frozen=True, slots=True)
class Soon:
    """What goes next: on which day, told in which month, and how many there are in whole k, downwards."""

    on: date
    told_in: date
    at_least: int
    any: bool


def soon(db: Database, collection: Collection, today: date) -> Soon | None:
    """What goes within the next thirty days; None where nothing does."""
    on, month = goes_next(today, months_kept(db, collection.id))
    if on - today > SOON:
        return None
    row = db.one(
        "select count(*) as n from narratives where collection_id = :id and month <= :month",
        id=collection.id,
        month=month,
    )
    n = int(row["n"]) if row else 0
    return Soon(on, first_of(month), n // collection.k * collection.k, n > 0)
