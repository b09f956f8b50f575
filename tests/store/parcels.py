"""Routes and messages for tests of what leaves the platform."""

from dataclasses import replace
from datetime import UTC, date, datetime

from narratives.alert import Signal, Tone
from narratives.alert_message import AlertMessage
from narratives.route import Medium, Occasion, Pace, Route
from store.database import SqliteDatabase
from store.outbox import put
from store.sending import Parcel

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
NOW = NOON.timestamp()
HOOK = Route("hook", None, Medium.WEBHOOK, "https://hooks.example.org/a", Pace.IMMEDIATE, frozenset(Signal), "ade")
MAIL = replace(HOOK, id="mail", medium=Medium.EMAIL, address="team@example.org", pace=Pace.DAILY)


def make_message(sentence: str = "Stories in east have moved.", **changes: object) -> AlertMessage:
    message = AlertMessage(
        alert="",
        occasion=Occasion.RAISED,
        collection="plot",
        title="The plot",
        sentence=sentence,
        signal=Signal.TEMPERATURE,
        tone=Tone.TROUBLE,
        where="east",
        size="a large shift",
        since=date(2026, 2, 20),
        raised_on=date(2026, 3, 2),
    )
    return replace(message, **changes)


def make_parcel(*messages: AlertMessage, route: Route = HOOK, **changes: object) -> Parcel:
    parcel = Parcel(route, "the-key", messages or (make_message(),), NOW, 0, "a")
    return replace(parcel, **changes)


def fill(db: SqliteDatabase, route: Route, *sentences: str, due: datetime = NOON) -> None:
    """Put messages into a route's outbox, each with its sentence in its key."""
    for sentence in sentences:
        put(db, route, f"{sentence}-key", make_message(sentence), NOON, due)
