"""By when somebody should have looked at what may tell of danger, and who is told when nobody has.

A clock holds an hour, of a story that waits to be seen; it is gone as soon as somebody has looked. Where the hour has
passed, the outbox of every route that is named for it gets a message without a word of the story: at once, then
every hour three times more, then every day.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from narratives.calendar import day_number
from narratives.danger import VERSION, Sign
from narratives.overdue import overdue_key, overdue_message
from narratives.working_hours import Hours, due_hour
from store.collections import get_collection
from store.database import Database, Row
from store.outbox import put
from store.routes import safeguarding_routes

HOURLY_TIMES = 3
RECENT = timedelta(days=28)  # older stories come from an import: a person is asked to look, and no clock runs
_SETTINGS = "select hours, opens, closes, weekdays from safeguarding_settings where collection_id = :id"
# A story waits to be seen while it stands in the urgent queue and nobody has taken it on, or while its words may
# tell of danger and nobody has looked.
_UNSEEN = """(
    u.done_at is null and u.seen_at is null and (
        n.danger = 1 or u.marked_at is not null
        or (n.day >= :since or exists (select 1 from safeguarding_clocks as c where c.narrative_id = n.id))
            and exists (select 1 from danger_flags as f where f.narrative_id = n.id and f.verdict is null)
    )
)"""
_STORIES = "from narratives as n left join urgencies as u on u.narrative_id = n.id"


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a story should have been seen, and how often somebody was told that nobody had looked."""

    due_at: datetime
    escalations: int


def hours_of(db: Database, collection_id: str) -> Hours:
    """When somebody looks at the stories of a collection; the usual hours where nobody set others."""
    return _row_to_hours(db.one(_SETTINGS, id=collection_id))


def set_hours(db: Database, collection_id: str, hours: Hours) -> None:
    """Change when somebody looks. Clocks that run already keep their hour."""
    db.execute(
        """
        insert into safeguarding_settings (collection_id, hours, opens, closes, weekdays)
        values (:id, :hours, :opens, :closes, :days)
        on conflict (collection_id) do update set
            hours = excluded.hours, opens = excluded.opens, closes = excluded.closes, weekdays = excluded.weekdays
        """,
        id=collection_id,
        hours=hours.within,
        opens=hours.opens,
        closes=hours.closes,
        days=json.dumps(sorted(hours.days)),
    )


def clock_of(db: Database, narrative_id: str) -> Clock | None:
    """The clock of a story; None where nobody is waited for."""
    row = db.one("select due_at, escalations from safeguarding_clocks where narrative_id = :id", id=narrative_id)
    return None if row is None else Clock(datetime.fromisoformat(row["due_at"]), row["escalations"])


def start_clock(db: Database, narrative_id: str, at: datetime) -> bool:
    """Count the hours of a story's collection from a moment on; False where they are counted already."""
    row = db.one("select collection_id from narratives where id = :id", id=narrative_id)
    if row is None:
        return False
    due = _stored(due_hour(at, hours_of(db, row["collection_id"])))
    return db.execute(
        """
        insert into safeguarding_clocks (narrative_id, due_at, next_at) values (:id, :due, :due)
        on conflict (narrative_id) do nothing
        """,
        id=narrative_id,
        due=due,
    ) == 1  # fmt: skip


def stop_clock(db: Database, narrative_id: str) -> None:
    """Somebody has looked: the hour is forgotten."""
    db.execute("delete from safeguarding_clocks where narrative_id = :id", id=narrative_id)


def settle(db: Database, narrative_id: str, at: datetime) -> None:
    """Let a story's clock run exactly while the story waits to be seen; call it where either may have changed."""
    row = db.one(f"select {_UNSEEN} as waits {_STORIES} where n.id = :id", id=narrative_id, since=_since(at))
    if row is not None and row["waits"]:
        start_clock(db, narrative_id, at)
    else:
        stop_clock(db, narrative_id)


def begin(connection: sqlite3.Connection, narrative_id: str, collection_id: str, sign: Sign, at: datetime) -> None:
    """A story that has just been stored, in its transaction: its flag, if its words gave a sign, and its clock."""
    if sign:
        connection.execute(
            "insert into danger_flags (narrative_id, rules, score, kinds) values (?, ?, ?, ?)",
            (narrative_id, VERSION, sign.score, json.dumps(sign.kinds)),
        )
    cursor = connection.execute(_SETTINGS, {"id": collection_id})
    found = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    due = _stored(due_hour(at, _row_to_hours(dict(zip(names, found, strict=True)) if found else None)))
    connection.execute(
        "insert into safeguarding_clocks (narrative_id, due_at, next_at) values (?, ?, ?)", (narrative_id, due, due)
    )


# --- when nobody has looked ---


def start_missing_clocks(db: Database, at: datetime) -> int:
    """Start the clock of every story of late that waits to be seen and has none, by whatever way it came."""
    rows = db.rows(
        f"""
        select n.id {_STORIES}
        where n.id in (
            select id from narratives indexed by narratives_in_danger where danger = 1
            union select narrative_id from urgencies where marked_at is not null
            union select narrative_id from danger_flags where verdict is null
        ) and n.day >= :since and {_UNSEEN}
          and not exists (select 1 from safeguarding_clocks as c where c.narrative_id = n.id)
        """,
        since=_since(at),
    )
    for row in rows:
        with db.write():
            settle(db, row["id"], at)
    return len(rows)


def escalate_overdue(db: Database, at: datetime) -> int:
    """Put what nobody has looked at in time into the outbox, one message a collection and hour; how many collections.

    Each collection is one commit: whoever is killed here leaves it all done or all to do.
    """
    now = _stored(at)
    if db.one("select 1 as found from safeguarding_clocks where next_at <= :now limit 1", now=now) is None:
        return 0
    with db.write():
        found = db.rows(
            """
            select distinct n.collection_id from safeguarding_clocks as c
            join narratives as n on n.id = c.narrative_id where c.next_at <= :now order by n.collection_id
            """,
            now=now,
        )
        for row in found:
            _escalate(db, row["collection_id"], at)
    return len(found)


def _escalate(db: Database, collection_id: str, at: datetime) -> None:
    collection, hour = get_collection(db, collection_id), at.replace(minute=0, second=0, microsecond=0)
    message = overdue_message(collection, hours_of(db, collection_id), at)
    for route in safeguarding_routes(db, collection_id):
        put(db, route, overdue_key(collection_id, hour), message, at, at)
    db.execute(
        """
        update safeguarding_clocks set escalations = escalations + 1,
            next_at = strftime('%Y-%m-%dT%H:00:00+00:00', :hour,
                               case when escalations < :times then '+1 hour' else '+1 day' end)
        where next_at <= :now and narrative_id in (select id from narratives where collection_id = :collection)
        """,
        collection=collection_id,
        hour=_stored(hour),
        now=_stored(at),
        times=HOURLY_TIMES,
    )


def is_overdue(
    db: Database, collection_id: str, at: datetime, groups: frozenset[str] | None = None, *, flags: bool = True
) -> bool:
    """Whether a story waits to be seen beyond its hour; without `flags` only of those that somebody marked."""
    row = db.one(
        """
        select 1 as found from safeguarding_clocks as c join narratives as n on n.id = c.narrative_id
        left join urgencies as u on u.narrative_id = n.id
        where n.collection_id = :collection and c.due_at <= :now
          and (:groups is null or n.group_name in (select value from json_each(:groups)))
          and (:flags = 1 or n.danger = 1 or u.marked_at is not null) limit 1
        """,
        collection=collection_id,
        now=_stored(at),
        groups=None if groups is None else json.dumps(sorted(groups)),
        flags=int(flags),
    )
    return row is not None


def list_clocks(db: Database, collection_id: str) -> dict[str, Clock]:
    """The clocks of a collection's stories that wait to be seen, by story."""
    rows = db.rows(
        """
        select c.narrative_id, c.due_at, c.escalations
        from safeguarding_clocks as c join narratives as n on n.id = c.narrative_id
        where n.collection_id = :collection
        """,
        collection=collection_id,
    )
    return {row["narrative_id"]: Clock(datetime.fromisoformat(row["due_at"]), row["escalations"]) for row in rows}


def _since(at: datetime) -> int:
    return day_number((at - RECENT).date())


def _stored(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _row_to_hours(row: Row | None) -> Hours:
    if row is None:
        return Hours()
    return Hours(row["hours"], row["opens"], row["closes"], frozenset(json.loads(row["weekdays"])))
