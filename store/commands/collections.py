"""`flask collections`: frameworks opened to tellers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import click
from flask.cli import with_appcontext

from narratives.collection import (
    Collection,
    CollectionError,
    Moderation,
    Policy,
    ReportingGroup,
    Signpost,
    read_signpost,
)
from narratives.covered import NeedsVoteError
from narratives.errors import FrozenError, NotFoundError
from narratives.working_hours import Hours, HoursError
from store.collections import add_collection, change_telling, get_collection, list_collections
from store.commands.dictionaries import collection_dictionary, translate_collection
from store.commands.settings import story_store
from store.frameworks import get_framework
from store.narratives import count_narratives
from store.safeguarding_clocks import hours_of, set_hours

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@click.group("collections")
def collections_cli() -> None:
    """Open a framework to tellers, and list what is open."""


collections_cli.add_command(collection_dictionary)
collections_cli.add_command(translate_collection)


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
@click.option("--sensitive", is_flag=True, help="Tellers may be watched: every page has a way out in one press.")
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
    sensitive: bool,
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
                sensitive=sensitive,
            )
            opened = add_collection(db, collection)
        except NeedsVoteError as error:
            raise click.ClickException(str(error)) from error
        except (NotFoundError, FrozenError, CollectionError) as error:
            raise click.ClickException(f"{error}. See what there is with: flask frameworks list") from error
    click.echo(f"{collection_id} {'opened' if opened else 'was open already'}: /share/{collection_id}")


@collections_cli.command("change")
@click.argument("collection_id")
@click.option("--audio/--no-audio", default=None, help="Whether a story can be spoken.")
@click.option("--invited/--open-to-all", default=None, help="Whether a one-time code is needed.")
@click.option(
    "--quota", type=click.IntRange(0), help="Stories a day that count fully where no code is needed; 0 for no limit."
)
@click.option("--embed-on", "embed_on", multiple=True, help="A site that may frame the pages, such as https://a.org.")
@click.option("--no-embedding", is_flag=True, help="No site may frame the pages.")
@click.option("--read-by", help="Who reads the stories, as tellers are told.")
@click.option("--signpost", "signposts", multiple=True, help="Where to find help, as NAME|NUMBER|WHEN; repeat it.")
@click.option("--safeguarding-hours", type=float, help="Within how many working hours somebody looks, such as 4.")
@click.option("--safeguarding-open", help="When somebody is there to look, such as 09:00-17:00.")
@click.option("--safeguarding-days", help="On which days, 1 for Monday: such as 12345.")
@with_appcontext
def change_command(
    collection_id: str,
    audio: bool | None,
    invited: bool | None,
    quota: int | None,
    embed_on: tuple[str, ...],
    no_embedding: bool,
    read_by: str | None,
    signposts: tuple[str, ...],
    safeguarding_hours: float | None,
    safeguarding_open: str | None,
    safeguarding_days: str | None,
) -> None:
    """Change how tellers come in to COLLECTION_ID and what they are told; what is not named stays."""
    changes: dict[str, Any] = {"audio": audio, "invited": invited, "read_by": read_by}
    changes |= {"embed_on": () if no_embedding else embed_on or None, "signposts": _signposts(signposts) or None}
    with story_store() as db:
        try:
            collection = get_collection(db, collection_id)
            changed = replace(collection, **{name: value for name, value in changes.items() if value is not None})
            changed = changed if quota is None else replace(changed, quota=quota or None)
        except (NotFoundError, CollectionError) as error:
            raise click.ClickException(f"{error}. See what there is with: flask collections list") from error
        hours = hours_of(db, collection_id)
        others = _hours(hours, safeguarding_hours, safeguarding_open, safeguarding_days)
        change_telling(db, changed)
        if others != hours:
            set_hours(db, collection_id, others)
    stays = changed == collection and others == hours
    click.echo(f"{collection_id} {'stays as it was' if stays else 'changed'}: /share/{collection_id}")


def _hours(hours: Hours, within: float | None, open_from_to: str | None, days: str | None) -> Hours:
    opens, _, closes = (open_from_to or f"{hours.opens}-{hours.closes}").partition("-")
    on = hours.days if days is None else frozenset(int(day) - 1 for day in days if day.isdigit())
    try:
        return Hours(hours.within if within is None else within, opens.strip(), closes.strip(), on)
    except HoursError as error:
        raise click.ClickException(f"{error}. See what there is at /urgent/hours") from error


def _signposts(texts: tuple[str, ...]) -> tuple[Signpost, ...]:
    found = []
    for text in texts:
        signpost = read_signpost(text)
        if signpost is None:
            raise click.ClickException(
                f"{text!r} names no help. Write NAME|NUMBER|WHEN, such as Childline|0800 1111|day"
            )
        found.append(signpost)
    return tuple(found)


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
