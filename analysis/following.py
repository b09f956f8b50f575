"""Alerts after they were raised: their course, reminders, the end of silences, going back to usual, and rearming."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analysis.course import Stand, has_course, stand_of, window
from analysis.folding import WINDOW
from analysis.measures import Placed
from narratives.alert import AlertState
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.course import Course, Recent, next_course
from narratives.framework import Framework
from narratives.probe import ProbeState
from narratives.route import Occasion
from store.alert_actions import close, rearm, set_course
from store.alert_events import MONITOR, list_events
from store.alerts import Alert, get_alert, list_alerts, tell
from store.database import Database
from store.probes import probes_of_alert
from store.silences import active_silence, end_silence, get_silence, pass_on_silence

REMIND_AFTER = timedelta(days=7)
WENT_BACK = "The stories went back to what was usual before."
_MOVING = frozenset({Course.MOVING, Course.NO_DATA})


def follow_alerts(
    db: Database,
    collection: Collection,
    framework: Framework,
    placed: Placed,
    *,
    today: date,
    at: datetime,
    beat: Callable[[], None] = lambda: None,
) -> None:
    """Bring every alert that is open, or still holds its slot, up to date; safe to kill and to run twice."""
    following = _Following(db, collection, framework, placed, today, at)
    for lead in list_alerts(db, collection.id):
        whole = [one for one in (lead, *lead.members) if one.is_open or not one.rearmed]
        for alert in whole:
            beat()
            following.set_course(alert)
        if whole:
            following.settle(lead.id)


@dataclass(frozen=True, slots=True)
class _Following:
    """One pass over the alerts of a collection."""

    db: Database
    collection: Collection
    framework: Framework
    placed: Placed
    today: date
    at: datetime

    def set_course(self, alert: Alert) -> None:
        """What the stories do after an alert, and a message where it moves again after it was on its way back."""
        stand = stand_of(self.db, self.collection, self.framework, alert, self.placed, self.today)
        if stand is None:
            return
        since = alert.course_since or alert.finding.since
        least = 0 if stand.is_ratio else self.collection.k  # of how many came, few are as telling as many
        new = next_course(alert.course, since, stand.recent, stand.change, least=least, today=self.today)
        told = stated(alert, stand, self.collection.k)
        if new is alert.course and told is None:
            return
        with self.db.write():
            moved = set_course(self.db, alert.id, alert.course, new, on=self.today, recent=told, at=self.at)
            comes_back = alert.course in {Course.RECOVERING, Course.BACK} and new is Course.MOVING
            if moved and comes_back and alert.is_open:
                self._tell(alert, Occasion.CAME_BACK)

    def settle(self, alert_id: str) -> None:
        """What follows from the courses of an alert and of its members, and from the day."""
        lead = get_alert(self.db, alert_id)
        whole = (lead, *lead.members)
        for alert in whole:
            self._end_silence(alert)
        if _is_back(whole):
            self._close(lead)
        else:
            self._remind(lead)
        for alert in whole:
            if alert.course is Course.BACK or self.today - alert.newest_sign > WINDOW:
                rearm(self.db, alert.id, at=self.at)

    def _end_silence(self, alert: Alert) -> None:
        """End or pass on the silence that an alert fell under, once that is over."""
        if alert.silence_id is None or get_silence(self.db, alert.silence_id).covers(alert.finding, self.today):
            return
        other = active_silence(self.db, self.collection.id, alert.finding, self.today)
        if other is not None:
            pass_on_silence(self.db, alert.id, alert.silence_id, other.id, at=self.at)
            return
        still_moves = alert.state is AlertState.RAISED and alert.course in _MOVING
        end_silence(self.db, alert.id, still_moves=still_moves, at=self.at)

    def _close(self, lead: Alert) -> None:
        """Close what went back by itself, unless a probe that runs is about it: its reading is not over."""
        running = any(probe.state is ProbeState.RUNNING for probe in probes_of_alert(self.db, lead.id))
        if running or not lead.is_open:
            return
        with self.db.write():
            if close(self.db, lead.id, because=WENT_BACK, actor=MONITOR, at=self.at):
                self._tell(lead, Occasion.CLOSED)

    def _remind(self, lead: Alert) -> None:
        """Once, a week after people were told of it, while nobody has acknowledged it.

        What was told is read again once nobody else can write: another worker may have been here since.
        """
        if not self._is_to_remind(lead):
            return
        with self.db.write():
            if self._is_to_remind(get_alert(self.db, lead.id)):
                self._tell(lead, Occasion.REMINDER)

    def _is_to_remind(self, lead: Alert) -> bool:
        events = list_events(self.db, lead.id)
        told = [
            datetime.fromisoformat(one["at"])
            for one in events
            if (one["kind"], one["new_value"]) in {("state", AlertState.RAISED.value), ("silenced", "")}
        ]
        was_reminded = any(one["kind"] == "told" and one["new_value"] == Occasion.REMINDER.value for one in events)
        if lead.state is not AlertState.RAISED or was_reminded or not told:
            return False
        return self.today - max(told).date() >= REMIND_AFTER

    def _tell(self, alert: Alert, occasion: Occasion) -> None:
        """Tell it, except under a silence, which may have been made after it was raised."""
        if active_silence(self.db, self.collection.id, alert.finding, self.today) is None:
            tell(self.db, alert.id, occasion, self.at)


def _is_back(whole: Sequence[Alert]) -> bool:
    """Whether every alert told here that has a usual to go back to is back at it."""
    followed = [one for one in whole if has_course(one.finding)]
    return bool(followed) and all(one.course is Course.BACK for one in followed)


def stated(alert: Alert, stand: Stand, k: int) -> Recent | None:
    """What is said anew of the newest stories; None where what was said before stands.

    It is about at least k stories, and so is its difference to what was said before: at least k came since, and of
    those that were looked at then none is left out or at least k are. Otherwise one could be told from the other.
    """
    if stand.recent is None or stand.recent.n < k:
        return None
    told = stand.told
    if told is None or told.on is None:
        return None
    if alert.recent is None or alert.recent.on is None:
        return told
    before, now = (window(alert.finding, on) for on in (alert.recent.on, told.on))
    came = sum(day_number(before[1]) < day <= day_number(now[1]) for day in stand.days)
    gone = sum(day_number(before[0]) <= day < day_number(now[0]) for day in stand.days)
    return told if came >= k and (gone == 0 or gone >= k) else None
