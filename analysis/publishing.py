"""Rounds of public figures, a chore of the worker: what is new is published when a quarter of the year has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from store.collections import framework_of, list_collections
from store.database import Database
from store.release_public import close_round

LOOK_SECONDS = 60.0


@dataclass(slots=True)
class Publishing:
    """Closes the rounds of one organisation that are due, looked for once a minute; `now` is in seconds."""

    db: Database
    now: Callable[[], float]
    today: Callable[[], date]
    looked: float = float("-inf")

    def __call__(self) -> None:
        """Safe to stop at any point: what is missing is found again."""
        if self.now() - self.looked < LOOK_SECONDS:
            return
        self.looked = self.now()
        publish_all(self.db, self.today())


def publish_all(db: Database, today: date) -> int:
    """Close the rounds of all collections that are due; how many were closed."""
    return sum(close_round(db, one, framework_of(db, one), today=today) for one in list_collections(db))
