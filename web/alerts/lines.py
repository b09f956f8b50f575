"""An alert in a few words, as the first page lists it: no story is read for it, and no query made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from narratives.alert import AlertState, Signal, Tone
from narratives.alert_message import SIGNALS, TONES
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.course import Course
from narratives.framework import Framework
from store.alerts import Alert
from web.alerts.cards import WHOLE_UNIT
from web.alerts.figures import how_far, how_large, how_sure
from web.sentences import joined

_COURSES = {
    Course.RECOVERING: "On the way back to usual since {day}",
    Course.NO_DATA: "Too few new stories to tell since {day}",
    Course.BACK: "Back to usual since {day}",
}
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert in a list.

    `step` is what was done last, `holder` and `due` say who has it and until when, and `members` are the other groups
    told inside it.
    """

    id: str
    collection: str
    sentence: str
    signal: Signal
    tone: Tone
    state: AlertState
    course: Course
    unit: tuple[str, str]
    where: str
    years: float
    since_day: date
    noticed: str
    how_much: str
    how_sure: str
    course_words: str
    step: str
    holder: str
    due: str
    is_due: bool
    assignee: str
    members: str

    @property
    def signal_words(self) -> str:
        """Which of the three signals it is, in words."""
        return SIGNALS[self.signal]

    @property
    def tone_words(self) -> str:
        """Trouble, opportunity or change."""
        return TONES[self.tone]


def alert_line(
    alert: Alert,
    collection: Collection,
    framework: Framework,
    names: Mapping[str, str],
    today: date,
    step: Mapping[str, Any] | None = None,
) -> AlertLine:
    """An alert as a line; `step` is the newest change of its state and `names` are people's names by username."""
    finding = alert.finding
    return AlertLine(
        id=alert.id,
        collection=collection.id,
        sentence=alert.sentence,
        signal=finding.signal,
        tone=alert.tone,
        state=alert.state,
        course=alert.course,
        unit=(finding.scope, finding.group),
        where=_where(finding.scope, finding.group),
        years=finding.evidence,
        since_day=finding.since,
        noticed=spoken(finding.raised_on),
        how_much=how_far(finding, framework) or how_large(finding, collection),
        how_sure=how_sure(finding),
        course_words=course_words(alert.course, alert.course_since),
        step="" if step is None or alert.state is AlertState.RAISED else step_words(step, names),
        holder=names.get(alert.assignee, alert.assignee) if alert.assignee else "",
        due=due_words(alert.due_on, today),
        is_due=alert.due_on is not None and alert.due_on <= today and alert.is_open,
        assignee=alert.assignee or "",
        members=_members(alert),
    )


def course_words(course: Course, since: date | None) -> str:
    """What the stories have done since; empty while they are still away from usual."""
    words = _COURSES.get(course, "")
    return words.format(day=spoken(since)) if since else words.partition(" since")[0]


def due_words(due_on: date | None, today: date) -> str:
    """Until when somebody has an alert, for instance "Due 3 December 2026"; empty where no day was set."""
    if due_on is None:
        return ""
    if due_on == today:
        return "Due today"
    return f"{'Was due' if due_on < today else 'Due'} {spoken(due_on)}"


def step_words(step: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who did what and when, for instance "Ada acknowledged this alert at 12:04 on 3 November 2026"."""
    at = datetime.fromisoformat(step["at"]).astimezone()
    who = names.get(step["actor"], step["actor"])
    return f"{who} {step['new_value']} this alert at {at:%H:%M} on {spoken(at.date())}"


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many more: "East, West, North and 4 more"."""
    found = list(names)
    rest = len(found) - _MOST_NAMED
    if rest > 0:
        return f"{', '.join(found[:_MOST_NAMED])} and {rest} more"
    return joined(found)


def _members(alert: Alert) -> str:
    """The other groups in which the same shift is under way, but for those that the sentence names."""
    others = {one.finding.group for one in alert.members if one.finding.scope != WHOLE_UNIT} - {alert.finding.group}
    return listed(_where("group", group) for group in sorted(others) if not group or group not in alert.sentence)


def _where(scope: str, group: str) -> str:
    if scope == WHOLE_UNIT:
        return "all groups together"
    return group or "stories without a group"
