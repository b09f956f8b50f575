"""`flask sealing`: the keys that devices without signal seal stories to."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from store.sealing import DEVICE_DAYS, ENVELOPE_DAYS, Keyring


@click.group("sealing")
def sealing_cli() -> None:
    """Change and list the keys that devices without signal seal stories to."""


@sealing_cli.command("rotate")
@with_appcontext
def rotate_command() -> None:
    """Make a new key, and delete those that nothing can still be sealed to.

    Repeating it makes one more key each time and loses no story.
    """
    done = _keyring().rotate(datetime.now(UTC))
    click.echo(f"Stories are now sealed to key {done.made.id}.")
    click.echo(
        f"Older keys are kept for {DEVICE_DAYS + ENVELOPE_DAYS} days after they were replaced, "
        "for stories that are still on their way."
    )
    for key_id in done.deleted:
        click.echo(f"Key {key_id} is deleted.")


@sealing_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the keys that are kept, the newest last."""
    keys = _keyring().keys()
    for key in keys:
        click.echo(f"{key.id}  made on {key.made_at:%d %B %Y}")
    if not keys:
        click.echo("There is no key yet: the first one is made when a device first asks for it.")


def _keyring() -> Keyring:
    return Keyring(current_app.config["SETTINGS"].sealing_path)
