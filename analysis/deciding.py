"""Votes whose time is over, a chore of the worker: they are counted, and what passed is put in force."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from narratives.proposal import Proposal
from store.audit import Entry, audit_of, stamp
from store.database import Database
from store.decisions import close_due

LOOK_SECONDS = 30.0
DECIDED = "decisions.decided"


@dataclass(slots=True)
class Deciding:
    """Closes the votes of one organisation that are due; `clock` is in seconds."""

    db: Database
    settings: Any
    clock: Callable[[], float]
    now: Callable[[], datetime]
    looked: float = float("-inf")

    def __call__(self) -> None:
        """Safe to stop at any point: what is due, or passed and not in force yet, is found again."""
        if self.clock() - self.looked < LOOK_SECONDS:
            return
        self.looked = self.clock()
        for proposal in close_due(self.db, self.now()):
            self._record(proposal)

    def _record(self, proposal: Proposal) -> None:
        outcome = proposal.state.value if not proposal.problem else "not applied"
        with closing(audit_of(self.settings)) as audit:
            audit.append(Entry(stamp(self.now()), "", "", DECIDED, proposal.id, outcome))
