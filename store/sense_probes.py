"""Which probes are tried because of how something was understood."""

from __future__ import annotations

from collections import defaultdict

from store.database import Database


def tie(db: Database, probe_id: str, interpretation_id: str) -> None:
    """Say that a probe tries the idea of an interpretation; in the transaction that makes the probe."""
    db.execute(
        "insert into sense_probes (probe_id, interpretation_id) values (:probe, :interpretation)",
        probe=probe_id,
        interpretation=interpretation_id,
    )


def interpretation_of(db: Database, probe_id: str) -> str | None:
    """The id of the interpretation whose idea a probe tries; None where it came from elsewhere."""
    row = db.one("select interpretation_id from sense_probes where probe_id = :id", id=probe_id)
    return None if row is None else str(row["interpretation_id"])


def probes_by_interpretation(db: Database, collection_id: str) -> dict[str, list[str]]:
    """The ids of the probes that try ideas of a collection, by the interpretation's id."""
    rows = db.rows(
        """
        select s.interpretation_id, s.probe_id from sense_probes as s join probes as p on p.id = s.probe_id
        where p.collection_id = :id order by p.made_at, p.id
        """,
        id=collection_id,
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["interpretation_id"]].append(row["probe_id"])
    return found
