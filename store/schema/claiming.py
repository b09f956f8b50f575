"""The story store, further: sentences that can be asked again, and the reports that are made of them."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.bringing import stories

__all__ = ["stories"]


@stories()
def s038_claims_and_reports(db: SqliteUtilsDatabase) -> None:
    """Claims with what they stand on, and reports."""
    db.executescript(
        """
        """
    )
