"""What left the platform about an alert: by which way, on what occasion, and when the receiver had it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from narratives.route import Medium, Occasion
from store.database import Database


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that arrived. Where to is the administrators' to know."""

    medium: Medium
    occasion: Occasion
    at: datetime


def list_deliveries(db: Database, alert_id: str) -> list[Delivery]:
    """The e-mails and webhooks about an alert that arrived, oldest first."""
    rows = db.rows(
        """
        select r.medium, o.occasion, o.delivered_at from outbox as o join routes as r on r.id = o.route_id
        where o.alert_id = :id and o.delivered_at is not null and r.medium <> 'feed' order by o.delivered_at, o.id
        """,
        id=alert_id,
    )
    return [
        Delivery(Medium(row["medium"]), Occasion(row["occasion"]), datetime.fromtimestamp(row["delivered_at"], UTC))
        for row in rows
    ]
