"""The live watch: days that are complete go to the monitor, once each, with marks, state and alerts in one commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from analysis.commits import commit
from analysis.monitor import Monitor, days_of
from analysis.opendays import Watched, by_open_day, commit_ends
from analysis.streams import StreamPlan, plan_streams
from narratives.alert import Finding
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import Database
from store.narratives import forget_watched, mark_watched
from store.voice_decisions import count_reweighed
from store.watching import Telling, count_unwatched_days, last_told, list_unwatched_tellings
from store.worker import MonitorState, get_monitor, keep_monitor

LATE_DAYS = 28  # a story told on a day closed so long ago at most is fed on the next open day
QUIET_DAYS = 28  # silence is watched for so long after the last story; then the collection sleeps
NOTHING_YET = -1_000_000


def watch_stories(
    db: Database,
    collection: Collection,
    framework: Framework,
    *,
    today: date,
    at: datetime,
    beat: Callable[[], None] = lambda: None,
) -> Watched:
    """Feed every day that is complete; safe to kill between and within commits, and to run twice at once.

    Texts are fed apart (`analysis.textsurveillance`), because their vectors come later.
    """
    plan = plan_streams(collection, framework)
    yesterday = day_number(today) - 1
    kept = get_monitor(db, collection.id)
    waiting = count_unwatched_days(db, collection.id, yesterday)
    monitor = _restored(db, collection, plan, kept, waiting)
    if kept is not None and monitor is None:
        kept = _begin_replay(db, collection, plan, kept)
        waiting = count_unwatched_days(db, collection.id, yesterday)
        monitor = _restored(db, collection, plan, kept, [])
    if monitor is None:
        monitor = Monitor(collection, plan, count_reweighed(db, collection.id))
    last = _last_open_day(db, collection, monitor, waiting, yesterday)
    if last is None:
        return Watched()
    done = Watched()
    for end in commit_ends(monitor.day, waiting, last):
        beat()
        tellings = list_unwatched_tellings(db, collection.id, end)
        closed = monitor.day if monitor.day is not None else tellings[0].day - 1
        findings = _feed(monitor, tellings, end)
        state = MonitorState(plan.engine, end, monitor.state())
        seen, until = (mark_watched, tellings), monitor.replayed_until
        raised = commit(db, monitor, framework, (kept, state), seen, findings, replayed_until=until, at=at)
        if raised is None:
            return done  # another worker went on from the same state: what it does is the same
        kept = state
        done += Watched(end - closed, len(tellings), raised)
    return done


def _restored(
    db: Database, collection: Collection, plan: StreamPlan, kept: MonitorState | None, waiting: list[tuple[int, int]]
) -> Monitor | None:
    """The monitor to go on with; None where there is none, or the past has changed too much to go on.

    That is with another engine, other parents, stories that came too late, or alike stories that somebody has said
    since are many voices, or are not.
    """
    if kept is None or kept.engine != plan.engine:
        return None
    if waiting and waiting[0][0] <= kept.day - LATE_DAYS:
        return None
    monitor = Monitor(collection, plan)
    monitor.restore(kept.arrays)
    stands = monitor.decisions == count_reweighed(db, collection.id)
    return monitor if stands and monitor.codebook.agrees_with(collection) else None


def _begin_replay(db: Database, collection: Collection, plan: StreamPlan, kept: MonitorState) -> MonitorState | None:
    fresh = Monitor(collection, plan, count_reweighed(db, collection.id))
    fresh.replayed_until, fresh.texts.replayed_until = days_of(kept.arrays)
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


def _feed(monitor: Monitor, tellings: list[Telling], end: int) -> list[Finding]:
    """Give the monitor its days up to `end`; late stories come with the first of them."""
    bins = monitor.plan.bins(tellings)
    found: list[Finding] = []
    for day, first, after in by_open_day(tellings, monitor.day, end):
        found += monitor.feed(day, tellings[first:after], bins[first:after])
    return found
