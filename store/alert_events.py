"""The diary of an alert: every change is a row with who and when, and no row is ever changed."""

from __future__ import annotations

import secrets
from datetime import datetime

from store.database import Database, Row

MONITOR = "monitor"  # who did what no person did


def add_event(
    db: Database,
    alert_id: str,
    kind: str,
    *,
    old: str = "",
    new: str = "",
    note: str = "",
    actor: str = MONITOR,
    at: datetime,
) -> None:
    """Note a change; call it in the transaction that makes it.

    `kind` is "state", "course", "assigned", "due", "note", "judged", "silenced", "folded", "sign", "rearmed" or
    "told".
    """
    db.execute(
        """
        insert into alert_events (id, alert_id, place, kind, old_value, new_value, note, actor, at)
        values (
            :id, :alert_id, (select count(*) from alert_events where alert_id = :alert_id),
            :kind, :old, :new, :note, :actor, :at
        )
        """,
        id=secrets.token_hex(16),
        alert_id=alert_id,
        kind=kind,
        old=old,
        new=new,
        note=note,
        actor=actor,
        at=at.isoformat(timespec="seconds"),
    )


def list_events(db: Database, alert_id: str) -> list[Row]:
    """What happened to an alert, oldest first: kind, old_value, new_value, note, actor, at."""
    return db.rows(
        """
        select kind, old_value, new_value, note, actor, at
        from alert_events
        where alert_id = :id order by at, place, id
        """,
        id=alert_id,
    )
