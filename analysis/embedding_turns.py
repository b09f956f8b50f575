"""Who may use a loaded model: a question is answered before the backlog's next batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition


@dataclass(slots=True)
class Turns:
    """One at a time; whoever asks goes before whoever works through a backlog, however quickly that comes back."""

    _changed: Condition = field(default_factory=Condition)
    _asking: int = 0
    _taken: bool = False

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Wait for the batch that is being worked on, and for no other."""
        with self._changed:
            self._asking += 1
            while self._taken:
                self._changed.wait()
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._asking -= 1
                self._free()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Wait until nobody asks."""
        with self._changed:
            while self._taken or self._asking:
                self._changed.wait()
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._free()

    def _free(self) -> None:
        self._taken = False
        self._changed.notify_all()
