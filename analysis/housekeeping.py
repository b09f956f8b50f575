"""What the worker does between its passes: slow hashes for new receipt codes, and an empty log now and then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.database import Database
from store.erasure import empty_log
from store.receipts import strengthen

CODES_A_PASS = 4  # about a second of one core
LOG_SECONDS = 3600.0


@dataclass(slots=True)
class Housekeeping:
    """A portion of it at every call; `now` is in seconds, and `secret` the deployment's."""

    db: Database
    secret: bytes
    now: Callable[[], float]
    emptied: float = float("-inf")

    def __call__(self) -> None:
        """Safe to stop at any point: the next portion goes on where this one was."""
        strengthen(self.db, self.secret, CODES_A_PASS)
        if self.now() - self.emptied >= LOG_SECONDS and empty_log(self.db):
            self.emptied = self.now()
