"""What closed batches hold that is not told yet: answers that fewer than k people of a group gave."""

from __future__ import annotations

import json
from typing import Any

from narratives.narrative import Kind
from store.database import Database


def read_rests(db: Database, collection_id: str, group: str, kind: Kind) -> dict[str, Any]:
    """The answers of one group and kind that wait for others like them, by question."""
    row = db.one(
        "select rests from batch_rests where collection_id = :id and group_name = :group and kind = :kind",
        id=collection_id,
        group=group,
        kind=kind.value,
    )
    found: dict[str, Any] = json.loads(row["rests"]) if row else {}
    return found


def keep_rests(db: Database, collection_id: str, group: str, kind: Kind, rests: dict[str, Any]) -> None:
    """Put what waits now in the place of what waited before, in the transaction that closes a batch."""
    db.execute(
        """
        insert into batch_rests (collection_id, group_name, kind, rests) values (:id, :group, :kind, :rests)
        on conflict (collection_id, group_name, kind) do update set rests = excluded.rests
        """,
        id=collection_id,
        group=group,
        kind=kind.value,
        rests=json.dumps(rests, separators=(",", ":")),
    )
