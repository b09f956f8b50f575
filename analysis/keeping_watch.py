"""Once a day the worker deletes what is older than its collection keeps it, and trials that nobody ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from store.audit import Entry, audit_of, stamp
from store.database import Database
from store.erasure_trials import end_old_trials
from store.retention import expire_all, is_due
from store.retention_rules import clock_notice
from store.worker import set_notice

ASK_SECONDS = 600.0
EXPIRED = "retention.deleted"


@dataclass(slots=True)
class KeepingWatch:
    """A chore of the worker; `clock` counts seconds, `today` is the day where the server stands."""

    db: Database
    settings: Any
    clock: Callable[[], float]
    today: Callable[[], date]
    asked: float = float("-inf")

    def __call__(self) -> None:
        """Look, if today's run is still to come. Killed at any point, the next call goes on."""
        if self.clock() - self.asked < ASK_SECONDS:
            return
        self.asked = self.clock()
        today = self.today()
        for collection in end_old_trials(self.db, today):
            self._record(collection)
        if not is_due(self.db, today):
            return
        done = expire_all(self.db, today)
        set_notice(self.db, "clock", clock_notice(self.db) or None, today)
        for collection, expired in done.items():
            if expired.stories:
                self._record(collection)

    def _record(self, collection: str) -> None:
        """That stories of a collection went of age; how many is in `retention_runs`."""
        with closing(audit_of(self.settings)) as audit:
            audit.append(Entry(stamp(datetime.now(UTC)), "", "", EXPIRED, collection))
