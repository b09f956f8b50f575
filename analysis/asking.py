"""What staff search for by meaning gets its vector at once, beside the analysis: a thread of the worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread
from typing import Protocol

import numpy as np
import numpy.typing as npt

from analysis.npz import pack_vectors
from store.asked_meanings import AT_ONCE, answer_meaning, forget_asked, list_asked
from store.database import Database

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.04
PATIENCE_SECONDS = 5.0  # for what is being embedded when the worker is asked to stop
TIDY_SECONDS = 60.0
FAILED_SECONDS = 5.0


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


@contextmanager
def asking(db: Database, library: Asker, stop: Event, *, poll_seconds: float = POLL_SECONDS) -> Iterator[None]:
    """Answer what is asked, a moment after it was, until the block ends or `stop` is set."""
    ended = Event()

    def work() -> None:
        watch = _Watch(db, library)
        try:
            library.embed_one(db, date.today(), "")  # loads the model: the first who asks does not wait for that
        except Exception:
            logger.exception("the model for searching by meaning could not be loaded")
        while not (stop.is_set() or ended.is_set()):
            try:
                watch.look(time.time())
            except Exception:
                logger.exception("searching by meaning failed and is tried again")
                ended.wait(FAILED_SECONDS)
            ended.wait(poll_seconds)
        db.close()

    thread = Thread(target=work, name="asking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(PATIENCE_SECONDS)


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
