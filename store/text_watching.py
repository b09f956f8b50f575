"""Which stories' texts the monitor has seen, and their vectors. A story is 0 unseen, 1 its answers, 2 its text too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from store.database import Database


def first_unembedded_day(db: Database, collection_id: str, model_id: str) -> int | None:
    """The first day with an unread text that has no vector of the model; None when every one has."""
    row = db.one(
        """
        select day from narratives as n
        where collection_id = :id and watched = 1 and kind = 'respondent' and text <> ''
          and not exists (select 1 from vectors as v where v.text_hash = n.text_hash and v.model_id = :model)
        order by day limit 1
        """,
        id=collection_id,
        model=model_id,
    )
    return None if row is None else int(row["day"])


def mark_read(db: Database, narrative_ids: Iterable[str]) -> None:
    """Note that the monitor has seen these texts; call it in the transaction that keeps the monitor's state."""
    db.many("update narratives set watched = 2 where id = :id and watched = 1", ({"id": one} for one in narrative_ids))


def forget_read(db: Database, collection_id: str) -> None:
    """Let the monitor see every text of a collection again, from the first."""
    db.execute("update narratives set watched = 1 where collection_id = :id and watched = 2", id=collection_id)


def list_vectors(db: Database, model_id: str, text_hashes: Sequence[str]) -> dict[str, bytes]:
    """The vectors of a model (little-endian float16) by text, of those texts that have one."""
    rows = db.rows(
        """
        select text_hash, vector from vectors
        where model_id = :model and text_hash in (select value from json_each(:hashes))
        """,
        model=model_id,
        hashes=json.dumps(list(text_hashes)),
    )
    return {row["text_hash"]: row["vector"] for row in rows}
