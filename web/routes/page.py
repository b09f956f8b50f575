"""The routes in words: where alerts go, whether they arrive, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from narratives.alert import Signal
from narratives.alert_message import SIGNALS
from narratives.calendar import spoken
from narratives.route import Medium, Pace, Route, webhook_secret
from store.routes import Standing

PACES = {
    Pace.IMMEDIATE: "at once",
    Pace.DAILY: "gathered, every day at 07:00",
    Pace.WEEKLY: "gathered, on Mondays at 07:00",
}
MEDIA = {Medium.EMAIL: "E-mail", Medium.WEBHOOK: "Webhook", Medium.FEED: "Feed"}


STATES = ("failing", "waiting", "working", "quiet", "stopped")  # in the order of the page


@dataclass(frozen=True, slots=True)
class RouteCard:
    """One route as an administrator reads it; `state` is one of STATES."""

    id: str
    medium: str
    is_feed: bool
    title: str
    what: str
    state: str
    state_words: str
    trouble: str
    facts: tuple[str, ...]
    secret: str
    is_stopped: bool


def route_cards(
    standings: Sequence[Standing], titles: Mapping[str, str], names: Mapping[str, str], secret: bytes, now: datetime
) -> list[RouteCard]:
    """The routes, those that need somebody first; `titles` are the collections' by id, `names` people's by username."""
    cards = [_card(one, titles, names, secret, now.timestamp()) for one in standings]
    return sorted(cards, key=lambda card: STATES.index(card.state))


def _card(
    standing: Standing, titles: Mapping[str, str], names: Mapping[str, str], secret: bytes, now: float
) -> RouteCard:
    route = standing.route
    state, words = _state(standing, now)
    made_by, made_on = names.get(route.made_by, route.made_by), datetime.fromisoformat(standing.made_at)
    added = f"Added by {made_by} on {spoken(made_on.astimezone().date())}"
    return RouteCard(
        id=route.id,
        medium=MEDIA[route.medium],
        is_feed=route.medium is Medium.FEED,
        title=_title(route, titles),
        what=_what(route, titles),
        state=state,
        state_words=words,
        trouble=route.stopped_because or standing.last_error,
        facts=(*_facts(standing, now), added),
        secret=webhook_secret(route.id, secret) if route.medium is Medium.WEBHOOK else "",
        is_stopped=state == "stopped",
    )


def _title(route: Route, titles: Mapping[str, str]) -> str:
    return _collection(route, titles) if route.medium is Medium.FEED else route.address


def _collection(route: Route, titles: Mapping[str, str]) -> str:
    return "Every collection" if route.collection is None else titles.get(route.collection, route.collection)


def _what(route: Route, titles: Mapping[str, str]) -> str:
    signals = "all alerts"
    if len(route.signals) < len(Signal):
        named = [SIGNALS[signal] for signal in Signal if signal in route.signals]
        signals = f"alerts about {' and '.join(name[0].lower() + name[1:] for name in named)}" if named else ""
    if route.safeguarding:
        signals = " and ".join(filter(None, (signals, "when nobody has looked in time at what may tell of danger")))
    if route.medium is Medium.FEED:
        return f"{signals[0].upper()}{signals[1:]} of the last 90 days"
    return f"{_collection(route, titles)}: {signals}, {PACES[route.pace]}"


def _state(standing: Standing, now: float) -> tuple[str, str]:
    route = standing.route
    if route.stopped_because:
        return "stopped", "Stopped"
    if route.medium is Medium.FEED:
        return "working", "Open"
    if standing.try_at is not None and standing.try_at <= now:
        return "waiting", "On its way"
    if standing.last_error:
        return "failing", "Not arriving"
    return ("working", "Working") if standing.delivered_at else ("quiet", "Nothing sent yet")


def _facts(standing: Standing, now: float) -> list[str]:
    facts = [f"Last delivered {_moment(standing.delivered_at)}"] if standing.delivered_at else []
    if standing.waiting:
        facts.append(_waits(standing, now))
    if standing.given_up:
        facts.append(f"{_count(standing.given_up)} given up so far")
    return facts


def _waits(standing: Standing, now: float) -> str:
    waiting = f"{_count(standing.waiting)} waiting"
    if standing.route.stopped_because:
        return f"{waiting}; started again, it sends them first"
    if standing.try_at is None or standing.try_at <= now:
        return f"{waiting}, due {_moment(standing.try_at)}. If none goes for a minute, see that the worker runs."
    if standing.last_error:
        tried = "once" if standing.attempts == 1 else f"{standing.attempts} times"
        return f"{waiting}, the first tried {tried}; next try {_moment(standing.try_at)}"
    return f"{_count(standing.waiting, 'alert')} gathered so far; the next message goes {_moment(standing.try_at)}"


def _count(number: int, noun: str = "message") -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _moment(seconds: float | None) -> str:
    """For instance "at 14:05 on 3 March 2026"."""
    if seconds is None:
        return ""
    at = datetime.fromtimestamp(seconds).astimezone()
    return f"at {at:%H:%M} on {spoken(at.date())}"
