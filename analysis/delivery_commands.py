"""`flask analysis deliver`: send what waits in the outbox, once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from flask import current_app
from flask.cli import with_appcontext

if TYPE_CHECKING:
    from analysis.delivery.transport import Transports


@click.command("deliver")
@with_appcontext
def deliver_command() -> None:
    """Send the alerts that are due by e-mail and webhook, once.

    `flask analysis watch` does so all the time. Safe to repeat, to interrupt and to run beside another worker.
    """
    from analysis.delivery.outbox import deliver
    from analysis.delivery.thread import tell_overdue
    from store.commands.settings import story_store

    with story_store() as db:
        tell_overdue(db, datetime.now(UTC))
        click.echo(deliver(db, ways_of_sending(), lambda: datetime.now(UTC)).sentence())


def ways_of_sending(given: Any = None) -> Transports:
    """The ways of sending that the settings allow: of the organisation given, or of the deployment's own."""
    from analysis.delivery.thread import transports

    settings: Any = given or current_app.config["SETTINGS"]
    return transports(settings.secret, settings.public_url, settings.mail)
