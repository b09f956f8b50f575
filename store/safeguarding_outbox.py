"""What is in the outbox because nobody had looked at what may tell of danger, and need not be told any more."""

from __future__ import annotations

from store.database import Database


def drop_answered(db: Database) -> None:
    """Take out what nobody has begun to send, of collections in which somebody has looked at everything meanwhile."""
    db.execute(
        """
        delete from outbox
        where batch is null and delivered_at is null and given_up_at is null and occasion = 'overdue' and not exists (
            select 1 from safeguarding_clocks as c join narratives as n on n.id = c.narrative_id
            where n.collection_id = json_extract(outbox.body, '$.collection') and c.escalations > 0
        )
        """
    )
