"""What leaves the platform when nobody has looked in time at what may tell of danger: where, and not a word of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from narratives.alert import Signal, Tone
from narratives.alert_message import AlertMessage, one_line
from narratives.collection import Collection
from narratives.route import Occasion
from narratives.working_hours import UK, Hours


def overdue_message(collection: Collection, hours: Hours, at: datetime) -> AlertMessage:
    """That somebody should look now; never how many stories wait, of which group, or what the words may tell of."""
    title, today = one_line(collection.title), at.astimezone(UK).date()
    within = f"{hours.within:g} working {'hour' if hours.within == 1 else 'hours'}"
    return AlertMessage(
        alert="",
        occasion=Occasion.OVERDUE,
        collection=collection.id,
        title=title,
        sentence=f"Nobody has looked within {within} at something in {title} that may tell of danger",
        signal=Signal.COLLECTION,
        tone=Tone.TROUBLE,
        where="",
        size="",
        since=today,
        raised_on=today,
    )


def overdue_key(collection_id: str, hour: datetime) -> str:
    """The idempotency key of the message of one collection and hour: two workers send one message."""
    return hashlib.sha256(f"overdue:{collection_id}:{hour.isoformat()}".encode()).hexdigest()[:32]
