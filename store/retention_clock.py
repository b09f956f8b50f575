"""Whether the clock can be trusted with deleting: one that leapt far ahead has to run on for two days first."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

from narratives.calendar import day_number, day_of
from narratives.narrative import Narrative
from narratives.retention import DOUBT, EARLIEST, FIRST_VERSION, LEAP
from store.database import Database, SqliteDatabase


def is_clock_trusted(db: Database, today: date) -> bool:
    """Whether the clock ran on since the last time, or has run for two days since it leapt.

    One that says a day before this program was there is wrong, and nothing is learnt from it.
    """
    if today < EARLIEST:
        return False
    with db.write():
        row = db.one("select seen, doubted from retention_clock")
        seen = day_of(row["seen"]) if row else _newest_story(db, today - DOUBT) or today
        doubted = day_of(row["doubted"]) if row and row["doubted"] is not None else None
        trusted = today - seen <= LEAP or (doubted is not None and DOUBT <= today - doubted <= LEAP)
        if trusted:
            seen, doubted = today, None
        elif doubted is None or not timedelta(0) <= today - doubted <= LEAP:
            doubted = today
        db.execute(
            """
            insert into retention_clock (name, seen, doubted) values ('retention', :seen, :doubted)
            on conflict (name) do update set seen = excluded.seen, doubted = excluded.doubted
            """,
            seen=day_number(seen),
            doubted=None if doubted is None else day_number(doubted),
        )
    return trusted


def dated_possibly(narrative: Narrative, path: str) -> Narrative:
    """A story that an impossible clock dated gets the last day of a possible one.

    It would be of age, and be deleted, as soon as the clock is right.
    """
    if narrative.told_on >= EARLIEST:
        return narrative
    with closing(SqliteDatabase(path)) as db:
        row = db.one("select seen from retention_clock")
        last = day_of(row["seen"]) if row else _newest_story(db, date.max) or FIRST_VERSION
    return replace(narrative, told_on=max(last, FIRST_VERSION))


def _newest_story(db: Database, before: date) -> date | None:
    """By what was told a while ago: what is told since the clock leapt would say that it is right."""
    row = db.one("select max(day) as day from narratives where day < :before", before=day_number(before))
    return None if row is None or row["day"] is None else day_of(row["day"])
