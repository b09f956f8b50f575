"""The routes in words: where alerts go, whether they arrive, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class RouteCard:
    """One route as an administrator reads it; `state` is working, failing, waiting, quiet or stopped."""

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


def route_card(standing: Standing, titles: Mapping[str, str], secret: bytes) -> RouteCard:
    """One route; `titles` are the collections' titles by id."""
    route = standing.route
    state, words = _state(standing)
    return RouteCard(
        id=route.id,
        medium=MEDIA[route.medium],
        is_feed=route.medium is Medium.FEED,
        title=_title(route, titles),
        what=_what(route, titles),
        state=state,
        state_words=words,
        trouble=_trouble(standing),
        facts=tuple(_facts(standing)),
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
        signals = f"alerts about {' and '.join(name[0].lower() + name[1:] for name in named)}"
    if route.medium is Medium.FEED:
        return f"{signals[0].upper()}{signals[1:]} of the last 90 days"
    return f"{_collection(route, titles)}: {signals}, {PACES[route.pace]}"


def _state(standing: Standing) -> tuple[str, str]:
    route = standing.route
    if route.stopped_because:
        return "stopped", "Stopped"
    if route.medium is Medium.FEED:
        return "working", "Open"
    if standing.last_error:
        return "failing", "Not arriving"
    if standing.waiting:
        return "waiting", f"{_count(standing.waiting)} waiting"
    return ("working", "Working") if standing.delivered_at else ("quiet", "Nothing sent yet")


def _trouble(standing: Standing) -> str:
    if standing.route.stopped_because:
        return standing.route.stopped_because
    return standing.last_error


def _facts(standing: Standing) -> list[str]:
    if standing.route.medium is Medium.FEED:
        return []
    facts = [f"Last delivered {_moment(standing.delivered_at)}"] if standing.delivered_at else []
    if standing.waiting and standing.last_error and not standing.route.stopped_because:
        tried = "once" if standing.attempts == 1 else f"{standing.attempts} times"
        facts.append(
            f"{_count(standing.waiting)} waiting, the first tried {tried}; next try {_moment(standing.try_at)}"
        )
    elif standing.waiting:
        facts.append(_waits(standing))
    if standing.given_up:
        facts.append(f"{_count(standing.given_up)} given up so far")
    return facts


def _waits(standing: Standing) -> str:
    if standing.route.stopped_because:
        return f"{_count(standing.waiting)} waiting; started again, it sends them first"
    return f"{_count(standing.waiting)} waiting, to be sent {_moment(standing.try_at)}"


def _count(number: int) -> str:
    return "1 message" if number == 1 else f"{number:,} messages"


def _moment(seconds: float | None) -> str:
    """For instance "at 14:05 on 3 March 2026"."""
    if seconds is None:
        return ""
    at = datetime.fromtimestamp(seconds).astimezone()
    return f"at {at:%H:%M} on {spoken(at.date())}"
