"""The readings of objectives: one a round, frozen when it is made."""

from __future__ import annotations

from datetime import date

from narratives.objective import Reading
from store.database import Database


def add_reading(db: Database, objective_id: str, reading: Reading) -> None:
    """Keep a reading, in the transaction that closes its round."""
    db.execute(
        """
        insert into objective_readings (objective_id, number, first_on, last_on, n, share, low, high, is_below)
        values (:id, :number, :first, :last, :n, :share, :low, :high, :is_below)
        """,
        id=objective_id,
        number=reading.number,
        first=reading.first.isoformat(),
        last=reading.last.isoformat(),
        n=reading.n,
        share=reading.share,
        low=reading.low,
        high=reading.high,
        is_below=int(reading.is_below),
    )


def list_readings(db: Database, collection_id: str) -> dict[str, tuple[Reading, ...]]:
    """The readings of every objective of a collection, oldest first, by objective."""
    rows = db.rows(
        """
        select r.* from objective_readings as r join objectives as o on o.id = r.objective_id
        where o.collection_id = :id order by r.number
        """,
        id=collection_id,
    )
    found: dict[str, list[Reading]] = {}
    for row in rows:
        reading = Reading(
            row["number"],
            date.fromisoformat(row["first_on"]),
            date.fromisoformat(row["last_on"]),
            row["n"],
            row["share"],
            row["low"],
            row["high"],
            bool(row["is_below"]),
        )
        found.setdefault(row["objective_id"], []).append(reading)
    return {name: tuple(readings) for name, readings in found.items()}
