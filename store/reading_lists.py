"""Stories that somebody put aside to read, each account's own and in its own order.

A story that is withdrawn leaves every list with its row. Whether one that is still listed may be read is asked of
`store.release` each time: its teller may have allowed less since.
"""

from __future__ import annotations

from collections.abc import Sequence

from narratives.errors import MurmurationError, NotFoundError
from store.database import Database

MOST_LISTED = 200  # of one collection: as many as somebody reads


class ListFullError(MurmurationError):
    """A reading list holds as many stories as it may."""

    def __init__(self) -> None:
        super().__init__(f"Your reading list holds {MOST_LISTED} stories already. Take one off before you add another")


def list_listed(db: Database, collection_id: str, account: str) -> list[str]:
    """The ids of the stories of an account's list in their order."""
    rows = db.rows(
        """
        select narrative_id from reading_list
        where account = :account and collection_id = :collection_id order by place, narrative_id
        """,
        account=account,
        collection_id=collection_id,
    )
    return [row["narrative_id"] for row in rows]


def add_to_list(db: Database, collection_id: str, account: str, narrative_id: str, at: int | None = None) -> None:
    """Put a story on a list: at the end, or at the place that it had; one that is there already stays there.

    Raises NotFoundError when the collection has no such story, ListFullError and BusyError.
    """
    with db.write():
        held = list_listed(db, collection_id, account)
        if narrative_id in held:
            return
        found = db.one(
            "select exists (select 1 from narratives where id = :id and collection_id = :collection_id) as n",
            id=narrative_id,
            collection_id=collection_id,
        )
        if found != {"n": 1}:
            raise NotFoundError("story", narrative_id)
        if len(held) >= MOST_LISTED:
            raise ListFullError
        held.insert(len(held) if at is None else max(0, at), narrative_id)
        _write(db, collection_id, account, held)


def remove_from_list(db: Database, collection_id: str, account: str, narrative_id: str) -> int | None:
    """Take a story off a list; the place that it had, or None when it was not there."""
    with db.write():
        held = list_listed(db, collection_id, account)
        if narrative_id not in held:
            return None
        db.execute(
            "delete from reading_list where account = :account and narrative_id = :id", account=account, id=narrative_id
        )
    return held.index(narrative_id)


def order_list(db: Database, collection_id: str, account: str, narrative_ids: Sequence[str]) -> None:
    """Put a list into the order given; what is not listed is no more so afterwards, what is not named comes last."""
    with db.write():
        held = list_listed(db, collection_id, account)
        named = [one for one in dict.fromkeys(narrative_ids) if one in held]
        _write(db, collection_id, account, [*named, *(one for one in held if one not in named)])


def _write(db: Database, collection_id: str, account: str, narrative_ids: Sequence[str]) -> None:
    db.many(
        """
        insert into reading_list (account, narrative_id, collection_id, place)
        values (:account, :id, :collection_id, :place)
        on conflict (account, narrative_id) do update set place = excluded.place
        """,
        (
            {"account": account, "id": one, "collection_id": collection_id, "place": place}
            for place, one in enumerate(narrative_ids)
        ),
    )
