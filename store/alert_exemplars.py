"""The stories that show an alert, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.alert import AlertState
from store.alerts import Alert, list_every_alert
from store.database import Database


def list_unshown(db: Database, collection_id: str, fewer_than: int) -> list[tuple[Alert, tuple[str, ...]]]:
    """Alerts that nobody has closed and that fewer stories show, each with the stories it has, newest first."""
    open_states = (AlertState.RAISED, AlertState.ACKNOWLEDGED)
    alerts = [alert for alert in list_every_alert(db, collection_id) if alert.state in open_states]
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
