"""The worker's loop: a pass for each organisation in turn, a pause, until it is asked to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event

from analysis.leases import InterruptedPassError
from analysis.pipeline import Worker
from analysis.report import Report
from store.worker import set_notice

logger = logging.getLogger(__name__)

LEASE_PATIENCE_SECONDS = 45.0  # a little longer than the lease of a worker that was killed
TRY_AGAIN_SECONDS = 0.5


@dataclass(slots=True)
class Turn:
    """One organisation's turn: a pass of its worker, with `chores` after it."""

    worker: Worker
    say: Callable[[str], None]
    chores: Callable[[], object] = lambda: None
    said: tuple[str, ...] = ()

    def take(self) -> bool:
        """Do one pass; whether there is more to do at once.

        Whatever fails is logged, said on the managers' pages and tried again; stories are safe.
        """
        worker = self.worker
        worker.watching = True
        try:
            report = worker.run_once()
            if report.did_something:
                self.say(report.sentence())
            if worker.failing != self.said:
                set_notice(worker.db, "failure", _failure(worker.failing), worker.today())
                self.said = worker.failing
            self.chores()
        except InterruptedPassError:
            return True  # asked to stop, or another worker took over
        except Exception:
            logger.exception("the pass failed and is tried again")
        return bool(worker.unfinished)


def watch(turns: Callable[[], Iterable[Turn]], poll_seconds: float, stop: Event) -> None:
    """Turn after turn, so that nobody waits for another's backlog longer than a pass of it.

    `turns` is asked before every round: who has come meanwhile takes part in it.
    """
    while not stop.is_set():
        goes_on = False
        for turn in turns():
            if stop.is_set():
                return
            goes_on |= turn.take()
        stop.wait(0.0 if goes_on else poll_seconds)


def run_until_done(worker: Worker, pause: Callable[[float], object]) -> Report:
    """One pass; where another worker holds a piece of work, wait for it, or for the lease of a killed one to end."""
    report = worker.run_once()
    waited = 0.0
    busy = report.busy
    while busy and waited < LEASE_PATIENCE_SECONDS:
        pause(TRY_AGAIN_SECONDS)
        waited += TRY_AGAIN_SECONDS
        again = worker.run_once()
        busy = again.busy
        report += again
    return report.with_busy(busy)


def _failure(failing: tuple[str, ...]) -> str | None:
    if not failing:
        return None
    return (
        f"Part of the analysis could not be done ({', '.join(failing)}) and is tried again every minute. "
        "No story is lost. The worker's log says why."
    )
