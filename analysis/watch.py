"""The worker's loop: a pass, a pause, until it is asked to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from analysis.leases import InterruptedPassError
from analysis.pipeline import Worker
from analysis.report import Report
from store.worker import set_notice

logger = logging.getLogger(__name__)

LEASE_PATIENCE_SECONDS = 45.0  # a little longer than the lease of a worker that was killed
TRY_AGAIN_SECONDS = 0.5


def watch(
    worker: Worker,
    poll_seconds: float,
    stop: Event,
    say: Callable[[str], None],
    chores: Callable[[], object] = lambda: None,
) -> None:
    """Pass after pass, with `chores` after each.

    Whatever fails is logged, said on the managers' pages and tried again; stories are safe.
    """
    worker.watching = True
    said: tuple[str, ...] = ()
    while not stop.is_set():
        try:
            report = worker.run_once()
            if report.did_something:
                say(report.sentence())
            if worker.failing != said:
                set_notice(worker.db, "failure", _failure(worker.failing), worker.today())
                said = worker.failing
            chores()
        except InterruptedPassError:
            continue  # asked to stop, or another worker took over
        except Exception:
            logger.exception("the pass failed and is tried again")
        stop.wait(poll_seconds if not worker.unfinished else 0.0)


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
