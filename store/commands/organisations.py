"""`flask organisations` and `flask confederations`: several organisations on one deployment, and what they share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext

from narratives.collection import K_FLOOR
from narratives.covered import NeedsVoteError, Setting
from store.commands.recorded import record
from store.commands.settings import account_store, organisation
from store.commons import (
    Confederation,
    add_confederation,
    ask_to_join,
    leave,
    list_confederations,
    list_members,
    open_commons,
)
from store.covered import check_free
from store.database import Database
from store.organisations import (
    OFFERED,
    PREFIX,
    REQUIRED,
    Organisation,
    add_organisation,
    change_organisation,
    get_organisation,
    is_slug,
    list_organisations,
    settings_of,
)
from store.release_shares import set_shared_collections
from store.schema import open_stories
from store.smallest_group import set_smallest_group

_SLUG_RULE = "Use lower-case letters, digits and -, at most 40 characters, beginning with a letter or digit."


@click.group("organisations")
def organisations_cli() -> None:
    """Add and list the organisations of this deployment."""


@organisations_cli.command("add")
@click.argument("slug")
@click.option("--title", required=True, help="What people call it.")
@click.option(
    "--two-step",
    type=click.Choice([REQUIRED, OFFERED]),
    default=REQUIRED,
    show_default=True,
    help="Whether its staff must sign in with a second step.",
)
@with_appcontext
def add_command(slug: str, title: str, two_step: str) -> None:
    """Add the organisation SLUG, whose site is found at /at/SLUG/.

    Its stores are made when they are first needed. Safe to repeat: one that is there stays as it is.
    """
    _check_slug(slug)
    with account_store() as db:
        added = add_organisation(db, slug, _titled(title), two_step)
    site = settings_of(current_app.config["SETTINGS"], slug).public_url or f"{PREFIX}{slug}"
    if not added:
        raise click.ClickException(
            f"There is an organisation {slug!r} already. List them with: flask organisations list"
        )
    click.echo(f"{slug} added. Its site: {site}/")
    click.echo(f"Add its first administrator with: MURMURATION_ORGANISATION={slug} ./run flask accounts add …")


@organisations_cli.command("change")
@click.argument("slug")
@click.option("--title", default=None, help="What people call it.")
@click.option("--two-step", type=click.Choice([REQUIRED, OFFERED]), default=None)
@click.option("--k", type=click.IntRange(K_FLOOR), help="The fewest people that collections opened later report on.")
@with_appcontext
def change_command(slug: str, title: str | None, two_step: str | None, k: int | None) -> None:
    """Change the title of SLUG, whether its staff must sign in with a second step, or its smallest group.

    Collections that are open keep their k, since it is what their tellers were promised.
    """
    with account_store() as db, db.write():  # what cannot be recorded is not done
        if slug == organisation():
            add_organisation(db, slug, slug)  # the deployment's own has no row before its site was first opened
        if not change_organisation(db, slug, None if title is None else _titled(title), two_step):
            raise _no_organisation(slug)
        if two_step is not None:
            record(f"second.step.{two_step}", organisation=slug)
        if k is not None:
            _change_smallest_group(slug, k)
    click.echo(f"{slug} changed.")


def _change_smallest_group(slug: str, k: int) -> None:
    with closing(open_stories(settings_of(current_app.config["SETTINGS"], slug).stories_path)) as stories:
        try:
            check_free(stories, Setting.SMALLEST_GROUP)
        except NeedsVoteError as error:
            raise click.ClickException(str(error)) from error
        record("smallest.group.changed", str(k), organisation=slug)
        set_smallest_group(stories, k)


@organisations_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the organisations with where each is found."""
    with account_store() as db:
        for one in list_organisations(db):
            where = f"/ and {PREFIX}{one.slug}/" if one.slug == organisation() else f"{PREFIX}{one.slug}/"
            click.echo(f"{one.slug:24} {where:32} second step {one.two_step:9} {one.title}")


@click.group("confederations")
def confederations_cli() -> None:
    """Let organisations of this deployment share questions and figures; none does before its administrator agrees."""


@confederations_cli.command("add")
@click.argument("slug")
@click.option("--title", required=True, help="What people call it.")
@with_appcontext
def add_confederation_command(slug: str, title: str) -> None:
    """Add the confederation SLUG, which nobody is in yet."""
    _check_slug(slug)
    with _commons() as db:
        if not add_confederation(db, Confederation(slug, _titled(title))):
            raise click.ClickException(f"There is a confederation {slug!r} already.")
    click.echo(f"{slug} added. Ask an organisation to join with: flask confederations join {slug} ORGANISATION")


@confederations_cli.command("list")
@with_appcontext
def list_confederations_command() -> None:
    """List the confederations with their members."""
    with _commons() as db:
        for one in list_confederations(db):
            click.echo(f"{one.id:24} {one.title}")
            for member in list_members(db, one.id):
                state = "has joined" if member.is_in else "asked; its administrator has not agreed yet"
                click.echo(f"  {member.organisation:22} {state}")


@confederations_cli.command("join")
@click.argument("slug")
@click.argument("member", metavar="ORGANISATION")
@with_appcontext
def join_command(slug: str, member: str) -> None:
    """Ask ORGANISATION to join the confederation SLUG. Nothing is shared until an administrator of it agrees."""
    with _both(slug, member) as (db, found):
        asked = ask_to_join(db, slug, found.slug, found.title)
    if not asked:
        raise click.ClickException(f"{member} was asked before. See: flask confederations list")
    click.echo(f"{member} is asked. An administrator of it agrees on the page /confederation.")


@confederations_cli.command("leave")
@click.argument("slug")
@click.argument("member", metavar="ORGANISATION")
@with_appcontext
def leave_command(slug: str, member: str) -> None:
    """Take ORGANISATION out of the confederation SLUG: its figures are gone at once."""
    with _both(slug, member) as (db, found):
        left = leave(db, slug, found.slug, asked_still=False)
    if not left:
        raise click.ClickException(f"{member} is not in {slug}. See: flask confederations list")
    path = settings_of(current_app.config["SETTINGS"], found.slug).stories_path
    if path.exists():
        with closing(open_stories(path)) as stories:
            set_shared_collections(stories, slug, ())
    click.echo(f"{member} has left {slug}, and its figures with it.")


@contextmanager
def _commons() -> Iterator[Database]:
    with closing(open_commons(current_app.config["SETTINGS"].commons_path)) as db:
        yield db


@contextmanager
def _both(slug: str, member: str) -> Iterator[tuple[Database, Organisation]]:
    """The commons and an organisation, where there is a confederation SLUG and that organisation."""
    with account_store() as accounts:
        found = get_organisation(accounts, member)
    if found is None:
        raise _no_organisation(member)
    with _commons() as db:
        if slug not in {one.id for one in list_confederations(db)}:
            raise click.ClickException(f"There is no confederation {slug!r}. List them with: flask confederations list")
        yield db, found


def _no_organisation(slug: str) -> click.ClickException:
    return click.ClickException(f"There is no organisation {slug!r}. List them with: flask organisations list")


def _check_slug(slug: str) -> None:
    if not is_slug(slug):
        raise click.ClickException(f"{slug!r} cannot be part of an address. {_SLUG_RULE}")


def _titled(title: str) -> str:
    if not title.strip() or len(title) > 100:
        raise click.ClickException("Give a title of 1 to 100 characters.")
    return title.strip()
