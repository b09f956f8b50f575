"""How long telling takes, as measured: one number about many tellers, for the page on which they begin."""

from __future__ import annotations

from datetime import date
from statistics import median

from narratives.calendar import day_number
from narratives.collection import Collection
from store.database import Database

MOST_STORIES = 200


def typical_minutes(db: Database, collection: Collection, today: date) -> tuple[int, int] | None:
    """The median minutes of the newest tellings before today, and how many they are, in whole k.

    None while fewer than `collection.k` are known. Today's are left out, so that nobody can read off the number what
    one more story did to it.
    """
    rows = db.rows(
        """
        select minutes from narratives
        where collection_id = :collection_id and day < :today and kind = 'respondent' and pen <> 'keyed'
            and minutes is not null
        order by day desc
        limit :most
        """,
        collection_id=collection.id,
        today=day_number(today),
        most=MOST_STORIES,
    )
    if len(rows) < collection.k:
        return None
    return round(median(row["minutes"] for row in rows)), len(rows) // collection.k * collection.k
