"""How long each collection keeps its stories, when some last went, and whether the clock is in doubt: no story is read.

That a time gets shorter only once there is a story is held by the database itself.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from narratives.calendar import day_of, spoken
from narratives.collection import Collection
from narratives.covered import Setting
from narratives.errors import FrozenError
from narratives.retention import DEFAULT_MONTHS, LEAST_MONTHS, MOST_MONTHS
from store.covered import check_free, is_opening
from store.database import Database


def months_kept(db: Database, collection_id: str) -> int:
    """For how many months a collection keeps its stories."""
    row = db.one("select months from retentions where collection_id = :id", id=collection_id)
    return DEFAULT_MONTHS if row is None else int(row["months"])


def is_decided(db: Database, collection_id: str) -> bool:
    """Whether its tellers were told from the first how long, or somebody said it since.

    Neither holds where stories were there before any went by themselves: those stay until somebody says how long.
    """
    undecided = "select months from retentions where collection_id = :id and changed_at = ''"
    return db.one(undecided, id=collection_id) is None


def undecided_notice(db: Database) -> str:
    """What managers should know while nobody has said how long older collections keep stories; empty otherwise."""
    rows = db.rows(
        """
        select c.title from retentions as r join collections as c on c.id = r.collection_id
        where r.changed_at = '' order by c.title
        """
    )
    if not rows:
        return ""
    return (
        f"Nobody has said yet how long stories are kept: {', '.join(row['title'] for row in rows)}. They stay until an "
        "administrator does, in Administration under How long stories are kept."
    )


def change_months(db: Database, collection: Collection, months: int, *, by: str, at: str) -> None:
    """Keep a collection's stories for another number of months.

    Raises FrozenError where there is a story already and the time would be longer: its teller was told how long; and
    NeedsVoteError where members decide about it.
    """
    if not is_opening(db) and _was_said(db, collection.id):
        check_free(db, Setting.MONTHS_KEPT, collection.id)
    if not LEAST_MONTHS <= months <= MOST_MONTHS:
        raise ValueError(f"a collection keeps its stories for {LEAST_MONTHS} to {MOST_MONTHS} months, not {months}")
    try:
        db.execute(
            """
            insert into retentions (collection_id, months, changed_by, changed_at) values (:id, :months, :by, :at)
            on conflict (collection_id) do update
                set months = excluded.months, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """,
            id=collection.id,
            months=months,
            by=by,
            at=at,
        )
    except sqlite3.IntegrityError as error:  # of the triggers, which look whether there is a story
        raise FrozenError(
            "Tellers were told a shorter time. Once a collection has a story its time can be made shorter only: "
            "open a new collection for a longer one."
        ) from error


def _was_said(db: Database, collection_id: str) -> bool:
    """Whether a collection was opened with a time, or has a story: before, it is said for the first time."""
    asked = """
        select 1 from retentions where collection_id = :id
        union all select 1 from narratives where collection_id = :id limit 1
    """
    return db.one(asked, id=collection_id) is not None


def list_runs(db: Database, collection_id: str, limit: int = 12) -> list[tuple[date, int]]:
    """The days on which stories went, newest first, with how many."""
    rows = db.rows(
        "select day, n from retention_runs where collection_id = :id and n > 0 order by day desc limit :limit",
        id=collection_id,
        limit=limit,
    )
    return [(day_of(row["day"]), int(row["n"])) for row in rows]


def clock_notice(db: Database) -> str:
    """What managers should know while nothing is deleted because the clock is in doubt; empty otherwise."""
    row = db.one("select seen, doubted from retention_clock")
    if row is None or row["doubted"] is None:
        return ""
    return (
        f"The server's clock says {spoken(day_of(row['doubted']))}, long after the last day it was seen to run. "
        "Old stories are deleted only once it has run for two days: if the date is wrong, set the clock now."
    )
