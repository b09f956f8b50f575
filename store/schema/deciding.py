"""The story store, further: what members decide, and that nothing they decide about is changed around them."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.returns import stories

__all__ = ["stories"]


@stories()
def s042_decisions(db: SqliteUtilsDatabase) -> None:
    """The charter, the roll, proposals, ballots, decisions, and the triggers that hold them."""
    db.executescript(
        """
        """
    )
