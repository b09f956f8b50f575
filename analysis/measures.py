"""What a finding is about as one number a story: a share, a position, a distance, or whether it lies there at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import dist
from typing import Any

from narratives.alert import Finding, Signal
from narratives.framework import Framework
from narratives.movement import HOT_SCORE, NOT_APPLICABLE, THEME, pocket_parts
from narratives.signifiers import Dyad, Triad
from narratives.triangle import ZONES, zone_of
from store.watching import Telling

Measure = Callable[[Telling], float | None]
# Where a text lies: its topic, how unusual it is and whether others are like it, as `TopicSpace.place` gives them.
TextPlace = tuple[int, int, int]
Placed = Callable[[Sequence[Telling]], Mapping[str, TextPlace]]  # by the story's id

FAR_NOVELTY, WITH_ECHO = 6, 2
_CORNER_TO_CORNER = 2**0.5
_SPREAD = frozenset({"wider", "narrower"})
_SIDES = frozenset({"more-extreme", "more-balanced"})


def measure(
    framework: Framework, finding: Finding, before: Sequence[Telling], places: Mapping[str, TextPlace]
) -> Measure | None:
    """What to measure on each story, 0 to 1 (the hot score -1 to 1); None where stories do not show it.

    It gives None for a story that does not answer. `before` are the stories that tell what was usual, which
    distances are taken from, and `places` where the texts of stories lie by story.
    """
    kind, _, target = finding.direction.partition(":")
    if kind in _SPREAD:
        return _distance(framework, finding.signifier, before)
    if kind in _SIDES:
        return lambda one: _one_sidedness(_answer(one, finding.signifier))
    if finding.signifier == HOT_SCORE:
        return lambda one: one.hot
    if finding.signifier == NOT_APPLICABLE:
        return lambda one: _not_applicable(framework, one)
    if kind in {"who", "way"}:
        return lambda one: float((one.stratum if kind == "who" else one.mode) == target)
    if finding.signal is Signal.COLLECTION:
        return None
    if kind in {"topic", "new-topic", "pocket"}:
        return _membership(finding, places)
    if kind in {"option", "less"}:
        return lambda one: _chosen(_answer(one, finding.signifier), target)
    if kind == "zone":
        return lambda one: _in_zone(_answer(one, finding.signifier), target)
    return lambda one: share_of(framework, finding.signifier, target, _answer(one, finding.signifier))


def needs_texts(finding: Finding) -> bool:
    """Whether only the places of texts tell which stories show a finding."""
    kind = finding.direction.partition(":")[0]
    return kind in {"topic", "new-topic"} or any(name == THEME for name, _ in pocket_parts(finding.direction))


def share_of(framework: Framework, signifier_id: str, anchor: str, answer: Mapping[str, Any]) -> float | None:
    """How far a placement lies towards an anchor, 0 to 1."""
    asked = next((one for one in framework.signifiers if one.id == signifier_id), None)
    if not isinstance(asked, Triad | Dyad):
        return None
    place = next((place for place, one in enumerate(asked.anchors) if one.id == anchor), None)
    values = shares_of(answer)
    return None if place is None or len(values) != len(asked.anchors) else values[place]


def _answer(one: Telling, signifier_id: str) -> Mapping[str, Any]:
    return one.answers.get(signifier_id) or {}


def shares_of(answer: Mapping[str, Any]) -> tuple[float, ...]:
    """The shares of a triad's or a dyad's anchors, in their order; empty where it was not answered."""
    match answer:
        case {"shares": [*shares]}:
            return tuple(float(share) for share in shares)
        case {"value": float() | int() as value}:
            return (1.0 - value, float(value))
        case _:
            return ()


def _distance(framework: Framework, signifier_id: str, before: Sequence[Telling]) -> Measure | None:
    """How far a story lies from the middle of the earlier ones; corner to corner, or end to end, is 1."""
    hot = signifier_id == HOT_SCORE

    def place(one: Telling) -> tuple[float, ...]:
        if hot:
            return () if one.hot is None else ((1 - one.hot) / 2, (1 + one.hot) / 2)
        return shares_of(_answer(one, signifier_id))

    placed = [shares for shares in map(place, before) if shares]
    if not placed:
        return None
    middle = tuple(sum(shares) / len(placed) for shares in zip(*placed, strict=True))
    return lambda one: dist(shares, middle) / _CORNER_TO_CORNER if (shares := place(one)) else None


def _one_sidedness(answer: Mapping[str, Any]) -> float | None:
    """The largest share: 1 is one corner or end alone."""
    shares = shares_of(answer)
    return max(shares) if shares else None


def _not_applicable(framework: Framework, one: Telling) -> float | None:
    """The share of the questions put to a teller that do not apply to the story."""
    placed: tuple[Triad | Dyad, ...] = (*framework.triads, *framework.dyads)
    asked = [one.answers[signifier.id] for signifier in placed if signifier.id in one.answers]
    shown = [answer for answer in asked if answer.get("shown") is not False]
    return sum(bool(answer.get("na")) for answer in shown) / len(shown) if shown else None


def _chosen(answer: Mapping[str, Any], option: str) -> float | None:
    options = answer.get("options")
    return float(option in options) if options else None


def _in_zone(answer: Mapping[str, Any], zone: str) -> float | None:
    match shares_of(answer):
        case (top, left, right):
            return float(str(ZONES.index(zone_of((top, left, right)))) == zone)
        case _:
            return None


def _membership(finding: Finding, places: Mapping[str, TextPlace]) -> Measure:
    """Whether a story is one of those that became more frequent; None where it cannot be told."""
    kind, _, target = finding.direction.partition(":")
    parts = pocket_parts(finding.direction) if kind == "pocket" else ((THEME, int(target or 0)),)

    def inside(one: Telling) -> float | None:
        found = [_is_part(one, name, level, places, kind == "new-topic") for name, level in parts]
        known = [part for part in found if part is not None]
        return min(known) if len(known) == len(parts) else None

    return inside


def _is_part(one: Telling, name: str, level: int, places: Mapping[str, TextPlace], is_new: bool) -> float | None:
    if name != THEME:
        return _in_zone(_answer(one, name), str(level))
    if one.id not in places:
        return None
    topic, novelty, echo = places[one.id]
    if novelty < 0:
        return None
    return float(novelty >= FAR_NOVELTY or echo >= WITH_ECHO) if is_new else float(topic == level)
