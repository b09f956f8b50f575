"""How quickly texts are read of late, pauses left out, so that the time left can be believed."""

from __future__ import annotations

import math
from dataclasses import dataclass

MEMORY_SECONDS = 120.0
PAUSE_SECONDS = 60.0  # a longer silence was a stop: how long it lasted says nothing about the pace


@dataclass(slots=True)
class Pace:
    """Texts a second over the last minutes of work, older ones counting ever less."""

    texts: float = 0.0
    seconds: float = 0.0
    last: float | None = None

    @classmethod
    def resumed(cls, per_second: float) -> Pace:
        """The pace of a run that was stopped, to begin with."""
        seconds = MEMORY_SECONDS / 4 if per_second > 0 else 0.0
        return cls(texts=per_second * seconds, seconds=seconds)

    @property
    def per_second(self) -> float:
        """Zero while it is not known."""
        return self.texts / self.seconds if self.seconds > 0 else 0.0

    def begin(self, now: float) -> None:
        """Work begins or goes on; what passed since it was last told of counts unless it was a pause."""
        if self.last is None or not 0 <= now - self.last <= PAUSE_SECONDS:
            self.last = now

    def add(self, texts: int, now: float) -> None:
        """So many texts are done; `now` is in seconds. Call `begin` first."""
        took = 0.0 if self.last is None else now - self.last
        self.last = now
        if took <= 0:  # the clock was put back
            return
        fade = math.exp(-took / MEMORY_SECONDS)
        self.texts = self.texts * fade + texts
        self.seconds = self.seconds * fade + took
