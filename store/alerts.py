"""Alerts as rows: raised once, moved by guarded updates, every change an event."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from narratives.alert import AlertState, Finding, Signal, may_follow
from narratives.errors import NotFoundError
from store.database import Database, Row

_FINDING = """signal, signifier, direction, scope, group_name, since, raised_on, n, effect, effect_low, effect_high,
    evidence, change, change_low, change_high, mix, placements, parts, also"""
_VALUES = ", ".join(f":{name}" for name in _FINDING.replace("\n", " ").replace(" ", "").split(","))
_COLUMNS = f"id, collection_id, {_FINDING}, sentence, state"


@dataclass(frozen=True, slots=True)
class Sign:
    """A later finding of the same shift, told inside the alert that it belongs to."""

    finding: Finding
    sentence: str


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding that people were told about, and the further signs of the same shift, oldest first."""

    id: str
    collection: str
    finding: Finding
    sentence: str
    state: AlertState
    signs: tuple[Sign, ...] = ()


def add_alert(
    db: Database, collection_id: str, finding: Finding, *, sentence: str, exemplars: Sequence[str], at: datetime
) -> str | None:
    """Raise an alert once; None when the same finding was raised before, by whichever worker."""
    alert_id = secrets.token_hex(16)
    with db.write():
        stored = db.execute(
            f"""
            insert into alerts ({_COLUMNS}) values (:id, :collection_id, {_VALUES}, :sentence, :state)
            on conflict do nothing
            """,
            id=alert_id,
            collection_id=collection_id,
            sentence=sentence,
            state=AlertState.RAISED.value,
            **_finding_to_row(finding),
        )
        if stored == 0:
            return None
        db.many(
            "insert into alert_exemplars (alert_id, place, narrative_id) values (:alert, :place, :story)",
            [{"alert": alert_id, "place": place, "story": story} for place, story in enumerate(exemplars)],
        )
        _add_event(db, alert_id, AlertState.WATCHING, AlertState.RAISED, actor="monitor", at=at)
    return alert_id


def add_sign(db: Database, alert_id: str, finding: Finding, *, sentence: str) -> bool:
    """Tell a finding inside an alert that stands already; False when it was told there before."""
    with db.write():
        stored = db.execute(
            f"""
            insert into alert_signs (alert_id, {_FINDING}, sentence) values (:alert_id, {_VALUES}, :sentence)
            on conflict do nothing
            """,
            alert_id=alert_id,
            sentence=sentence,
            **_finding_to_row(finding),
        )
    return stored > 0


def change_state(db: Database, alert_id: str, old: AlertState, new: AlertState, *, actor: str, at: datetime) -> bool:
    """Move an alert from `old` to `new` and record who and when; False if it was no longer in `old`."""
    if not may_follow(old, new):
        raise ValueError(f"an alert never passes from {old.value} to {new.value}")
    with db.write():
        moved = db.execute(
            "update alerts set state = :new where id = :id and state = :old", id=alert_id, old=old.value, new=new.value
        )
        if moved == 0:
            return False  # another manager got there first
        _add_event(db, alert_id, old, new, actor=actor, at=at)
    return True


def _add_event(db: Database, alert_id: str, old: AlertState, new: AlertState, *, actor: str, at: datetime) -> None:
    db.execute(
        """
        insert into alert_events (id, alert_id, kind, old_value, new_value, actor, at)
        values (:id, :alert_id, 'state', :old, :new, :actor, :at)
        """,
        id=secrets.token_hex(16),
        alert_id=alert_id,
        old=old.value,
        new=new.value,
        actor=actor,
        at=at.isoformat(timespec="seconds"),
    )


def list_alerts(db: Database, collection_id: str, *, states: Sequence[AlertState] = tuple(AlertState)) -> list[Alert]:
    """Alerts of a collection, newest first."""
    rows = db.rows(
        f"select {_COLUMNS} from alerts where collection_id = :id order by raised_on desc, evidence desc, id",
        id=collection_id,
    )
    signs = _signs(db, "alert_id in (select id from alerts where collection_id = :id)", collection_id)
    alerts = [_row_to_alert(row, signs) for row in rows]
    return [alert for alert in alerts if alert.state in states]


def get_alert(db: Database, alert_id: str) -> Alert:
    """Raises NotFoundError if no alert has that id."""
    row = db.one(f"select {_COLUMNS} from alerts where id = :id", id=alert_id)
    if row is None:
        raise NotFoundError("alert", alert_id)
    return _row_to_alert(row, _signs(db, "alert_id = :id", alert_id))


def _signs(db: Database, which: str, id: str) -> dict[str, tuple[Sign, ...]]:
    rows = db.rows(
        f"select alert_id, {_FINDING}, sentence from alert_signs where {which} order by raised_on, evidence desc", id=id
    )
    signs: dict[str, tuple[Sign, ...]] = {}
    for row in rows:
        told = Sign(_row_to_finding(row), row["sentence"])
        signs[row["alert_id"]] = (*signs.get(row["alert_id"], ()), told)
    return signs


def list_unshown(db: Database, collection_id: str, fewer_than: int) -> list[tuple[Alert, tuple[str, ...]]]:
    """Alerts that nobody has closed and that fewer stories show, each with the stories it has, newest first."""
    alerts = list_alerts(db, collection_id, states=(AlertState.RAISED, AlertState.ACKNOWLEDGED))
    rows = db.rows(
        """
        select e.alert_id, e.narrative_id from alert_exemplars as e join alerts as a on a.id = e.alert_id
        where a.collection_id = :id order by e.alert_id, e.place
        """,
        id=collection_id,
    )
    shown = {alert.id: tuple(row["narrative_id"] for row in rows if row["alert_id"] == alert.id) for alert in alerts}
    return [(alert, shown[alert.id]) for alert in alerts if len(shown[alert.id]) < fewer_than]


def add_exemplars(db: Database, alert_id: str, stories: Sequence[str]) -> int:
    """Put stories behind those that show an alert; one that is there already stays where it is."""
    added = 0
    with db.write():
        for story in stories:
            added += db.execute(
                """
                insert into alert_exemplars (alert_id, place, narrative_id)
                select :alert, (select coalesce(max(place) + 1, 0) from alert_exemplars where alert_id = :alert), :story
                where not exists (
                    select 1 from alert_exemplars where alert_id = :alert and narrative_id = :story
                )
                """,
                alert=alert_id,
                story=story,
            )
    return added


def list_events(db: Database, alert_id: str) -> list[Row]:
    """What happened to an alert, oldest first: old_state, new_state, actor, at."""
    return db.rows(
        """
        select old_value as old_state, new_value as new_state, actor, at from alert_events
        where alert_id = :id and kind = 'state' order by at, id
        """,
        id=alert_id,
    )


def _finding_to_row(finding: Finding) -> Row:
    row = asdict(finding)
    return row | {
        "signal": finding.signal.value,
        "group_name": row.pop("group"),
        "since": finding.since.isoformat(),
        "raised_on": finding.raised_on.isoformat(),
        "parts": json.dumps(finding.parts, ensure_ascii=False),
        "also": json.dumps(finding.also, ensure_ascii=False),
    }


def _row_to_finding(row: Row) -> Finding:
    stored = {one.name: row["group_name" if one.name == "group" else one.name] for one in fields(Finding)}
    return Finding(
        **stored
        | {
            "raised_on": date.fromisoformat(row["raised_on"]),
            "since": date.fromisoformat(row["since"]),
            "signal": Signal(row["signal"]),
            # An alert that was raised before these were kept has none.
            "parts": tuple(json.loads(row["parts"] or "[]")),
            "also": tuple(json.loads(row["also"] or "[]")),
        }
    )


def _row_to_alert(row: Row, signs: Mapping[str, tuple[Sign, ...]]) -> Alert:
    return Alert(
        id=row["id"],
        collection=row["collection_id"],
        finding=_row_to_finding(row),
        sentence=row["sentence"],
        state=AlertState(row["state"]),
        signs=signs.get(row["id"], ()),
    )
