"""What a trial says of its stories besides showing them: it keeps to no smallest group, as each page of it says."""

from __future__ import annotations

from store.database import Database


def count_told(db: Database, collection_id: str) -> int:
    """How many stories were told in a trial; none in what is not one."""
    row = db.one(
        """
        select count(*) as n from narratives
        where collection_id in (select collection_id from trials where collection_id = :id)
        """,
        id=collection_id,
    )
    return int(row["n"]) if row else 0
