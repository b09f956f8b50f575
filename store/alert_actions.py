"""What people do about alerts. Every change is a row with who and when, in the transaction that makes it."""

from __future__ import annotations

import json
from datetime import date, datetime

from narratives.alert import AlertState
from narratives.course import Course, Recent
from store.alert_events import MONITOR, add_event
from store.alerts import change_state
from store.database import Database

MOST_NOTE = 2_000


def acknowledge(db: Database, alert_id: str, *, actor: str, at: datetime) -> bool:
    """Say that somebody is looking into an alert and what is told inside it; False if it was not raised any more."""
    return _move(db, alert_id, AlertState.RAISED, AlertState.ACKNOWLEDGED, actor=actor, at=at)


def give_back(db: Database, alert_id: str, *, actor: str, at: datetime) -> bool:
    """Say that nobody is looking into it after all, and whoever had it no longer has it; its day stands.

    False if it was not acknowledged any more.
    """
    with db.write():
        if not _move(db, alert_id, AlertState.ACKNOWLEDGED, AlertState.RAISED, actor=actor, at=at):
            return False
        row = db.one("select due_on from alerts where id = :id", id=alert_id)
        due_on = date.fromisoformat(row["due_on"]) if row and row["due_on"] else None
        assign(db, alert_id, assignee=None, due_on=due_on, actor=actor, at=at)
    return True


def close(db: Database, alert_id: str, *, because: str, actor: str, at: datetime) -> bool:
    """Say that it needs nothing more, and why; False if it was closed already.

    It holds its slot until it is rearmed: what is found of the same shift until then rings nobody.
    """
    with db.write():
        row = db.one("select state from alerts where id = :id", id=alert_id)
        if row is None or row["state"] == AlertState.CLOSED:
            return False
        return _move(db, alert_id, AlertState(row["state"]), AlertState.CLOSED, actor=actor, at=at, because=because)


def reopen(db: Database, alert_id: str, *, actor: str, at: datetime) -> bool:
    """Undo a close: it is what it was before. False if it is open, or rearmed, so that its time is over."""
    with db.write():
        row = db.one(
            """
            select e.old_value from alerts as a join alert_events as e on e.alert_id = a.id
            where a.id = :id and a.state = 'closed' and a.slot is not null and e.kind = 'state'
                and e.new_value = 'closed'
            order by e.at desc, e.place desc limit 1
            """,
            id=alert_id,
        )
        if row is None:
            return False
        return _move(db, alert_id, AlertState.CLOSED, AlertState(row["old_value"]), actor=actor, at=at)


def _move(
    db: Database,
    alert_id: str,
    old: AlertState,
    new: AlertState,
    *,
    actor: str,
    at: datetime,
    because: str | None = None,
) -> bool:
    """The alert and its members: those that stand where it stood, and when it is closed all that are open."""
    with db.write():
        if not change_state(db, alert_id, old, new, actor=actor, at=at, because=because):
            return False
        for row in db.rows("select id, state from alerts where folded_into = :id order by raised_on, id", id=alert_id):
            stood = AlertState(row["state"])
            if stood is old or (new is AlertState.CLOSED and stood is not new):
                change_state(db, row["id"], stood, new, actor=actor, at=at, because=because)
    return True


def assign(db: Database, alert_id: str, *, assignee: str | None, due_on: date | None, actor: str, at: datetime) -> bool:
    """Say who looks into it and until when; None for nobody and for no day. False if that was said already."""
    due = None if due_on is None else due_on.isoformat()
    with db.write():
        row = db.one("select assignee, due_on from alerts where id = :id", id=alert_id)
        if row is None or (row["assignee"], row["due_on"]) == (assignee, due):
            return False
        db.execute(
            "update alerts set assignee = :assignee, due_on = :due where id = :id",
            id=alert_id,
            assignee=assignee,
            due=due,
        )
        for kind, before, after in (("assigned", row["assignee"], assignee), ("due", row["due_on"], due)):
            if before != after:
                add_event(db, alert_id, kind, old=before or "", new=after or "", actor=actor, at=at)
    return True


def add_note(db: Database, alert_id: str, *, text: str, actor: str, at: datetime) -> bool:
    """Write something into the diary of an alert; False if there is no such alert."""
    with db.write():
        if db.one("select id from alerts where id = :id", id=alert_id) is None:
            return False
        add_event(db, alert_id, "note", note=text, actor=actor, at=at)
    return True


def set_course(
    db: Database, alert_id: str, old: Course, new: Course, *, on: date, recent: Recent | None, at: datetime
) -> bool:
    """Say what the stories do after an alert since the day `on`; False if its course is no longer `old`.

    `recent` is stated with it; None leaves what was stated before. Without a change of course only that is new.
    """
    with db.write():
        moved = db.execute(
            """
            update alerts set course = :new, course_since = case when :old = :new then course_since else :day end,
                recent = coalesce(:recent, recent)
            where id = :id and course = :old
            """,
            id=alert_id,
            old=old.value,
            new=new.value,
            day=on.isoformat(),
            recent=None if recent is None else _recent_to_json(recent, on),
        )
        if moved and old is not new:
            add_event(db, alert_id, "course", old=old, new=new, at=at)
    return moved > 0


def _recent_to_json(recent: Recent, on: date) -> str:
    stated = recent.on or on
    return json.dumps([recent.change, recent.low, recent.high, recent.n, stated.isoformat()])


def rearm(db: Database, alert_id: str, *, at: datetime, actor: str = MONITOR) -> bool:
    """Free the slot of an alert: what is found from now on is an alert of its own. False if it was free."""
    with db.write():
        freed = db.execute("update alerts set slot = null where id = :id and slot is not null", id=alert_id)
        if freed:
            add_event(db, alert_id, "rearmed", actor=actor, at=at)
    return freed > 0
