"""What puts a pocket where it stands in the queue: each part as a small bar and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.calendar import spoken
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from store.release_weak_signals import ReleasedSignal

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, how much of it in hundredths, and the sentence that says the same."""

    name: str
    bar: int
    words: str


def parts(found: ReleasedSignal, framework: Framework, since: date | None) -> tuple[Part, ...]:
    """Growth, novelty, likeness, independence, and placements where they say something."""
    facts = found.signal.parts
    told = (_growth(facts, since), _novelty(facts), _likeness(facts), _independence(facts), _apart(facts, framework))
    return tuple(part for part in told if part is not None)


def chance_words(facts: Mapping[str, Any]) -> str:
    """How often chance alone makes a pocket that is at least as striking."""
    times = round(_HUNDRED * float(facts["chance"]))
    if times >= _HUNDRED // 2:
        return (
            f"When the days are shuffled, something as striking turns up in {times} of 100 tries: most likely chance."
        )
    return f"When the days are shuffled, something as striking turns up in {times} of 100 tries."


def _growth(facts: Mapping[str, Any], since: date | None) -> Part:
    n, expected = int(facts["n"]), float(facts["expected"])
    when = "lately" if since is None else f"since {spoken(since)}"
    about = "fewer than one" if expected < 1 else f"about {round(expected)}"
    words = f"{n} stories {when}, where {about} would be usual for how much was told in all."
    return Part("Growing", _hundredths(1 - expected / max(n - 1, 1)), words)


def _novelty(facts: Mapping[str, Any]) -> Part:
    share, earlier = float(facts["novelty"]), int(facts["earlier"])
    before = {0: "No earlier story lies", 1: "One earlier story lies"}.get(earlier, f"{earlier} earlier stories lie")
    words = f"Further from everything told before than {_of_100(share)} other recent stories. {before} among them."
    return Part("New", _hundredths(share), words)


def _likeness(facts: Mapping[str, Any]) -> Part:
    alike, random = float(facts["alike"]), float(facts["alike_by_chance"])
    words = (
        f"Likeness {alike:.2f}, where 1 is the same words; as many recent stories drawn at random come to {random:.2f}."
    )
    return Part("About one thing", _hundredths((alike - random) / max(1 - random, 0.01)), words)


def _independence(facts: Mapping[str, Any]) -> Part:
    n, days, groups, repeated = (int(facts[name]) for name in ("n", "days", "groups", "repeated"))
    on, of = "day" if days == 1 else "different days", "group" if groups == 1 else "groups"
    words = (
        f"Told on {days} {on} in {groups} {of}, "
        f"{'' if int(facts['keyed']) < n else 'each by another teller, '}each in words of its own."
    )
    if repeated:
        more = "1 more story repeats" if repeated == 1 else f"{repeated} more stories repeat"
        words += f" {more} a teller, a text or a day of a group, and {'is' if repeated == 1 else 'are'} not counted."
    return Part("Independent", _hundredths(min(days, n) / (n + repeated)), words)


def _apart(facts: Mapping[str, Any], framework: Framework) -> Part | None:
    found = facts.get("apart")
    signifier = next((one for one in framework.signifiers if found and one.id == found["signifier"]), None)
    if found is None or not isinstance(signifier, Triad | Dyad):
        return None
    anchor = next((one.label for one in signifier.anchors if one.id == found["anchor"]), "")
    way = "less" if found["less"] else "more"
    words = (
        f"By their tellers’ own placements further from all others than {_of_100(float(found['share']))} random sets: "
        f"most of all, {way} “{anchor}” in “{signifier.title}”."
    )
    return Part("Placed apart", _hundredths(float(found["share"])), words)


def _of_100(share: float) -> str:
    return f"{_hundredths(share)} of 100"


def _hundredths(share: float) -> int:
    return max(0, min(_HUNDRED, round(_HUNDRED * share)))
