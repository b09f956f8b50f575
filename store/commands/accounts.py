"""`flask accounts`: who may sign in."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import with_appcontext

from store.account_invitations import VALID_HOURS, find_invitation, invite
from store.accounts import Account, Grant, Role, add_account, close_account, list_accounts
from store.commands.grant_options import grant_options, read_grants
from store.commands.recorded import record
from store.commands.settings import account_store, organisation
from store.database import Database
from store.organisations import OFFERED, REQUIRED, set_two_step
from store.password_links import make_password_link
from store.passwords import LEAST_CHARACTERS, password_problem
from store.staff import id_of
from store.two_step import turn_off


@click.group("accounts")
def accounts_cli() -> None:
    """Add, invite, list and disable staff accounts."""


@accounts_cli.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name that other staff see.")
@grant_options
@click.password_option(help=f"At least {LEAST_CHARACTERS} characters; asked for when not given.")
@with_appcontext
def add_command(
    username: str, name: str, role: str, collections: tuple[str, ...], groups: tuple[str, ...], password: str
) -> None:
    """Add an account to the organisation."""
    grants = read_grants(role, collections, groups)
    if problem := password_problem(password, username):
        raise click.ClickException(f"{problem}.")
    with account_store() as db, db.write():  # what cannot be recorded is not done
        added = add_account(
            db,
            username=username,
            name=name,
            password=password,
            role=Role(role),
            organisation=organisation(),
            grants=grants,
        )
        if not added:
            raise click.ClickException(f"The username {username!r} is taken. Choose another.")
        record("account.added", _id_of(db, username))
    click.echo(f"{username} added as {role}.")


@accounts_cli.command("invite")
@click.argument("username")
@click.option("--name", required=True, help="The name that other staff see.")
@grant_options
@with_appcontext
def invite_command(username: str, name: str, role: str, collections: tuple[str, ...], groups: tuple[str, ...]) -> None:
    """Invite somebody and print the path of their link, which works once and for three days."""
    grants = read_grants(role, collections, groups)
    with account_store() as db, db.write():  # what cannot be recorded is not done
        token = invite(
            db, username=username, name=name, grants=grants, organisation=organisation(), invited_by="", now=time.time()
        )
        found = find_invitation(db, token or "", organisation=organisation(), now=time.time())
        if token is None or found is None:
            raise click.ClickException(f"{username!r} has an account or an open invitation. List: flask accounts list")
        record("account.invited", found.id)
    site = current_app.config["SETTINGS"].public_url
    click.echo(f"{site}/staff/invitation/{token}")
    click.echo(f"Send this link to {name}. It works once, for {VALID_HOURS} hours.", err=True)


@accounts_cli.command("reset-two-step")
@click.argument("username")
@with_appcontext
def reset_command(username: str) -> None:
    """Take somebody's second step away when no administrator can sign in any more; it signs them out."""
    with account_store() as db:
        account_id = _id_of(db, username)
        record("second.step.reset", account_id)
        had = turn_off(db, account_id)
    click.echo(f"{username} {'sets a second step up at the next sign-in' if had else 'had no second step'}.")


@accounts_cli.command("password-link")
@click.argument("username")
@with_appcontext
def password_link_command(username: str) -> None:
    """Print a link to choose another password with, for when no administrator can make one."""
    with account_store() as db:
        account_id = _id_of(db, username)
        record("password.link", account_id)
        token = make_password_link(db, account_id, now=time.time())
    click.echo(f"{current_app.config['SETTINGS'].public_url}/staff/invitation/{token}")


@accounts_cli.command("two-step")
@click.argument("how", type=click.Choice([REQUIRED, OFFERED]))
@with_appcontext
def two_step_command(how: str) -> None:
    """Say whether everybody of the organisation needs a second step; `required` from the start."""
    record(f"second.step.{how}")
    with account_store() as db:
        set_two_step(db, organisation(), how)
    click.echo(f"The second step is {how}. It holds from everybody's next sign-in.")


@accounts_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the organisation's accounts."""
    with account_store() as db:
        for account in list_accounts(db, organisation()):
            click.echo(f"{account.username:24} {_roles(account):32} {account.name}")


@accounts_cli.command("disable")
@click.argument("username")
@with_appcontext
def disable_command(username: str) -> None:
    """Close an account and end its sessions at once."""
    with account_store() as db:
        account_id = _id_of(db, username)
        record("account.off", account_id)
        close_account(db, account_id)
    click.echo(f"{username} disabled; every session of it is ended.")


def _id_of(db: Database, username: str) -> str:
    """The id of an account of the organisation. Raises ClickException."""
    account_id = id_of(db, organisation(), username)
    if not account_id:
        raise click.ClickException(f"There is no account {username!r}. List them with: flask accounts list")
    return account_id


def _roles(account: Account) -> str:
    return ", ".join(_role(grant) for grant in account.grants)


def _role(grant: Grant) -> str:
    place = "/".join(filter(None, (grant.collection, grant.group)))
    return f"{grant.role.value} ({place})" if place else grant.role.value
