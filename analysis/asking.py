"""What staff search for by meaning gets its vector at once, beside the analysis: a thread of the worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from threading import Event
from typing import Protocol

import numpy as np
import numpy.typing as npt

from analysis.beside import Over, beside
from analysis.npz import pack_vectors
from store.asked_meanings import AT_ONCE, answer_meaning, forget_asked, list_asked
from store.database import Database

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.04
TIDY_SECONDS = 60.0


class Asker(Protocol):
    """What embeds some words in the space in use: `analysis.embedding.Library`, or a test's own."""

    def embed_one(self, db: Database, today: date, text: str) -> tuple[str, npt.NDArray[np.float32]] | None: ...


def answer_asked(db: Database, library: Asker, today: date) -> int:
    """Give what waits its vector, the latest first; how many got one.

    What was asked in another space than the one in use waits until it is forgotten.
    """
    answered = 0
    for asked in list_asked(db):
        found = library.embed_one(db, today, asked.words)
        if found is not None and found[0] == asked.model_id:
            answer_meaning(db, asked, pack_vectors(found[1][None, :])[0])
            answered += 1
    return answered


def asking(
    db: Database, library: Asker, stop: Event, *, poll_seconds: float = POLL_SECONDS
) -> AbstractContextManager[None]:
    """Answer what is asked, a moment after it was, until the block ends or `stop` is set."""
    watch = _Watch(db, library)

    def load() -> None:
        try:
            library.embed_one(db, date.today(), "")  # loads the model: the first who asks does not wait for that
        except Exception:
            logger.exception("the model for searching by meaning could not be loaded")

    def turn(_over: Over) -> None:
        watch.look(time.time())

    failed = "searching by meaning failed"
    return beside(db, "asking", turn, stop, failed=failed, poll_seconds=poll_seconds, begin=load)


class _Watch:
    """Looks for what waits only when somebody else has written to the store: that costs some microseconds a look."""

    def __init__(self, db: Database, library: Asker, today: Callable[[], date] = date.today) -> None:
        self._db, self._library, self._today = db, library, today
        self._seen: object = None
        self._tidied = float("-inf")

    def look(self, now: float) -> int:
        row = self._db.one("pragma data_version")
        version = None if row is None else row["data_version"]
        if version == self._seen:
            return 0
        if now - self._tidied >= TIDY_SECONDS:  # first: also where there is no model to answer with
            forget_asked(self._db, now)
            self._tidied = now
        answered = answer_asked(self._db, self._library, self._today())
        self._seen = version if answered < AT_ONCE else None  # more may wait
        return answered
