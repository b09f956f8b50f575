"""Leases: one worker at a time on a piece of work. They save effort; what is stored is right without them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from store.database import Database
from store.worker import drop_lease, take_lease

SECONDS = 30.0
RENEW_AFTER = 5.0


class InterruptedPassError(Exception):
    """The pass ends here: somebody asked for it, or another worker took over. What is committed stays."""


@dataclass(slots=True)
class Leases:
    """The leases of one worker, under a name that it made up."""

    db: Database
    now: Callable[[], datetime]
    stop: Callable[[], bool] = lambda: False
    holder: str = field(default_factory=lambda: secrets.token_hex(16))
    _taken: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def hold(self, name: str) -> Iterator[Callable[[], None] | None]:
        """A function to call between commits, which renews the lease; None while another worker holds it.

        The function raises InterruptedPassError when the worker is to stop, or lost the lease.
        """
        if not self._take(name):
            yield None
            return
        try:
            yield lambda: self._renew(name)
        finally:
            self._taken.pop(name, None)
            drop_lease(self.db, name, self.holder)

    def _renew(self, name: str) -> None:
        if self.stop():
            raise InterruptedPassError("asked to stop")
        if abs(self.now().timestamp() - self._taken[name]) > RENEW_AFTER and not self._take(name):
            raise InterruptedPassError(f"another worker took over {name}")

    def _take(self, name: str) -> bool:
        now = self.now().timestamp()
        self._taken[name] = now
        return take_lease(self.db, name, self.holder, now=now, seconds=SECONDS)
