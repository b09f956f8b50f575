"""Which stories' texts the monitor has seen, and their vectors. A story is 0 unseen, 1 its answers, 2 its text too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from store.database import Database
from store.watching import TELLING_COLUMNS, Telling, row_to_telling


def list_unread_tellings(db: Database, collection_id: str, last: int) -> list[Telling]:
    """Respondents' stories whose answers the monitor has seen and whose texts it has not, in date order."""
    rows = db.rows(
        f"""
        select {TELLING_COLUMNS} from narratives
        where collection_id = :id and watched = 1 and kind = 'respondent' and day <= :last
        order by day, id
        """,
        id=collection_id,
        last=last,
    )
    return [row_to_telling(row) for row in rows]


def count_unread_days(db: Database, collection_id: str, last: int) -> list[tuple[int, int]]:
    """(day, number of stories whose texts the monitor has not seen) up to a day, in date order."""
    rows = db.rows(
        """
        select day, count(*) as n from narratives
        where collection_id = :id and watched = 1 and kind = 'respondent' and day <= :last
        group by day order by day
        """,
        id=collection_id,
        last=last,
    )
    return [(row["day"], row["n"]) for row in rows]


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


def count_read_by_respondent(db: Database, collection_id: str) -> dict[str, int]:
    """How many texts of each repeat teller the monitor has seen."""
    rows = db.rows(
        """
        select respondent, count(*) as n from narratives
        where collection_id = :id and watched = 2 and kind = 'respondent' and respondent is not null
        group by respondent order by respondent
        """,
        id=collection_id,
    )
    return {row["respondent"]: row["n"] for row in rows}


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
