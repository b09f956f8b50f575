"""`flask areas`: boundaries from the user's own file, for the map of places."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from narratives.boundaries import read_boundaries
from narratives.boundary_file import MOST_BYTES, BoundaryFileError
from narratives.collection import Collection
from narratives.errors import NotFoundError
from store import boundaries
from store.boundaries import LinkError
from store.collections import get_collection, list_collections
from store.commands.settings import story_store
from store.database import Database

_MOST_TOLD = 20


@click.group("areas")
def areas_cli() -> None:
    """Boundaries of areas, for the map of places."""


@areas_cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", required=True, help="The property that holds an area's code, such as LAD24CD.")
@click.option("--name", required=True, help="The property that holds an area's name, such as LAD24NM.")
@click.option("--source", default="", help="The licence line that stands under the map.")
@with_appcontext
def import_command(file: Path, code: str, name: str, source: str) -> None:
    """Store the areas of a GeoJSON FILE, in WGS84 or on the British National Grid. All or none; safe to repeat."""
    if not source.isprintable():
        raise click.ClickException("The --source line holds letters that cannot be printed. Type it anew.")
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise click.ClickException(
            f"{file.name} has {size // 1024**2} MB, {MOST_BYTES // 1024**2} are the most. Take one with less detail"
        )
    try:
        found = read_boundaries(file.read_bytes(), code=code, name=name)
    except BoundaryFileError as error:
        raise click.ClickException(_told(file, error.problems)) from error
    with story_store() as db:
        new, changed = boundaries.add_boundaries(db, found, source.strip() or file.name)
        click.echo(f"{file.name}: {new} areas added, {changed} replaced.")
        for collection in list_collections(db):
            _tell_links(db, collection)
    if not source.strip():
        click.echo("Say with --source what the licence asks for: it stands under the map.")


def _told(file: Path, problems: tuple[str, ...]) -> str:
    lines = [f"{file.name} was not imported, nothing was changed:", *problems[:_MOST_TOLD]]
    if len(problems) > _MOST_TOLD:
        lines.append(f"and {len(problems) - _MOST_TOLD} more of such.")
    return "\n  ".join(lines)


def _tell_links(db: Database, collection: Collection) -> None:
    held, groups = boundaries.areas_of(db, collection), boundaries.declared_groups(collection)
    if held:
        click.echo(f"{collection.id}: {len(held)} of {len(groups)} groups lie on an area: {', '.join(held)}")


@areas_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the areas, with the groups that lie on them."""
    with story_store() as db:
        places: dict[str, list[str]] = {}
        for collection in list_collections(db):
            for group, area in boundaries.areas_of(db, collection).items():
                places.setdefault(area.code, []).append(f"{collection.id}/{group}")
        for stored in boundaries.list_areas(db):
            click.echo(f"{stored.code:12} {stored.name:32} {', '.join(places.get(stored.code, ['no group']))}")


@areas_cli.command("remove")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@with_appcontext
def remove_command(codes: tuple[str, ...]) -> None:
    """Take out the areas of these CODES, all or none; their groups are shown without a map."""
    with story_store() as db:
        try:
            boundaries.remove_areas(db, codes)
        except NotFoundError as error:
            raise click.ClickException(
                f"{error}; nothing was taken out. See what there is with: flask areas list"
            ) from error
    click.echo(f"{len(codes)} taken out." if len(codes) > 1 else f"{codes[0]} taken out.")


@areas_cli.command("link")
@click.argument("collection_id")
@click.argument("group")
@click.argument("code", required=False)
@click.option("--undo", is_flag=True, help="Forget what was linked; a name that is the same still counts.")
@with_appcontext
def link_command(collection_id: str, group: str, code: str | None, undo: bool) -> None:
    """Put a GROUP of COLLECTION_ID on the area CODE. Groups that are called like an area need no link."""
    if undo == (code is not None):
        raise click.ClickException("Name a code, or --undo, and not both.")
    with story_store() as db:
        try:
            collection = get_collection(db, collection_id)
            if code is None:
                gone = boundaries.unlink_group(db, collection, group)
                click.echo(f"{group} {'is linked no longer' if gone else 'was not linked'}.")
                return
            boundaries.link_group(db, collection, group, code)
        except NotFoundError as error:
            raise click.ClickException(f"{error}. See what there is with: flask collections list") from error
        except LinkError as error:
            raise click.ClickException(f"{error}.") from error
    click.echo(f"{group} lies on {code}.")
