"""Alerts and what is told inside them: each raised once, however many workers run."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from narratives.alert import AlertState, Finding, Folding, Tone, may_follow, slot_of
from narratives.errors import NotFoundError
from narratives.route import Occasion
from store.alert_events import add_event, list_events
from store.alert_rows import READ, Alert, Sign, row_to_alert
from store.database import Database, Row
from store.finding_rows import COLUMNS, VALUES, finding_to_row, row_to_finding
from store.outbox import post

__all__ = ["Alert", "Fold", "Sign", "add_alert", "add_sign", "change_state", "fold", "get_alert", "list_alerts"]
__all__ += ["list_events", "list_every_alert", "retell", "tell"]


@dataclass(frozen=True, slots=True)
class Fold:
    """Inside which alert another one is told, and why."""

    lead: str
    because: Folding


def add_alert(
    db: Database,
    collection_id: str,
    finding: Finding,
    *,
    sentence: str,
    exemplars: Sequence[str],
    at: datetime,
    tone: Tone = Tone.CHANGE,
    folding: Fold | None = None,
    silence_id: str | None = None,
    missing: Sequence[tuple[str, float, float]] = (),
    holds_slot: bool = True,
) -> str | None:
    """Raise an alert once and tell those who receive alerts, unless it is folded or silenced.

    None when the same finding was raised before, or another alert holds its slot, by whichever worker. One of so long
    ago that its time is over holds none.
    """
    alert_id = secrets.token_hex(16)
    kept = {
        "id": alert_id,
        "collection_id": collection_id,
        "sentence": sentence,
        "state": AlertState.RAISED.value,
        "tone": tone.value,
        "slot": slot_of(finding, tone) if holds_slot else None,
        "missing": json.dumps(list(missing), ensure_ascii=False),
        "folded_into": None if folding is None else folding.lead,
        "folded_because": None if folding is None else folding.because.value,
        "silence_id": silence_id,
    }
    with db.write():
        if not _store(db, finding, kept, exemplars):
            return None
        add_event(db, alert_id, "state", old=AlertState.WATCHING, new=AlertState.RAISED, at=at)
        if folding is not None:
            _add_fold_events(db, alert_id, folding, at=at)
        if silence_id is not None:
            add_event(db, alert_id, "silenced", new=silence_id, at=at)
        tell(db, alert_id, Occasion.RAISED, at)
    return alert_id


def _store(db: Database, finding: Finding, kept: Row, exemplars: Sequence[str]) -> bool:
    """Whether there was room for an alert."""
    stored = db.execute(
        f"""
        insert into alerts (id, collection_id, {COLUMNS}, sentence, state, tone, slot, course, course_since, missing,
            folded_into, folded_because, silence_id)
        values (:id, :collection_id, {VALUES}, :sentence, :state, :tone, :slot, 'moving', :since, :missing,
            :folded_into, :folded_because, :silence_id)
        on conflict do nothing
        """,
        **finding_to_row(finding),
        **kept,
    )
    db.many(
        "insert into alert_exemplars (alert_id, place, narrative_id) values (:alert, :place, :story)",
        [{"alert": kept["id"], "place": place, "story": story} for place, story in enumerate(exemplars) if stored],
    )
    return stored > 0


def add_sign(db: Database, alert_id: str, finding: Finding, *, sentence: str, at: datetime | None = None) -> bool:
    """Tell a finding inside an alert that stands already; False when it was told there before."""
    with db.write():
        stored = db.execute(
            f"""
            insert into alert_signs (alert_id, {COLUMNS}, sentence) values (:alert_id, {VALUES}, :sentence)
            on conflict do nothing
            """,
            **finding_to_row(finding),
            alert_id=alert_id,
            sentence=sentence,
        )
        if stored and at is not None:
            add_event(db, alert_id, "sign", new=finding.signifier, note=sentence, at=at)
    return stored > 0


def fold(db: Database, alert_id: str, folding: Fold, *, at: datetime) -> bool:
    """Tell an alert, with all that are told inside it, inside another one from now on.

    False where somebody has taken it up, or it is folded or silenced already: what people work on stays in sight.
    """
    with db.write():
        moved = db.execute(
            """
            update alerts set folded_into = :lead, folded_because = :because
            where id = :id and id <> :lead and state = 'raised' and folded_into is null and silence_id is null
                and assignee is null and not exists (
                    select 1 from alerts as lead where lead.id = :lead and lead.folded_into is not null
                )
            """,
            id=alert_id,
            lead=folding.lead,
            because=folding.because.value,
        )
        if moved == 0:
            return False
        _add_fold_events(db, alert_id, folding, at=at)
        for row in db.rows("select id, folded_because from alerts where folded_into = :id order by id", id=alert_id):
            db.execute("update alerts set folded_into = :lead where id = :id", id=row["id"], lead=folding.lead)
            _add_fold_events(db, row["id"], Fold(folding.lead, Folding(row["folded_because"])), at=at)
    return True


def _add_fold_events(db: Database, alert_id: str, folding: Fold, *, at: datetime) -> None:
    """Both diaries say it: of the one that is folded by its lead's id, and of the lead by the other's."""
    add_event(db, alert_id, "folded", new=folding.lead, note=folding.because, at=at)
    add_event(db, folding.lead, "folded", old=alert_id, note=folding.because, at=at)


def retell(db: Database, alert_id: str, sentence: str) -> None:
    """Put an alert into other words, as when the groups that are told inside it are named; its evidence stays."""
    with db.write():
        db.execute("update alerts set sentence = :sentence where id = :id", id=alert_id, sentence=sentence)


def tell(db: Database, alert_id: str, occasion: Occasion, at: datetime) -> bool:
    """Hand an alert to every route; False where it is folded, silenced or no route takes it. Call in a transaction."""
    row = db.one("select folded_into, silence_id from alerts where id = :id", id=alert_id)
    if row is None or row["folded_into"] is not None or row["silence_id"] is not None:
        return False
    if post(db, alert_id, occasion, at) == 0:
        return False
    if occasion is not Occasion.RAISED:
        add_event(db, alert_id, "told", new=occasion, at=at)
    return True


def change_state(
    db: Database,
    alert_id: str,
    old: AlertState,
    new: AlertState,
    *,
    actor: str,
    at: datetime,
    because: str | None = None,
) -> bool:
    """Move an alert from `old` to `new` and record who and when; False if it was no longer in `old`.

    `because` is why it was closed, and is forgotten when it is opened again.
    """
    if not may_follow(old, new):
        raise ValueError(f"an alert never passes from {old.value} to {new.value}")
    with db.write():
        moved = db.execute(
            "update alerts set state = :new, closed_because = :because where id = :id and state = :old",
            id=alert_id,
            old=old.value,
            new=new.value,
            because=because,
        )
        if moved == 0:
            return False  # another manager got there first
        add_event(db, alert_id, "state", old=old, new=new, note=because or "", actor=actor, at=at)
    return True


def list_alerts(db: Database, collection_id: str, *, states: Sequence[AlertState] = tuple(AlertState)) -> list[Alert]:
    """Alerts of a collection that are not told inside another one, newest first."""
    leads = _with_members(list_every_alert(db, collection_id))
    return [alert for alert in leads if alert.state in states]


def list_every_alert(db: Database, collection_id: str) -> list[Alert]:
    """Every alert of a collection by itself, whether or not it is told inside another one, newest first."""
    rows = db.rows(
        f"select {READ} from alerts where collection_id = :id order by raised_on desc, evidence desc, id",
        id=collection_id,
    )
    signs = _signs(db, "alert_id in (select id from alerts where collection_id = :id)", collection_id)
    return [row_to_alert(row, signs) for row in rows]


def get_alert(db: Database, alert_id: str) -> Alert:
    """An alert with its members; raises NotFoundError if no alert has that id."""
    which = "id = :id or folded_into = :id"
    rows = db.rows(f"select {READ} from alerts where {which} order by raised_on desc, evidence desc, id", id=alert_id)
    signs = _signs(db, f"alert_id in (select id from alerts where {which})", alert_id)
    found = [row_to_alert(row, signs) for row in rows]
    own = next((alert for alert in found if alert.id == alert_id), None)
    if own is None:
        raise NotFoundError("alert", alert_id)
    return _joined(own, [alert for alert in found if alert.folded_into == alert_id])


def _with_members(alerts: Iterable[Alert]) -> list[Alert]:
    leads, folded = [], defaultdict(list)
    for alert in alerts:
        if alert.folded_into is None:
            leads.append(alert)
        else:
            folded[alert.folded_into].append(alert)
    return [_joined(lead, folded[lead.id]) for lead in leads]


def _joined(lead: Alert, members: Sequence[Alert]) -> Alert:
    return replace(lead, members=tuple(sorted(members, key=_oldest_first))) if members else lead


def _oldest_first(alert: Alert) -> tuple[object, ...]:
    """Of those of one day the strongest first."""
    return alert.finding.raised_on, -alert.finding.evidence, alert.finding.group, alert.id


def _signs(db: Database, which: str, id: str) -> dict[str, tuple[Sign, ...]]:
    rows = db.rows(
        f"select alert_id, {COLUMNS}, sentence from alert_signs where {which} order by raised_on, evidence desc", id=id
    )
    signs: dict[str, tuple[Sign, ...]] = {}
    for row in rows:
        told = Sign(row_to_finding(row), row["sentence"])
        signs[row["alert_id"]] = (*signs.get(row["alert_id"], ()), told)
    return signs
