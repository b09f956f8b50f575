"""`flask accounts`: who may sign in."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from store.accounts import Role, add_account, disable_account, list_accounts
from store.commands.settings import account_store, organisation

LEAST_PASSWORD = 15


@click.group("accounts")
def accounts_cli() -> None:
    """Add, list and disable staff accounts."""


@accounts_cli.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name that other staff see.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.password_option(help=f"At least {LEAST_PASSWORD} characters; asked for when not given.")
@with_appcontext
def add_command(username: str, name: str, role: str, password: str) -> None:
    """Add an account to the organisation."""
    if len(password) < LEAST_PASSWORD:
        raise click.ClickException(f"The password has {len(password)} characters. Use at least {LEAST_PASSWORD}.")
    with account_store() as db:
        added = add_account(
            db, username=username, name=name, password=password, role=Role(role), organisation=organisation()
        )
    if not added:
        raise click.ClickException(f"The username {username!r} is taken. Choose another.")
    click.echo(f"{username} added as {role}.")


@accounts_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the organisation's accounts."""
    with account_store() as db:
        for account in list_accounts(db, organisation()):
            click.echo(f"{account.username:24} {account.role.value:14} {account.name}")


@accounts_cli.command("disable")
@click.argument("username")
@with_appcontext
def disable_command(username: str) -> None:
    """Close an account and end its sessions at once."""
    with account_store() as db:
        if not disable_account(db, username):
            raise click.ClickException(f"There is no account {username!r}. List them with: flask accounts list")
    click.echo(f"{username} disabled; every session of it is ended.")
