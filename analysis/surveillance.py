"""The live watch: days that are complete go to the monitor, once each, with marks, state and alerts in one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from analysis.alerting import raise_alerts
from analysis.monitor import Monitor
from analysis.streams import StreamPlan, plan_streams
from narratives.alert import Finding
from narratives.calendar import day_number, day_of
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import Database
from store.narratives import forget_watched, mark_watched
from store.watching import (
    Telling,
    count_unwatched_days,
    count_watched_by_respondent,
    last_told,
    list_unwatched_tellings,
)
from store.worker import MonitorState, get_monitor, keep_monitor

LATE_DAYS = 28  # a story told on a day closed so long ago at most is fed on the next open day
QUIET_DAYS = 28  # silence is watched for so long after the last story; then the collection sleeps
STORIES_A_COMMIT = 2_000
DAYS_A_COMMIT = 60
NOTHING_YET = -1_000_000


@dataclass(frozen=True, slots=True)
class Watched:
    """What a pass of the monitor came to."""

    days: int = 0
    stories: int = 0
    alerts: int = 0

    def __add__(self, other: Watched) -> Watched:
        return Watched(self.days + other.days, self.stories + other.stories, self.alerts + other.alerts)


def watch_stories(
    db: Database,
    collection: Collection,
    framework: Framework,
    *,
    today: date,
    at: datetime,
    beat: Callable[[], None] = lambda: None,
) -> Watched:
    """Feed every day that is complete; safe to kill between and within commits, and to run twice at once."""
    plan = plan_streams(collection, framework)
    if plan is None:
        return Watched()
    yesterday = day_number(today) - 1
    kept = get_monitor(db, collection.id)
    waiting = count_unwatched_days(db, collection.id, yesterday)
    if kept is not None and _must_replay(collection, plan, kept, waiting):
        kept = _begin_replay(db, collection, plan, kept)
        waiting = count_unwatched_days(db, collection.id, yesterday)
    monitor = Monitor(collection, plan)
    if kept is not None:
        monitor.restore(kept.arrays)
    last = _last_open_day(db, collection, monitor, waiting, yesterday)
    if last is None:
        return Watched()
    told = count_watched_by_respondent(db, collection.id)
    done = Watched()
    for end in _commit_ends(monitor.day, waiting, last):
        beat()
        tellings = list_unwatched_tellings(db, collection.id, end)
        closed = monitor.day if monitor.day is not None else tellings[0].day - 1
        findings = _feed(monitor, tellings, end, told)
        state = MonitorState(plan.engine, end, monitor.state())
        raised = _commit(db, collection, framework, (kept, state), tellings, findings, monitor.replayed_until, at)
        if raised is None:
            return done  # another worker went on from the same state: what it does is the same
        kept = state
        done += Watched(end - closed, len(tellings), raised)
    return done


def _must_replay(collection: Collection, plan: StreamPlan, kept: MonitorState, waiting: list[tuple[int, int]]) -> bool:
    """Whether the past has changed too much to go on: another engine, other parents, or stories too late."""
    if kept.engine != plan.engine:
        return True
    if waiting and waiting[0][0] <= kept.day - LATE_DAYS:
        return True
    monitor = Monitor(collection, plan)
    monitor.restore(kept.arrays)
    return not monitor.codebook.agrees_with(collection)


def _begin_replay(db: Database, collection: Collection, plan: StreamPlan, kept: MonitorState) -> MonitorState | None:
    fresh = Monitor(collection, plan)
    earlier = Monitor(collection, plan)
    earlier.restore(kept.arrays)
    days = [day for day in (earlier.day, earlier.replayed_until) if day is not None]
    fresh.replayed_until = max(days, default=None)
    state = MonitorState(plan.engine, NOTHING_YET, fresh.state())
    with db.write():
        if not keep_monitor(db, collection.id, state, previous=kept):
            return get_monitor(db, collection.id)
        forget_watched(db, collection.id)
    return state


def _last_open_day(
    db: Database, collection: Collection, monitor: Monitor, waiting: list[tuple[int, int]], yesterday: int
) -> int | None:
    """The last day to close now; None when there is none."""
    newest = last_told(db, collection.id, yesterday)
    if newest is None:
        return None
    last = newest
    if yesterday - newest <= QUIET_DAYS:
        closes = yesterday if collection.closes_on is None else day_number(collection.closes_on)
        last = max(newest, min(yesterday, closes))
    if monitor.day is None:
        return last
    if waiting and waiting[0][0] <= monitor.day < yesterday:
        last = max(last, monitor.day + 1)  # the collection sleeps, and a late story opens one more day
    return last if last > monitor.day else None


def _commit_ends(closed: int | None, waiting: list[tuple[int, int]], last: int) -> Iterator[int]:
    """The last day of each commit: few enough stories and days for a commit to be short."""
    first = waiting[0][0] if closed is None else closed + 1
    end, count = first, 0
    for told_on, n in waiting:
        day = max(told_on, first)
        if day > end and count and (count + n > STORIES_A_COMMIT or day - first >= DAYS_A_COMMIT):
            yield end
            first, count = end + 1, 0
        end, count = day, count + n
    yield max(last, end)


def _feed(monitor: Monitor, tellings: list[Telling], end: int, told: dict[str, int]) -> list[Finding]:
    """Give the monitor its days up to `end`; late stories come with the first of them."""
    first = end if not tellings else tellings[0].day
    if monitor.day is not None:
        first = max(first, monitor.day + 1)
    by_day: dict[int, list[Telling]] = {}
    for one in tellings:
        by_day.setdefault(max(one.day, first), []).append(one)
    found: list[Finding] = []
    for day in sorted({*by_day, end}):
        found += monitor.feed(day, by_day.get(day, []), told)
    return found


def _commit(
    db: Database,
    collection: Collection,
    framework: Framework,
    states: tuple[MonitorState | None, MonitorState],
    tellings: list[Telling],
    findings: list[Finding],
    replayed_until: int | None,
    at: datetime,
) -> int | None:
    previous, state = states
    with db.write():
        if not keep_monitor(db, collection.id, state, previous=previous):
            return None
        mark_watched(db, (one.id for one in tellings))
        until = None if replayed_until is None else day_of(replayed_until)
        return raise_alerts(db, collection, framework, findings, replayed_until=until, at=at)
