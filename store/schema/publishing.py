"""The story store, further: what the public sees of a collection, and what it was opened to change."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.sensing import stories

__all__ = ["stories"]


@stories()
def s040_public_pages(db: SqliteUtilsDatabase) -> None:
    """Public pages and objectives."""
    db.executescript(
        """
        """
    )
