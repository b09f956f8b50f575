"""Delivery beside the analysis: a thread of the worker, so that a long pass holds no alert back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from threading import Event

from analysis.beside import Over, beside
from analysis.delivery.mail import Mail, Server
from analysis.delivery.outbox import deliver
from analysis.delivery.transport import Transports
from analysis.delivery.webhook import Webhook
from narratives.route import Medium
from store.database import Database
from store.safeguarding_clocks import escalate_overdue, start_missing_clocks


def transports(secret: bytes, site: str, server: Server | None) -> Transports:
    """The ways of sending of a deployment; a feed is fetched."""
    return {Medium.EMAIL: Mail(server, site), Medium.WEBHOOK: Webhook(secret, site)}


def tell_overdue(db: Database, now: datetime) -> int:
    """Put into the outbox what nobody has looked at in time and may tell of danger; of how many collections."""
    start_missing_clocks(db, now)
    return escalate_overdue(db, now)


def delivering(
    db: Database, ways: Transports, stop: Event, poll_seconds: float, say: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Send what is due, again and again, until the block ends or `stop` is set."""

    def turn(over: Over) -> None:
        tell_overdue(db, datetime.now(UTC))
        done = deliver(db, ways, lambda: datetime.now(UTC), stop=over)
        if done.arrived or done.failed or done.given_up:
            say(done.sentence())

    return beside(db, "delivery", turn, stop, failed="delivery failed", poll_seconds=poll_seconds)
