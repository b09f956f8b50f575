"""`flask invitations`: one-time codes for collections that need them."""

from __future__ import annotations

import secrets

import click
from flask import current_app
from flask.cli import with_appcontext

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.invitation import MOST_AT_ONCE, invitation_codes
from store.collections import get_collection, list_collections
from store.commands.settings import story_store
from store.database import Database
from store.invitations import add_invitations, count_invitations


@click.group("invitations")
def invitations_cli() -> None:
    """Make one-time codes, and count those spent."""


@invitations_cli.command("make")
@click.argument("collection_id")
@click.option("--count", type=click.IntRange(1, MOST_AT_ONCE), required=True, help="How many codes.")
@click.option("--address", default="", help="Where the site is found, for the links: https://stories.example.org")
@with_appcontext
def make_command(collection_id: str, count: int, address: str) -> None:
    """Make new codes for COLLECTION_ID and print them as CSV, once: afterwards nobody can list them.

    Each run makes further codes.
    """
    codes = invitation_codes(secrets.token_hex(16), count, current_app.config["SETTINGS"].secret)
    with story_store() as db:
        collection = _collection(db, collection_id)
        add_invitations(db, collection, codes, current_app.config["SETTINGS"].secret)
    click.echo("code,link")
    start = f"{address.rstrip('/')}/share/{collection.id}"
    for code in codes:
        click.echo(f"{code},{start}?invitation={code}")
    if not collection.invited:
        click.echo(
            f"{collection.id} is open to everybody, so nobody is asked for a code yet. "
            f"Ask for codes with: flask collections change {collection.id} --invited",
            err=True,
        )


@invitations_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the collections with how many codes were made and spent, in protected ones in whole groups of k."""
    with story_store() as db:
        for collection in list_collections(db):
            counted = count_invitations(db, collection)
            if collection.invited or counted.made:
                needed = "needs a code" if collection.invited else "open to all"
                click.echo(f"{collection.id:24} {needed:13} {counted.made:>9,} made {counted.spent:>9,} spent")


def _collection(db: Database, collection_id: str) -> Collection:
    try:
        return get_collection(db, collection_id)
    except NotFoundError as error:
        raise click.ClickException(f"{error}. See what there is with: flask collections list") from error
