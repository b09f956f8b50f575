"""Open streams: how many there may be, and what each says. A stream holds a thread for as long as it is open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LOOK_SECONDS = 1.0
BEAT_SECONDS = 5.0  # a browser that went away is noticed when something is written to it
LONGEST_SECONDS = 300.0  # then the browser opens another, and has to be signed in still


@dataclass(frozen=True, slots=True)
class Clock:
    """What a stream waits by."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Slot:
    """A stream's place among those that may be open; given back once, however the stream ends."""

    def __init__(self, slots: threading.Semaphore) -> None:
        self._slots = slots
        self._held = threading.Lock()

    def give_back(self) -> None:
        """Let another stream open."""
        if self._held.acquire(blocking=False):
            self._slots.release()


class Streams:
    """The streams of a web process."""

    def __init__(self, most: int, clock: Clock | None = None) -> None:
        self._slots = threading.Semaphore(most)
        self._clock = clock or Clock()

    def take(self) -> Slot | None:
        """A place for one stream more; None when as many as may be are open."""
        return Slot(self._slots) if self._slots.acquire(blocking=False) else None

    def follow(self, serial: Callable[[], int], slot: Slot) -> Iterator[str]:
        """Events of one stream: "changed" when the serial moves, and a comment now and then in between."""
        clock = self._clock
        try:
            seen, began = serial(), clock.now()
            beaten = began
            yield f"event: changed\ndata: {seen}\n\n"
            while clock.now() - began < LONGEST_SECONDS:
                clock.sleep(LOOK_SECONDS)
                found = serial()
                if found != seen:
                    seen, beaten = found, clock.now()
                    yield f"event: changed\ndata: {seen}\n\n"
                elif clock.now() - beaten >= BEAT_SECONDS:
                    beaten = clock.now()
                    yield ": still here\n\n"
        finally:
            slot.give_back()
