"""`flask who-sees-what`: the table of docs/who-sees-what.md, made from the pages themselves."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from web.rights import table, with_table

DOCUMENT = Path(__file__).parents[1] / "docs" / "who-sees-what.md"


@click.command("who-sees-what")
@click.option("--write", is_flag=True, help="Write the table into docs/who-sees-what.md, in place of the one there.")
@with_appcontext
def who_sees_what_command(write: bool) -> None:
    """Print which role may do what, as the pages of this program say it. Safe to repeat."""
    views = current_app.view_functions
    if not write:
        click.echo(table(views))
        return
    try:
        DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8"), views), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{DOCUMENT} was not written: {error}") from error
    click.echo(f"The table in {DOCUMENT.relative_to(DOCUMENT.parents[1])} is made anew.")
