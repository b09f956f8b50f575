"""How fast a program may call: a bucket for each token that fills up steadily, in this process alone."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

A_MINUTE = 300
_MOST_KEPT = 10_000


class Pace:
    """Lets each token send `a_minute` requests at once, and after that as many as fill up again."""

    def __init__(self, a_minute: int = A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(a_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def wait_for(self, token_id: str) -> int:
        """Whole seconds until the next request may come; 0 lets this one through and counts it."""
        now = self._clock()
        with self._lock:
            if len(self._left) > _MOST_KEPT:
                self._left.clear()
            left, at = self._left.get(token_id, (self._most, now))
            left = min(self._most, left + (now - at) * self._most / 60)
            if left < 1:
                self._left[token_id] = (left, now)
                return math.ceil((1 - left) * 60 / self._most)
            self._left[token_id] = (left - 1, now)
            return 0
