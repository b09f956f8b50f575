"""What the worker does between its passes: slow hashes for receipt codes, and every hour old words and an empty log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from store.database import Database
from store.erasure import empty_log
from store.receipts import strengthen
from store.redactions import purge_redactions

CODES_A_PASS = 4  # about a second of one core
LOG_SECONDS = 3600.0


@dataclass(slots=True)
class Housekeeping:
    """A portion of it at every call; `now` is in seconds, `secret` the deployment's.

    Each of `chores` is asked every time, and knows by itself when it is due.
    """

    db: Database
    secret: bytes
    now: Callable[[], float]
    emptied: float = float("-inf")
    chores: Sequence[Callable[[], None]] = ()
    today: Callable[[], date] = date.today

    def __call__(self) -> None:
        """Safe to stop at any point: the next portion goes on where this one was."""
        strengthen(self.db, self.secret, CODES_A_PASS)
        if self.now() - self.emptied >= LOG_SECONDS:
            purge_redactions(self.db, self.today())
            if empty_log(self.db):
                self.emptied = self.now()
        for chore in self.chores:
            chore()
