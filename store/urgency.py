"""Stories that cannot wait: the tellers' own marks and the moderators', one queue that no analysis stands before.

A story whose teller marked that somebody may be in danger is in it from the moment it is stored.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from narratives.calendar import day_of
from narratives.narrative import Narrative, State
from store.database import Database, Row
from store.intake import Recording
from store.narrative_rows import READ, row_to_narrative
from store.safeguarding_clocks import settle

_OF_GROUPS = "(:groups is null or n.group_name in (select value from json_each(:groups)))"
_WAITS = "u.done_at is null and (n.danger = 1 or u.marked_at is not null)"
# Two short ways to the few stories it is about, rather than one through all of them: the menu asks on every page.
# SQLite looks through every story of the collection unless it is told where to begin.
_MARKED = """select id from narratives indexed by narratives_in_danger where collection_id = :collection and danger = 1
    union select u.narrative_id from urgencies as u cross join narratives as n on n.id = u.narrative_id
    where n.collection_id = :collection and u.marked_at is not null"""
_ROWS = f"""from ({_MARKED}) as m join narratives as n on n.id = m.id
    left join urgencies as u on u.narrative_id = n.id"""
_STORY = ", ".join(f"n.{name}" for name in READ.split(", "))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many stories wait in the queue, how many of them nobody has seen, and the day of the oldest.

    `n` is for moderators: to anybody else only whether it is 0 may be said.
    """

    n: int
    unseen: int
    since: date | None

    def __bool__(self) -> bool:
        return self.n > 0


@dataclass(frozen=True, slots=True)
class Urgent:
    """A story of the queue: who marked it (no moderator where the teller alone did), who has seen it, what was done."""

    narrative: Narrative
    state: State
    spoken: bool
    marked_by: str
    reason: str
    seen_by: str
    seen_at: datetime | None
    done_by: str
    done_at: datetime | None
    done_how: str


def count_waiting(db: Database, collection_id: str, groups: frozenset[str] | None = None) -> Waiting:
    """What of a collection, or of groups of it, waits in the queue."""
    row = db.one(
        f"""
        select count(*) as n, sum(u.seen_at is null) as unseen, min(n.day) as day {_ROWS}
        where {_WAITS} and {_OF_GROUPS}
        """,
        collection=collection_id,
        groups=_bound(groups),
    )
    if row is None or not row["n"]:
        return Waiting(0, 0, None)
    return Waiting(row["n"], row["unseen"], day_of(row["day"]))


def list_urgent(
    db: Database, collection_id: str, groups: frozenset[str] | None = None, *, done: bool = False, limit: int = 50
) -> list[Urgent]:
    """What of a collection, or of groups of it, waits, oldest first; with `done` what was done with, the last first."""
    rows = db.rows(
        f"""
        select {_STORY}, u.marked_by, u.reason, u.seen_by, u.seen_at, u.done_by, u.done_at, u.done_how,
               exists (select 1 from recordings where narrative_id = n.id) as spoken
        {_ROWS} where {"u.done_at is not null" if done else _WAITS} and {_OF_GROUPS}
        order by {"u.done_at desc, n.id" if done else "n.day, n.id"} limit :limit
        """,
        collection=collection_id,
        groups=_bound(groups),
        limit=limit,
    )
    return [_row_to_urgent(row) for row in rows]


def list_waiting_ids(db: Database, collection_id: str) -> frozenset[str]:
    """The stories that wait in the queue."""
    return frozenset(row["id"] for row in db.rows(f"select n.id {_ROWS} where {_WAITS}", collection=collection_id))


def get_urgent_recording(db: Database, narrative_id: str) -> Recording | None:
    """What was spoken in a story of the queue, or that may tell of danger, also where it was held back; else None."""
    row = db.one(
        """
        select r.media_type, r.bytes from recordings as r join narratives as n on n.id = r.narrative_id
        left join urgencies as u on u.narrative_id = n.id
        where n.id = :id and (
            n.danger = 1 or u.marked_at is not null or exists (select 1 from danger_flags where narrative_id = n.id)
        )
        """,
        id=narrative_id,
    )
    return None if row is None else Recording(row["media_type"], row["bytes"])


def mark(db: Database, narrative_id: str, *, actor: str, reason: str, at: datetime) -> bool:
    """A moderator puts a story into the queue, once more where it was done with; False when it waits there already."""
    with db.write():
        _ensure_row(db, narrative_id)
        marked = db.execute(
            """
            update urgencies set marked_by = :actor, marked_at = :at, reason = :reason, seen_by = null,
                seen_at = null, done_by = null, done_at = null, done_how = ''
            where narrative_id = :id and (marked_at is null or done_at is not null)
            """,
            **_bind(narrative_id, actor, at),
            reason=reason,
        )
        return _noted(db, marked, "marked", reason, narrative_id, actor, at)


def unmark(db: Database, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Take a moderator's mark away again; the teller's own stays. False when there is none."""
    with db.write():
        unmarked = db.execute(
            """
            update urgencies set marked_by = null, marked_at = null, reason = ''
            where narrative_id = :id and marked_at is not null and done_at is null
            """,
            id=narrative_id,
        )
        return _noted(db, unmarked, "unmarked", "", narrative_id, actor, at)


def see(db: Database, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """A moderator takes a story on; False when another one has."""
    return _change(db, narrative_id, "seen", actor, at, set="seen_by = :actor, seen_at = :at", when="seen_at is null")


def unsee(db: Database, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Give it back to the queue."""
    return _change(
        db, narrative_id, "unseen", actor, at, set="seen_by = null, seen_at = null", when="seen_at is not null"
    )


def finish(db: Database, narrative_id: str, *, actor: str, how: str, at: datetime) -> bool:
    """Take a story out of the queue with what was done; False when somebody did before."""
    return _change(
        db, narrative_id, "done", actor, at, set="done_by = :actor, done_at = :at, done_how = :note", note=how
    )


def reopen(db: Database, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Put a story back that was taken out of the queue."""
    with db.write():
        reopened = db.execute(
            """
            update urgencies set done_by = null, done_at = null, done_how = ''
            where narrative_id = :id and done_at is not null
            """,
            id=narrative_id,
        )
        return _noted(db, reopened, "reopened", "", narrative_id, actor, at)


def _change(
    db: Database, narrative_id: str, kind: str, actor: str, at: datetime, *, set: str, when: str = "1", note: str = ""
) -> bool:
    with db.write():
        _ensure_row(db, narrative_id)
        changed = db.execute(
            f"""
            update urgencies set {set}
            where narrative_id = :id and done_at is null and {when}
              and (marked_at is not null or exists (select 1 from narratives where id = :id and danger = 1))
            """,
            **_bind(narrative_id, actor, at),
            note=note,
        )
        return _noted(db, changed, kind, note, narrative_id, actor, at)


def _bound(groups: frozenset[str] | None) -> str | None:
    return None if groups is None else json.dumps(sorted(groups))


def _ensure_row(db: Database, narrative_id: str) -> None:
    db.execute(
        "insert into urgencies (narrative_id) select id from narratives where id = :id on conflict do nothing",
        id=narrative_id,
    )


def _bind(narrative_id: str, actor: str, at: datetime) -> dict[str, object]:
    return {"id": narrative_id, "actor": actor, "at": at.isoformat(timespec="microseconds")}


def _noted(db: Database, changed: int, kind: str, note: str, narrative_id: str, actor: str, at: datetime) -> bool:
    """Whether a row was changed; then who did it and when stands beside it, and the clock runs or stops."""
    if changed:
        db.execute(
            """
            insert into urgency_events (id, narrative_id, kind, note, actor, at)
            values (:event, :id, :kind, :note, :actor, :at)
            """,
            **_bind(narrative_id, actor, at),
            event=secrets.token_hex(16),
            kind=kind,
            note=note,
        )
        settle(db, narrative_id, at)
    return changed > 0


def _row_to_urgent(row: Row) -> Urgent:
    return Urgent(
        narrative=row_to_narrative(row),
        state=State(row["state"]),
        spoken=bool(row["spoken"]),
        marked_by=row["marked_by"] or "",
        reason=row["reason"] or "",
        seen_by=row["seen_by"] or "",
        seen_at=_moment(row["seen_at"]),
        done_by=row["done_by"] or "",
        done_at=_moment(row["done_at"]),
        done_how=row["done_how"] or "",
    )


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
