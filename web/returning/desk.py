"""Where codes are looked up: one at a time, and more slowly the more wrong ones came in lately.

A look-up costs a quarter of a second and 64 MiB, so that one runs at a time and few wait for it. Wrong codes are
counted for the whole process, since nobody's address is kept; a right code is answered at once whatever happened
before it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

MOST_IN_LINE = 6  # one being looked up and those who wait for it
MOST_DELAYED = 6  # of the server's threads, which others need to send their stories
FIRST_DELAY, LONGEST_DELAY = 0.25, 10.0
REMEMBERED_SECONDS = 300.0
RETRY_SECONDS = 10

_Found = TypeVar("_Found")


class TooManyTriesError(Exception):
    """Nothing was looked up, or what was found wrong is not waited for: try again in RETRY_SECONDS."""


@dataclass(slots=True)
class Desk:
    """The one place of a process where codes are tried; `clock` and `sleep` are in seconds."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    _line: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(MOST_IN_LINE))
    _delayed: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(MOST_DELAYED))
    _one: threading.Lock = field(default_factory=threading.Lock)
    _wrong: deque[float] = field(default_factory=lambda: deque(maxlen=32))

    def look_up(self, find: Callable[[], _Found | None]) -> _Found | None:
        """What `find` finds; after nothing was found, a delay. Raises TooManyTriesError when too many are waiting."""
        if not self._line.acquire(blocking=False):
            raise TooManyTriesError
        try:
            with self._one:
                found = find()
                delay = 0.0 if found is not None else self._note_wrong()
        finally:
            self._line.release()
        if delay:
            self._wait(delay)
        return found

    def _note_wrong(self) -> float:
        now = self.clock()
        while self._wrong and now - self._wrong[0] > REMEMBERED_SECONDS:
            self._wrong.popleft()
        self._wrong.append(now)
        return min(LONGEST_DELAY, FIRST_DELAY * float(2 ** (len(self._wrong) - 1)))

    def _wait(self, delay: float) -> None:
        if not self._delayed.acquire(blocking=False):
            raise TooManyTriesError
        try:
            self.sleep(delay)
        finally:
            self._delayed.release()
