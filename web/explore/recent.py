"""Answers given a moment ago: many managers ask for the same map, and it is drawn once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

_MOST = 64


class RecentAnswers:
    """The last answers by what was asked, about what and at which serial: an old answer is never news."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[Hashable, int, Hashable], bytes] = OrderedDict()

    def get(self, about: Hashable, serial: int, asked: Hashable, make: Callable[[], bytes]) -> bytes:
        """The answer kept for a question, made now if there is none.

        What was answered about the same at another serial is let go: what went from the store must not stay here.
        """
        key = (about, serial, asked)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        made = make()
        with self._lock:
            for other in [other for other in self._answers if other[0] == about and other[1] != serial]:
                del self._answers[other]
            self._answers[key] = made
            while len(self._answers) > _MOST:
                self._answers.popitem(last=False)
        return made
