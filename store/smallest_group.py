"""The fewest people that an organisation reports on: its collections may ask for more, never for fewer."""

from __future__ import annotations

from narratives.collection import K_FLOOR, CollectionError
from narratives.covered import Setting
from store.covered import check_free
from store.database import Database


def smallest_group(db: Database) -> int:
    """The k that collections opened from now on have at least."""
    # A store that is being brought up to date does not know of it yet.
    there = db.one("select 1 as there from sqlite_master where name = 'smallest_groups'")
    row = db.one("select k from smallest_groups") if there else None
    return int(row["k"]) if row else K_FLOOR


def set_smallest_group(db: Database, k: int) -> None:
    """Raise the k of collections opened from now on. Raises CollectionError for fewer than the platform's floor.

    Raises NeedsVoteError where members decide about it.
    Collections that are open keep theirs: what their tellers were promised stands.
    """
    if k < K_FLOOR:
        raise CollectionError(f"the smallest group is {k}; it must be at least {K_FLOOR}")
    check_free(db, Setting.SMALLEST_GROUP)
    db.execute("insert into smallest_groups (one, k) values (1, :k) on conflict (one) do update set k = :k", k=k)
