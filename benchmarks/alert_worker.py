"""A worker that may be killed at any moment: passes of the analysis and of delivery, by a clock kept in a file."""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from analysis.delivery.outbox import deliver
from analysis.delivery.transport import DeliveryError, Transports
from analysis.delivery.webhook import payload
from analysis.embedding import Library
from analysis.pipeline import Worker
from narratives.route import Medium
from store.schema import open_stories
from store.sending import Parcel

PAUSE_SECONDS = 0.05


def clock_in(path: Path) -> Callable[[], datetime]:
    """The time that the file at `path` tells, in seconds since 1970; whoever sets it replaces the file."""
    return lambda: datetime.fromtimestamp(float(path.read_text()), UTC)


def post_to(port: int) -> Callable[[Parcel, datetime], None]:
    """A webhook's sending without its address guard and its certificate, to a receiver on this machine."""

    def send(parcel: Parcel, at: datetime) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("POST", "/", payload(parcel, ""), {"Idempotency-Key": parcel.key})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise DeliveryError("The receiver could not be reached.") from error
        finally:
            connection.close()
        if status != 200:
            raise DeliveryError(f"The receiver answered with an error ({status}).")

    return send


def main() -> None:
    """Arguments: the story store, the file of the clock, the receiver's port, and the day it is."""
    path, clock, port, today = sys.argv[1:]
    db, now = open_stories(Path(path)), clock_in(Path(clock))
    worker = Worker(db, Library("lexical"), now=lambda: datetime.now(UTC), today=lambda: date.fromisoformat(today))
    worker.watching = True
    ways = {Medium.WEBHOOK: post_to(int(port))}
    threading.Thread(target=_deliver, args=(Path(path), ways, now), daemon=True).start()
    while True:
        worker.run_once()
        time.sleep(PAUSE_SECONDS)


def _deliver(path: Path, ways: Transports, now: Callable[[], datetime]) -> None:
    """Beside the analysis, as in the worker."""
    db = open_stories(path)
    while True:
        deliver(db, ways, now)
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
