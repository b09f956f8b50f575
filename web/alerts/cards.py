"""An alert in words: what moved, since when, how much, how sure, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from narratives.alert import AlertState, Finding, Signal
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from store.alerts import Alert
from web.explore.reading.story_cards import StoryCard
from web.explore.temperature_page import GroupChart, TemperaturePage

_SIZES = ((0.35, "A small shift"), (0.6, "A clear shift"), (1.0, "A large shift"), (float("inf"), "A very large shift"))


@dataclass(frozen=True, slots=True)
class Tone:
    """Which way an alert points; `name` is trouble, opportunity or change."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert as a manager reads it."""

    id: str
    sentence: str
    tone: Tone
    state: AlertState
    group: str
    where: str
    years: float
    since_day: date
    since: str
    raised: str
    n: str
    how_much: str
    how_sure: str
    steps: tuple[str, ...]
    stories: tuple[StoryCard, ...]
    map_href: str
    temperature_href: str
    notice: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Everything new about one group: its strongest alert first, the others behind it, its temperature beside."""

    where: str
    first: AlertCard
    others: tuple[AlertCard, ...]
    chart: GroupChart | None
    since_x: float | None


def moved(cards: Iterable[AlertCard], page: TemperaturePage | None) -> tuple[Moved, ...]:
    """Alerts put together by group, in the order in which the groups come up, with the group's temperature."""
    charts = {chart.group: chart for chart in page.charts} if page else {}
    by_group: dict[str, list[AlertCard]] = {}
    for card in cards:
        by_group.setdefault(card.group, []).append(card)
    found = []
    for group, alerts in by_group.items():
        first, *others = sorted(alerts, key=lambda card: (card.tone.name == "change", -card.years))
        since_x = page.scales.x(first.since_day) if page else None
        found.append(Moved(first.where, first, tuple(others), charts.get(group), since_x))
    return tuple(found)


def tone_of(finding: Finding, framework: Framework) -> Tone:
    """Whether a finding points towards what the framework's authors declared hot, or away from it."""
    if finding.signal is not Signal.TEMPERATURE:
        words = "What people talk about" if finding.signal is Signal.THEME else "How stories arrive"
        return Tone("change", words)
    warmth = _warmth(finding, framework)
    if warmth > 0:
        return Tone("trouble", "Trouble")
    return Tone("opportunity", "Opportunity") if warmth < 0 else Tone("change", "Change")


def _warmth(finding: Finding, framework: Framework) -> int:
    """1 towards hot, -1 towards calm, 0 where nothing was declared."""
    if finding.direction in {"hotter", "calmer"}:
        return 1 if finding.direction == "hotter" else -1
    towards, _, anchor = finding.direction.partition(":")
    try:
        signifier = framework.signifier(finding.signifier)
    except KeyError:
        return 0
    if not isinstance(signifier, Triad | Dyad):
        return 0
    declared = (anchor in signifier.hot) - (anchor in signifier.cold)
    return -declared if towards == "away" else declared


# Where no story came, the interval of how many times the usual number came has no upper end.
_MOST_TIMES = 100


def how_much(finding: Finding) -> str:
    """The size of a change in words, with the number and its 95 % interval."""
    low, high = finding.effect_low, finding.effect_high
    if finding.signal is Signal.COLLECTION:
        if finding.effect < 1 and high > _MOST_TIMES:
            return "Hardly any of the usual number of stories; too few to say how much exactly"
        return f"{finding.effect:.1f} times the usual number of stories ({low:.1f} to {high:.1f})"
    size = next(words for most, words in _SIZES if abs(finding.effect) < most)
    low, high = sorted((abs(low), abs(high))) if low * high > 0 else (low, high)
    return f"{size}: {abs(finding.effect):.1f} ({low:.1f} to {high:.1f}), where 1 is how much stories usually differ"


def how_sure(finding: Finding) -> str:
    """How often a change this strong comes up when nothing happens."""
    years = finding.evidence
    if years >= 1000:
        often = "less than once in 1,000 years"
    elif years >= 1.5:
        often = f"about once in {years:,.0f} years"
    elif years >= 0.75:
        often = "about once a year"
    else:
        often = f"about {1 / years:,.0f} times a year" if years > 0 else "often"
    return f"A change this strong comes up by chance {often}"


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
        tone=tone_of(finding, framework),
        state=alert.state,
        group=finding.group,
        years=finding.evidence,
        since_day=finding.since,
        where=finding.group or "All groups together",
        since=f"About {spoken(finding.since)}",
        raised=spoken(finding.raised_on),
        n=f"{finding.n:,} since then" if finding.n >= collection.k else f"Fewer than {collection.k} since then",
        how_much=how_much(finding),
        how_sure=how_sure(finding),
        steps=tuple(step_words(event, names) for event in events if event["new_state"] != AlertState.RAISED.value),
        stories=stories,
        map_href=_map_href(finding, collection, framework),
        temperature_href=url_for("explore.temperature", collection_id=collection.id),
        notice=notice,
    )


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
