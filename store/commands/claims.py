"""`flask claims`: sentences that can be asked again, from the command line and from a timer."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from narratives.errors import NotFoundError
from narratives.frozen_query import result_hash
from store.claims import Claim, get_claim, list_claims
from store.collections import framework_of, get_collection, list_collections
from store.commands.settings import story_store
from store.database import Database
from store.landscape import Landscape
from store.release_claims import asked_again

_SHORT = 12


@click.group("claims")
def claims_cli() -> None:
    """Sentences that can be asked again."""


@claims_cli.command("list")
@click.argument("collection", required=False)
@with_appcontext
def list_command(collection: str | None) -> None:
    """List the claims of a COLLECTION, or of all: id, hash, how many stories, and the sentence."""
    with story_store() as db:
        for name in _collections(db, collection):
            for one in list_claims(db, name):
                click.echo(f"{one.id}  {one.hash[:_SHORT]}  {one.result.n:,} stories  {one.text}")


@claims_cli.command("run")
@click.argument("claim")
@click.pass_context
@with_appcontext
def run_command(context: click.Context, claim: str) -> None:
    """Ask again what a CLAIM stands on. Exits with 1 where something changed."""
    with story_store() as db:
        try:
            found = get_claim(db, claim)
        except NotFoundError as error:
            raise click.ClickException(f"There is {error}. See flask claims list.") from error
        if _tell(db, Landscape(), found):
            context.exit(1)


@claims_cli.command("run-all")
@click.argument("collection", required=False)
@click.pass_context
@with_appcontext
def run_all_command(context: click.Context, collection: str | None) -> None:
    """Ask all claims of a COLLECTION again, or of all. Exits with 1 where something changed."""
    changed, n = 0, 0
    with story_store() as db:
        landscape = Landscape()
        for name in _collections(db, collection):
            for one in list_claims(db, name):
                n += 1
                changed += _tell(db, landscape, get_claim(db, one.id))
    click.echo(f"{n} claims asked again, {changed} changed.")
    if changed:
        context.exit(1)


def _collections(db: Database, named: str | None) -> list[str]:
    if named is None:
        return [one.id for one in list_collections(db)]
    try:
        return [get_collection(db, named).id]
    except NotFoundError as error:
        raise click.ClickException(f"There is {error}. See flask collections list.") from error


def _tell(db: Database, landscape: Landscape, claim: Claim) -> bool:
    """Say whether a claim's hash is the same; whether it changed."""
    collection = get_collection(db, claim.collection)
    now, changed = asked_again(db, landscape, collection, framework_of(db, collection), claim)
    if not changed:
        click.echo(f"{claim.id}: the same, {claim.hash}")
        return False
    click.echo(f"{claim.id}: changed, was {claim.hash}, is {result_hash(claim.query, now)}")
    for sentence in changed:
        click.echo(f"  {sentence}")
    return True
