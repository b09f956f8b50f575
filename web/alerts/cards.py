"""What an alert's evidence says in words: how far, made of what, how sure, what else moved, and the stories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from narratives.alert import Finding, Signal, also_words
from narratives.alert_message import SIGNALS
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.movement import THEME, movement
from store.alerts import Alert, Sign
from web.alerts.evidence import Evidence, evidence_of
from web.alerts.figures import Bar, because, how_far, how_large, how_many, how_sure, made_of
from web.explore.blueprint import may_read
from web.explore.reading.story_cards import StoryCard

WHOLE_UNIT = "collection"


@dataclass(frozen=True, slots=True)
class AlertCard:
    """The evidence of an alert. `size` is how much at a glance, `figures` the same in standard deviations.

    `beside` is what else moved, each with its signal where that is another one.
    """

    id: str
    sentence: str
    signal: Signal
    noticed: str
    size: str
    figures: str
    because: tuple[Bar, ...]
    made_of: str
    beside: tuple[tuple[str, str], ...]
    how_sure: str
    stories: tuple[StoryCard, ...]
    may_read: bool
    map_href: str
    temperature_href: str
    evidence: Evidence


def alert_card(
    alert: Alert, collection: Collection, framework: Framework, stories: tuple[StoryCard, ...], today: date
) -> AlertCard:
    """An alert with what stands behind it; `stories` are those that show it, as far as they may be read."""
    finding = alert.finding
    far, large = how_far(finding, framework), how_large(finding, collection)
    at_a_glance, is_explained, _ = large.partition(":")
    return AlertCard(
        id=alert.id,
        sentence=alert.sentence,
        signal=finding.signal,
        noticed=_noticed(finding, collection),
        size=far or at_a_glance,
        figures=large if far or is_explained else "",
        because=because(finding),
        made_of=made_of(finding, framework),
        beside=_beside(alert, framework),
        how_sure=how_sure(finding),
        stories=stories,
        may_read=may_read(collection.id),
        map_href=_map_href(finding, collection, framework),
        temperature_href=url_for("explore.temperature", collection_id=collection.id),
        evidence=evidence_of(alert, collection, framework, today),
    )


def _noticed(finding: Finding, collection: Collection) -> str:
    """When it was noticed and out of how much: what comes later belongs to the picture and to the course."""
    when = f"Noticed on {spoken(finding.raised_on)}"
    if finding.is_count:
        return f"{when}."
    n = how_many(finding, collection)
    return f"{when}, from {n[0].lower()}{n[1:]} {'story' if n == '1' else 'stories'} told since it began."


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


def _map_href(finding: Finding, collection: Collection, framework: Framework) -> str:
    query = {"group": finding.group, "from": finding.since.isoformat()}
    if any(triad.id == finding.signifier for triad in framework.triads):
        query["triad"] = finding.signifier
    kept = {name: value for name, value in query.items() if value}
    return url_for("explore.map", collection_id=collection.id, **kept)  # type: ignore[arg-type]
