"""Findings and alerts: what moved, in words, and the states an alert may pass through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from narratives.calendar import spoken
from narratives.collection import WHOLE
from narratives.framework import Framework
from narratives.movement import Topics, changed, movement, warmth


class Signal(StrEnum):
    """Three signals that are never added up: design section 7."""

    TEMPERATURE = "temperature"
    THEME = "theme"
    COLLECTION = "collection"


class AlertState(StrEnum):
    """Where an alert stands."""

    WATCHING = "watching"
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


_MOST_NAMED = 3  # groups that a sentence names; of more it names all but one of these, and counts the rest
_MAY_FOLLOW = {
    AlertState.WATCHING: {AlertState.RAISED, AlertState.CLOSED},
    AlertState.RAISED: {AlertState.ACKNOWLEDGED, AlertState.CLOSED},
    AlertState.ACKNOWLEDGED: {AlertState.RAISED, AlertState.CLOSED},  # back: whoever took it gives it back
    AlertState.CLOSED: {AlertState.ACKNOWLEDGED, AlertState.RAISED},  # undone, as long as it holds its slot
}


class Tone(StrEnum):
    """Which way an alert points: towards what the framework's authors declared hot, away from it, or neither."""

    TROUBLE = "trouble"
    OPPORTUNITY = "opportunity"
    CHANGE = "change"


class Folding(StrEnum):
    """Why an alert is told inside another one, its lead, and rings nobody by itself."""

    TOGETHER = "together"  # the same shift in another group
    WIDER = "wider"  # the lead is about a unit that holds this one
    INHIBITED = "inhibited"  # the lead says that the way stories arrive explains it


def may_follow(old: AlertState, new: AlertState) -> bool:
    """Whether an alert may pass from one state to another."""
    return new in _MAY_FOLLOW[old]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the monitor found. `signifier` is a signifier's id, "hot-score", "not-applicable", "pockets", "theme",
    "novelty", "volume" or another name of how stories arrive.

    `direction` says which way, as `narratives.movement` reads it: "anchor:ID", "away:ID", "hotter", "calmer",
    "wider", "narrower", "more-extreme", "more-balanced", "zone:PLACE", "pocket:TRIAD=PLACE&TRIAD=PLACE", "option:ID",
    "less:ID", "topic:NUMBER", "new-topic", "more", "fewer", "who:STRATUM", "way:MODE", "new-site", "copies" or
    "one-teller". `effect` is in standard deviations of the group's own past (for volume the ratio of stories told to
    stories expected) and `evidence` the mean number of years between findings this strong when nothing happens, 0
    for a count that is no test.

    `change`, with its 95 % interval, is what moved in the signifier's own unit: points of a hundred of an anchor's
    share, of a position, of the hot score or of an option. `mix` and `placements` add up to it: who answered, and
    what they said. `parts` are (signifier, part of the change) of the hot score. All of them are None, or empty,
    where they are not known or would be about too few. `also` names what else moved in that unit at that time, as
    (signal, signifier, direction).
    """

    raised_on: date
    since: date
    signal: Signal
    signifier: str
    direction: str
    scope: str
    group: str
    n: int
    effect: float
    effect_low: float
    effect_high: float
    evidence: float
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    mix: float | None = None
    placements: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    also: tuple[tuple[str, str, str], ...] = ()

    def __post_init__(self) -> None:
        # What was kept as JSON comes back as lists.
        object.__setattr__(self, "parts", tuple((name, float(part)) for name, part in self.parts))
        object.__setattr__(self, "also", tuple((signal, name, way) for signal, name, way in self.also))

    @property
    def within(self) -> str:
        """The group that it is about; WHOLE where it is about the collection as a whole."""
        return WHOLE if self.scope == "collection" else self.group

    @property
    def is_count(self) -> bool:
        """Whether it states a count and claims no evidence."""
        return self.evidence == 0


def tone_of(finding: Finding, framework: Framework) -> Tone:
    """Which way a finding points; only a temperature points anywhere."""
    warm = warmth(finding.signifier, finding.direction, framework) if finding.signal is Signal.TEMPERATURE else 0
    if warm == 0:
        return Tone.CHANGE
    return Tone.TROUBLE if warm > 0 else Tone.OPPORTUNITY


def slot_of(finding: Finding, tone: Tone) -> str:
    """The one place that an open alert of a unit, signal and tone holds while its window lasts.

    Unique in the store, so that however many workers run one alert stands there, and further signs go into it.
    """
    return f"{finding.signal}:{tone}:{finding.scope}:{finding.group}"


def sentence(finding: Finding, framework: Framework, topics: Topics | None = None, beside: Sequence[str] = ()) -> str:
    """One sentence that somebody who has never seen a triad understands.

    `topics` are the words of its themes, and `beside` further groups in which the same moved.
    """
    moved = movement(finding.signifier, finding.direction, framework, topics)
    since = f"since about {spoken(finding.since)}"
    who, where = _who(finding, beside), _where(finding, beside)
    if finding.signal is Signal.COLLECTION:
        how = f": {moved.brief}" if moved else ""
        if finding.direction == "new-site" and finding.effect > 1:
            how = f": {finding.effect:.0f} new groups have begun to tell stories"
        return f"The way stories arrive changed {where}{how} {since}."
    if moved is None and finding.signal is Signal.THEME:
        return f"What people tell about has changed {where} {since}."
    subject, does, after = (moved.subject, moved.does, moved.after) if moved else ("Stories", "have moved", "")
    return f"{subject} {who} {does} {since}{after}."


def also_words(finding: Finding, framework: Framework, topics: Topics | None = None) -> tuple[tuple[Signal, str], ...]:
    """What else moved beside a finding, in words, each with its signal; what nobody could name is left out."""
    said = []
    for signal, signifier, direction in finding.also:
        moved = movement(signifier, direction, framework, topics)
        words = moved.brief if moved else changed(signifier, framework)
        if words:
            said.append((Signal(signal), words))
    return tuple(said)


def _who(finding: Finding, beside: Sequence[str] = ()) -> str:
    if finding.scope == "collection":
        return "across the whole collection"
    if not finding.group:
        return "told without naming a group"
    return f"in {_listed([finding.group, *(name for name in beside if name)])}"


def _where(finding: Finding, beside: Sequence[str] = ()) -> str:
    """The same after a verb: where stories came."""
    is_named = finding.group or finding.scope == "collection"
    return _who(finding, beside) if is_named else "among stories without a group"


def _listed(groups: Sequence[str]) -> str:
    """For instance "East, West and 8 other groups"."""
    if len(groups) > _MOST_NAMED:
        return f"{', '.join(groups[: _MOST_NAMED - 1])} and {len(groups) - _MOST_NAMED + 1} other groups"
    return " and ".join((", ".join(groups[:-1]), groups[-1])) if len(groups) > 1 else groups[0]
