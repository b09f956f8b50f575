"""The index of the words of released stories."""

from __future__ import annotations

from store.database import Database


def index_words(db: Database, limit: int) -> int:
    """Bring the word index up to date with the released stories; returns how many were added."""
    with db.write():
        return db.execute(
            """
            insert into story_words (rowid, text, narrative_id)
            select abs(random()), n.title || char(10) || n.text, n.id from narratives as n
            where n.may_read = 1 and n.state = 'released' and n.text <> ''
              and n.id not in (select narrative_id from story_words)
            order by n.id limit :limit
            """,
            limit=limit,
        )


def count_unindexed(db: Database) -> int:
    """How many released stories are missing from the word index."""
    row = db.one(
        """
        select count(*) as n from narratives as n
        where n.may_read = 1 and n.state = 'released' and n.text <> ''
          and n.id not in (select narrative_id from story_words)
        """
    )
    return int(row["n"]) if row else 0
