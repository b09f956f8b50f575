"""The worker carries out the deletions that two people agreed on, once the time to stop them is over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.audit import Entry, audit_of, stamp
from store.bulk_deletion import delete_portion
from store.bulk_requests import list_due
from store.database import Database

ASK_SECONDS = 30.0
DELETED = "bulk.deleted"


@dataclass(slots=True)
class BulkWatch:
    """A chore of the worker: at every call it looks for a deletion that is due, and carries the first one out."""

    db: Database
    settings: Any
    clock: Callable[[], float]
    now: Callable[[], datetime]
    asked: float = float("-inf")

    def __call__(self) -> None:
        """Delete the first of what is due, a portion at a time; killed at any point, the next call goes on."""
        if self.clock() - self.asked < ASK_SECONDS:
            return
        due = list_due(self.db, self.now())
        if not due:
            self.asked = self.clock()
            return
        request = due[0]
        # Before the first story goes: what cannot be recorded is not done.
        self._record(request.collection, "done" if request.stories is None else "goes on")
        while not delete_portion(self.db, request.id, self.settings.secret, self.now()):
            pass

    def _record(self, collection: str, outcome: str) -> None:
        with closing(audit_of(self.settings)) as audit:
            audit.append(Entry(stamp(self.now()), "", "", DELETED, collection, outcome))
