"""What a feed reader is given: the alerts of a route in the words that leave the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from narratives.alert_message import AlertMessage
from narratives.route import Occasion, Route, token_hash
from store.database import Database
from store.outbox import told_of
from store.routes import get_route

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Item:
    """One alert of a feed, and when it was raised, as ISO 8601."""

    message: AlertMessage
    at: str


def find_feed(db: Database, token: str) -> Route | None:
    """The feed of a token; None where nobody was given it. Looked up by its hash, so a guess learns nothing of time."""
    row = db.one("select id from routes where medium = 'feed' and address = :hash", hash=token_hash(token))
    return None if row is None else get_route(db, row["id"])


def list_items(db: Database, feed: Route, today: date) -> list[Item]:
    """The alerts of the last 90 days that a feed tells, newest first: none that is told inside another or silenced."""
    rows = db.rows(
        """
        select a.id, a.signal, min(e.at) as at from alerts as a
        join alert_events as e on e.alert_id = a.id and e.kind = 'state' and e.new_value = 'raised'
        where (:collection is null or a.collection_id = :collection) and a.raised_on >= :since
          and a.folded_into is null and a.silence_id is null
        group by a.id, a.signal order by at desc, a.id
        """,
        collection=feed.collection,
        since=(today - KEPT).isoformat(),
    )
    wanted = [row for row in rows if row["signal"] in feed.signals]
    return [Item(told_of(db, row["id"], Occasion.RAISED), row["at"]) for row in wanted]
