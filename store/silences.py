"""Silences: who asked for which, why and until when. An alert under one is kept and listed, and nobody is told."""

from __future__ import annotations

from datetime import date, datetime

from narratives.alert import Finding, Signal
from narratives.errors import NotFoundError
from narratives.route import Occasion
from narratives.silence import Silence
from store.alert_events import MONITOR, add_event
from store.alerts import tell
from store.database import Database, Row

_COLUMNS = "id, collection_id, group_name, signal, reason, until_on, made_by, made_at, lifted_by"


def add_silence(db: Database, silence: Silence, at: datetime) -> None:
    """Keep a silence; what was raised before it stays as it is, and is neither reminded of nor told again."""
    with db.write():
        db.execute(
            """
            insert into silences (id, collection_id, group_name, signal, reason, until_on, made_by, made_at)
            values (:id, :collection, :group, :signal, :reason, :until, :made_by, :at)
            """,
            id=silence.id,
            collection=silence.collection,
            group=silence.group,
            signal=None if silence.signal is None else silence.signal.value,
            reason=silence.reason,
            until=silence.until.isoformat(),
            made_by=silence.made_by,
            at=at.isoformat(timespec="seconds"),
        )


def lift_silence(db: Database, silence_id: str, *, actor: str, at: datetime) -> bool:
    """End a silence before its day; False if somebody lifted it already. The worker tells what it kept quiet."""
    with db.write():
        lifted = db.execute(
            "update silences set lifted_by = :actor, lifted_at = :at where id = :id and lifted_by is null",
            id=silence_id,
            actor=actor,
            at=at.isoformat(timespec="seconds"),
        )
    return lifted > 0


def get_silence(db: Database, silence_id: str) -> Silence:
    """Raises NotFoundError if no silence has that id."""
    row = db.one(f"select {_COLUMNS} from silences where id = :id", id=silence_id)
    if row is None:
        raise NotFoundError("silence", silence_id)
    return _row_to_silence(row)


def list_silences(db: Database, collection_id: str, *, today: date) -> list[Silence]:
    """The silences that hold today, the one that ends first in front."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from silences
        where collection_id = :id and lifted_by is null and until_on >= :today order by until_on, id
        """,
        id=collection_id,
        today=today.isoformat(),
    )
    return [_row_to_silence(row) for row in rows]


def active_silence(db: Database, collection_id: str, finding: Finding, today: date) -> Silence | None:
    """The silence that a finding falls under today, the longest of several."""
    covering = (one for one in list_silences(db, collection_id, today=today) if one.covers(finding, today))
    return max(covering, key=lambda one: (one.until, one.id), default=None)


def end_silence(db: Database, alert_id: str, *, still_moves: bool, at: datetime) -> bool:
    """An alert whose silence is over is like any other; told late where it `still_moves`. False if it was done."""
    with db.write():
        row = db.one("select silence_id from alerts where id = :id and silence_id is not null", id=alert_id)
        if row is None:
            return False
        db.execute("update alerts set silence_id = null where id = :id", id=alert_id)
        add_event(db, alert_id, "silenced", old=row["silence_id"], actor=MONITOR, at=at)
        if still_moves:
            tell(db, alert_id, Occasion.RAISED, at)
    return True


def pass_on_silence(db: Database, alert_id: str, old: str, new: str, *, at: datetime) -> bool:
    """Keep an alert quiet under another silence, once the one that it fell under is over; False if that was done."""
    with db.write():
        moved = db.execute(
            "update alerts set silence_id = :new where id = :id and silence_id = :old", id=alert_id, old=old, new=new
        )
        if moved:
            add_event(db, alert_id, "silenced", old=old, new=new, actor=MONITOR, at=at)
    return moved > 0


def count_changes(db: Database, collection_id: str) -> int:
    """A number that grows with every silence made or lifted."""
    row = db.one("select count(*) + count(lifted_by) as n from silences where collection_id = :id", id=collection_id)
    return int(row["n"]) if row else 0


def _row_to_silence(row: Row) -> Silence:
    return Silence(
        id=row["id"],
        collection=row["collection_id"],
        group=row["group_name"],
        signal=None if row["signal"] is None else Signal(row["signal"]),
        reason=row["reason"],
        until=date.fromisoformat(row["until_on"]),
        made_by=row["made_by"],
        made_at=row["made_at"],
        lifted_by=row["lifted_by"],
    )
