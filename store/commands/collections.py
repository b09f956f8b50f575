"""`flask collections`: frameworks opened to tellers."""

from __future__ import annotations

import re

import click
from flask.cli import with_appcontext

from narratives.collection import Collection, CollectionError, Moderation, Policy, ReportingGroup
from narratives.errors import FrozenError, NotFoundError
from store.collections import add_collection, list_collections
from store.commands.settings import story_store
from store.frameworks import get_framework
from store.narratives import count_narratives

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@click.group("collections")
def collections_cli() -> None:
    """Open a framework to tellers, and list what is open."""


@collections_cli.command("open")
@click.argument("collection_id")
@click.argument("framework_id")
@click.option("--title", required=True, help="What tellers and managers read.")
@click.option(
    "--policy", type=click.Choice([policy.value for policy in Policy]), default="protected", show_default=True
)
@click.option("--moderation", type=click.Choice([one.value for one in Moderation]), default="before", show_default=True)
@click.option("--k", type=click.IntRange(10), default=10, show_default=True, help="The smallest group reported on.")
@click.option("--group", "groups", multiple=True, help="A reporting group, as NAME or NAME=PARENT; repeat it.")
@click.option("--alerts-a-year", type=float, default=1.0, show_default=True, help="The promised false alerts a year.")
@with_appcontext
def open_command(
    collection_id: str,
    framework_id: str,
    title: str,
    policy: str,
    moderation: str,
    k: int,
    groups: tuple[str, ...],
    alerts_a_year: float,
) -> None:
    """Open the newest version of a framework as COLLECTION_ID, the name in its /share/ address.

    Safe to repeat; other rules under the same id are refused.
    """
    if not _SLUG.fullmatch(collection_id):
        raise click.ClickException(
            f"{collection_id!r} cannot be part of an address. Use lower-case letters, digits, -."
        )
    with story_store() as db:
        try:
            framework = get_framework(db, framework_id)
            collection = Collection(
                id=collection_id,
                title=title,
                framework_id=framework.id,
                framework_version=framework.version,
                policy=Policy(policy),
                moderation=Moderation(moderation),
                k=k,
                groups=tuple(sorted((_group(text) for text in groups), key=lambda group: group.name)),
                alerts_a_year=alerts_a_year,
            )
            opened = add_collection(db, collection)
        except (NotFoundError, FrozenError, CollectionError) as error:
            raise click.ClickException(f"{error}. See what there is with: flask frameworks list") from error
    click.echo(f"{collection_id} {'opened' if opened else 'was open already'}: /share/{collection_id}")


def _group(text: str) -> ReportingGroup:
    name, _, parent = text.partition("=")
    return ReportingGroup(name.strip(), parent.strip() or None)


@collections_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the collections with their policy and number of stories."""
    with story_store() as db:
        for collection in list_collections(db):
            n = count_narratives(db, collection.id)
            click.echo(f"{collection.id:24} {collection.policy.value:10} {n:>9,} stories  {collection.title}")
