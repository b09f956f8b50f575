"""An alert in words: what moved, since when, how much, how sure, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import url_for

from narratives.alert import AlertState, Finding, Signal, also_words
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.movement import THEME, movement, warmth
from store.alerts import Alert, Sign
from web.alerts.figures import Bar, because, how_far, how_large, how_many, how_sure, made_of
from web.explore.reading.story_cards import StoryCard

SIGNALS = {
    Signal.TEMPERATURE: "Temperature",
    Signal.THEME: "What people talk about",
    Signal.COLLECTION: "How stories arrive",
}
WHOLE_UNIT = "collection"


@dataclass(frozen=True, slots=True)
class Tone:
    """Which way an alert points; `name` is trouble, opportunity or change."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert as a manager reads it. `beside` is what else moved, each with its signal where that is another one."""

    id: str
    sentence: str
    signal: Signal
    tone: Tone
    state: AlertState
    unit: tuple[str, str]
    where: str
    years: float
    since_day: date
    raised: str
    n: str
    how_far: str
    how_large: str
    because: tuple[Bar, ...]
    made_of: str
    beside: tuple[tuple[str, str], ...]
    how_sure: str
    steps: tuple[str, ...]
    stories: tuple[StoryCard, ...]
    map_href: str
    temperature_href: str
    notice: str

    @property
    def signal_words(self) -> str:
        """Which of the three signals it is, in words."""
        return SIGNALS[self.signal]


def tone_of(finding: Finding, framework: Framework) -> Tone:
    """Whether a finding points towards what the framework's authors declared hot, or away from it."""
    warm = warmth(finding.signifier, finding.direction, framework) if finding.signal is Signal.TEMPERATURE else 0
    if warm > 0:
        return Tone("trouble", "Trouble")
    return Tone("opportunity", "Opportunity") if warm < 0 else Tone("change", "Change")


def alert_card(
    alert: Alert,
    collection: Collection,
    framework: Framework,
    events: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    stories: tuple[StoryCard, ...],
    notice: str = "",
) -> AlertCard:
    """An alert with its story so far; `names` are people's names by username."""
    finding = alert.finding
    return AlertCard(
        id=alert.id,
        sentence=alert.sentence,
        signal=finding.signal,
        tone=tone_of(finding, framework),
        state=alert.state,
        unit=(finding.scope, finding.group),
        years=finding.evidence,
        since_day=finding.since,
        where=_where(finding),
        raised=spoken(finding.raised_on),
        n="" if finding.is_count else f"{how_many(finding, collection)} since then",
        how_far=how_far(finding, framework),
        how_large=how_large(finding, collection),
        because=because(finding),
        made_of=made_of(finding, framework),
        beside=_beside(alert, framework),
        how_sure=how_sure(finding),
        steps=tuple(step_words(event, names) for event in events if event["new_state"] != AlertState.RAISED.value),
        stories=stories,
        map_href=_map_href(finding, collection, framework),
        temperature_href=url_for("explore.temperature", collection_id=collection.id),
        notice=notice,
    )


def _beside(alert: Alert, framework: Framework) -> tuple[tuple[str, str], ...]:
    """Further signs of the same shift, then what else moved: each signifier once."""
    told = {(sign.finding.signal, sign.finding.signifier) for sign in alert.signs}
    signs = [(sign.finding.signal, _brief(sign, framework)) for sign in alert.signs]
    rest = tuple(one for one in alert.finding.also if (one[0], one[1]) not in told)
    named = [*signs, *also_words(replace(alert.finding, also=rest), framework)]
    return tuple(("" if signal is alert.finding.signal else SIGNALS[signal], words) for signal, words in named)


def _brief(sign: Sign, framework: Framework) -> str:
    """A sign without what the alert says already; its own sentence where only that knows the words of a theme."""
    finding = sign.finding
    moved = movement(finding.signifier, finding.direction, framework)
    if moved is None or finding.direction.startswith("topic:") or f"{THEME}=" in finding.direction:
        return sign.sentence
    return moved.brief


def _where(finding: Finding) -> str:
    if finding.scope == WHOLE_UNIT:
        return "all groups together"
    return finding.group or "stories without a group"


def step_words(event: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who did what and when, for instance "Ada acknowledged this alert at 12:04 on 3 November 2026"."""
    at = datetime.fromisoformat(event["at"]).astimezone()
    who = names.get(event["actor"], event["actor"])
    return f"{who} {event['new_state']} this alert at {at:%H:%M} on {spoken(at.date())}"


def _map_href(finding: Finding, collection: Collection, framework: Framework) -> str:
    query = {"group": finding.group, "from": finding.since.isoformat()}
    if any(triad.id == finding.signifier for triad in framework.triads):
        query["triad"] = finding.signifier
    kept = {name: value for name, value in query.items() if value}
    return url_for("explore.map", collection_id=collection.id, **kept)  # type: ignore[arg-type]
