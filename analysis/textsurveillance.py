"""The live watch of texts: days whose texts all have vectors go to the monitor, once each, behind the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from analysis.commits import commit
from analysis.monitor import Monitor
from analysis.opendays import Watched, by_open_day, commit_ends
from analysis.streams import plan_streams
from analysis.textvectors import vectors_of
from narratives.alert import Finding
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import Database
from store.text_watching import first_unembedded_day, forget_read, mark_read
from store.watching import ANSWERS_SEEN, Telling, count_unwatched_days, list_unwatched_tellings
from store.worker import MonitorState, get_monitor, keep_monitor


def watch_texts(
    db: Database,
    collection: Collection,
    framework: Framework,
    model_id: str,
    *,
    at: datetime,
    beat: Callable[[], None] = lambda: None,
) -> Watched:
    """Feed the texts of every day that is closed and wholly embedded; safe to kill and to run twice, as the answers.

    A day waits for its vectors and the days behind it wait too: what was passed over would never be looked at.
    Under another model the texts are watched afresh.
    """
    plan = plan_streams(collection, framework)
    kept = get_monitor(db, collection.id)
    if kept is None or kept.engine != plan.engine:
        return Watched()
    monitor = Monitor(collection, plan)
    monitor.restore(kept.arrays)
    if monitor.texts.model != model_id:
        begun = _begin(db, monitor, kept, model_id)
        if begun is None:
            return Watched()
        kept = begun
    last = _last_complete_day(db, monitor)
    if last is None:
        return Watched()
    waiting = count_unwatched_days(db, collection.id, last, seen=ANSWERS_SEEN)
    done = Watched()
    for end in commit_ends(monitor.texts.day, waiting, last):
        beat()
        tellings = list_unwatched_tellings(db, collection.id, end, seen=ANSWERS_SEEN)
        findings = _feed(db, monitor, tellings, end)
        state = replace(kept, arrays=monitor.state())
        seen, until = (mark_read, tellings), monitor.texts.replayed_until
        raised = commit(db, monitor, framework, (kept, state), seen, findings, replayed_until=until, at=at)
        if raised is None:
            return done  # another worker went on from the same state
        kept = state
        done += Watched(0, len(tellings), raised)
    return done


def _begin(db: Database, monitor: Monitor, kept: MonitorState, model_id: str) -> MonitorState | None:
    """Watch the texts from the first, in the vectors of another model; None when another worker was faster."""
    texts = monitor.texts
    days = [day for day in (texts.day, texts.replayed_until) if day is not None]
    texts.start_afresh(model_id)
    texts.replayed_until = max(days, default=None)
    state = replace(kept, arrays=monitor.state())
    with db.write():
        if not keep_monitor(db, monitor.collection.id, state, previous=kept):
            return None
        forget_read(db, monitor.collection.id)
    return state


def _last_complete_day(db: Database, monitor: Monitor) -> int | None:
    """The last day to close now; None when there is none."""
    if monitor.day is None:
        return None
    gap = first_unembedded_day(db, monitor.collection.id, monitor.texts.model)
    last = monitor.day if gap is None else min(monitor.day, gap - 1)
    closed = monitor.texts.day
    if closed is None:
        waiting = count_unwatched_days(db, monitor.collection.id, last, seen=ANSWERS_SEEN)
        return last if waiting else None
    return last if last > closed else None


def _feed(db: Database, monitor: Monitor, tellings: list[Telling], end: int) -> list[Finding]:
    """Give the monitor its days of texts up to `end`; late stories come with the first of them."""
    vectors = vectors_of(db, monitor.texts.model, tellings)
    found: list[Finding] = []
    for day, first, after in by_open_day(tellings, monitor.texts.day, end):
        found += monitor.feed_texts(day, tellings[first:after], vectors[first:after])
    return found
