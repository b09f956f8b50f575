"""The story store, further: tension returns."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.publishing import stories

__all__ = ["stories"]


@stories()
def s041_tension_returns(db: SqliteUtilsDatabase) -> None:
    """Returns in the EEP form: experienced, evidenced, potential."""
    db.executescript(
        """
        """
    )
