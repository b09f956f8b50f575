"""Roles and places as the command line takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from narratives.errors import NotFoundError
from store.accounts import Grant, Role
from store.collections import get_collection
from store.commands.settings import story_store


def grant_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a role in the whole organisation, in collections or in groups of one."""
    options = (
        click.option("--role", type=click.Choice([role.value for role in Role]), required=True),
        click.option("--collection", "collections", multiple=True, help="Only there; can be given several times."),
        click.option("--group", "groups", multiple=True, help="Only this group of the collection; several times too."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_grants(role: str, collections: tuple[str, ...], groups: tuple[str, ...]) -> tuple[Grant, ...]:
    """The grants that the options name. Raises ClickException."""
    if collections and role == Role.ADMINISTRATOR:
        raise click.ClickException("An administrator looks after the whole organisation. Leave --collection out.")
    if groups and len(collections) != 1:
        raise click.ClickException("A group is of one collection. Name it with --collection.")
    if not collections:
        return (Grant(Role(role)),)
    _check_places(collections, groups)
    return tuple(Grant(Role(role), collection, group) for collection in collections for group in groups or ("",))


def _check_places(collections: tuple[str, ...], groups: tuple[str, ...]) -> None:
    with story_store() as db:
        try:
            found = [get_collection(db, collection) for collection in collections]
        except NotFoundError as error:
            raise click.ClickException(
                f"There is no collection {error.identifier!r}. List them with: flask collections list"
            ) from error
    known = {group.name for one in found for group in one.groups}
    for group in groups:
        if group not in known:
            raise click.ClickException(
                f"{collections[0]} has no group {group!r}. Its groups: {', '.join(sorted(known))}"
            )
