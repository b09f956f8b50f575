"""What the monitor found, its state and the marks of the stories it has seen, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from analysis.alerting import explained, raise_alerts
from analysis.monitor import Monitor
from analysis.promise_changes import without_the_old
from analysis.textplaces import placed_by
from narratives.alert import Finding
from narratives.calendar import day_of
from narratives.framework import Framework
from store.database import Database
from store.watching import Telling
from store.worker import MonitorState, keep_monitor

Mark = Callable[[Database, Iterable[str]], None]


def commit(
    db: Database,
    monitor: Monitor,
    framework: Framework,
    states: tuple[MonitorState | None, MonitorState],
    seen: tuple[Mark, Sequence[Telling]],
    findings: Sequence[Finding],
    *,
    replayed_until: int | None,
    at: datetime,
) -> int | None:
    """Keep the second of the `states`, mark the stories `seen` and raise what was found; how many alerts were new.

    None, with nothing kept, when the stored state is no longer the first of the `states`: another worker went on.
    """
    previous, state = states
    mark, tellings = seen
    until = None if replayed_until is None else day_of(replayed_until)
    findings = without_the_old(db, monitor.collection.id, findings, until)
    placed = placed_by(db, monitor) if findings else None
    made_of = explained(db, monitor.collection, framework, findings, placed)
    with db.write():
        if not keep_monitor(db, monitor.collection.id, state, previous=previous):
            return None
        mark(db, (one.id for one in tellings))
        return raise_alerts(db, monitor.collection, framework, made_of, replayed_until=until, at=at, placed=placed)
