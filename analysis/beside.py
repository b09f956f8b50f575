"""A thread of the worker beside the analysis: turn after turn, and one that fails is tried again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from store.database import Database

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0  # for what is under way when the worker is asked to stop
FAILED_SECONDS = 5.0

Over = Callable[[], bool]


@contextmanager
def beside(
    db: Database, name: str, turn: Callable[[Over], object], stop: Event, *, failed: str, poll_seconds: float,
    begin: Callable[[], object] = lambda: None,
) -> Iterator[None]:  # fmt: skip
    """Take turns until the block ends or `stop` is set, then close the store's connection of the thread.

    `turn` is given what says that it is over, and returns True for another one at once; `begin` runs first and looks
    after its own errors. `failed` is what the log says of a turn that raised.
    """
    ended = Event()

    def over() -> bool:
        return stop.is_set() or ended.is_set()

    def work() -> None:
        begin()
        while not over():
            try:
                if turn(over) is True:
                    continue
            except Exception:
                logger.exception("%s and is tried again", failed)
                ended.wait(FAILED_SECONDS)
            ended.wait(poll_seconds)
        db.close()

    thread = Thread(target=work, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(PATIENCE_SECONDS)
