"""Findings and alerts: what moved, in words, and the states an alert may pass through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from narratives.calendar import spoken
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Triad


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


_MAY_FOLLOW = {
    AlertState.WATCHING: {AlertState.RAISED, AlertState.CLOSED},
    AlertState.RAISED: {AlertState.ACKNOWLEDGED, AlertState.CLOSED},
    AlertState.ACKNOWLEDGED: {AlertState.CLOSED},
    AlertState.CLOSED: set(),
}


def may_follow(old: AlertState, new: AlertState) -> bool:
    """Whether an alert may pass from one state to another."""
    return new in _MAY_FOLLOW[old]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the monitor found. `signifier` is a signifier's id, "hot-score", "themes" or "volume".

    `direction` is "anchor:ID", "away:ID", "hotter", "calmer", "option:ID", "less:ID", "more", "fewer"
    or a theme's id; `effect` is in standard deviations of the group's own past (for volume
    the ratio of stories told to stories expected); `evidence` is the mean number of years between
    findings this strong when nothing happens.
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


def sentence(finding: Finding, framework: Framework) -> str:
    """One sentence that somebody who has never seen a triad understands."""
    who = _who(finding)
    since = f"since about {spoken(finding.since)}"
    match finding.signal:
        case Signal.COLLECTION:
            change = {"more": "More stories than usual", "fewer": "Fewer stories than usual"}.get(finding.direction)
            return f"{change or 'The way stories arrive has changed'}: {who}, {since}."
        case Signal.THEME:
            option = _option(finding, framework)
            if option is None:
                where = who if finding.group or finding.scope == "collection" else "in stories without a group"
                return f"What people tell about {where} has changed {since}."
            more = "Fewer" if finding.direction.startswith("less:") else "More"
            return f"{more} stories {who} are about {option} {since}."
        case Signal.TEMPERATURE:
            return f"Stories {who} have {_movement(finding, framework)} {since}."


def _who(finding: Finding) -> str:
    if finding.scope == "collection":
        return "across the whole collection"
    return f"in {finding.group}" if finding.group else "told without naming a group"


def _option(finding: Finding, framework: Framework) -> str | None:
    """The option that a choice moved to, with its question; None where the finding is about no choice."""
    try:
        choice = framework.signifier(finding.signifier)
    except KeyError:
        return None
    option_id = finding.direction.partition(":")[2]
    if not isinstance(choice, Choice) or not option_id:
        return None
    label = next((one.label for one in choice.options if one.id == option_id), option_id)
    return f"“{label}” (“{choice.title}”)"


def _movement(finding: Finding, framework: Framework) -> str:
    if finding.direction == "hotter":
        return "become more troubled"
    if finding.direction == "calmer":
        return "become more hopeful"
    towards, _, anchor_id = finding.direction.partition(":")
    try:
        signifier = framework.signifier(finding.signifier)
    except KeyError:
        return "moved"
    if not isinstance(signifier, Triad | Dyad):
        return "moved"
    label = next((one.label for one in signifier.anchors if one.id == anchor_id), anchor_id)
    way = "moved away from" if towards in {"away", "less"} else "moved towards"
    return f"{way} “{label}” (“{signifier.title}”)"
