"""The story store, further: what people see in charts and make of it, what they gather, and the workshops they do it in."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.claiming import stories

__all__ = ["stories"]


@stories()
def s039_sensing(db: SqliteUtilsDatabase) -> None:
    """Observations, interpretations, clusters and workshops."""
    db.executescript(
        """
        """
    )
