"""`flask frameworks`: what is asked, in frozen versions."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from narratives.errors import BusyError, FrameworkError, FrozenError, ImportRefusedError, NotFoundError
from narratives.framework_file import clashes, parse_framework
from narratives.interchange.framework_writers import WRITERS
from narratives.interchange.narrafirma_form import read_form
from narratives.interchange.narrafirma_meaning import framework_of, meanings
from narratives.interchange.sensemaker_framework import read_sensemaker
from store.commands.dictionaries import coverage, framework_dictionary, translate_framework
from store.commands.settings import story_store
from store.frameworks import add_framework, get_framework, list_frameworks


@click.group("frameworks")
def frameworks_cli() -> None:
    """Import, list, export and translate signification frameworks."""


frameworks_cli.add_command(framework_dictionary)
frameworks_cli.add_command(translate_framework)


@frameworks_cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "written_as",
    type=click.Choice(["murmuration", "sensemaker", "narrafirma"]),
    default="murmuration",
    show_default=True,
    help="Which program wrote it; of SenseMaker, the JSON or the zip; of NarraFirma, the story form.",
)
@with_appcontext
def import_command(file: Path, written_as: str) -> None:
    """Store the framework of FILE, or every problem of it on a line of its own.

    Safe to repeat: a version that is stored already stays unchanged.
    """
    told: tuple[str, ...] = ()
    try:
        if written_as == "sensemaker":
            read = read_sensemaker(file.read_bytes())
            framework, told = read.framework, (*read.lost, *read.notes)
        elif written_as == "narrafirma":
            form = read_form(file)
            framework, told = framework_of(form, meanings(form)), tuple(form.notes)
        else:
            framework = parse_framework(file.read_text(encoding="utf-8-sig"))
        with story_store() as db:
            added = add_framework(db, framework)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from error
    except FrameworkError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise click.ClickException(f"{file} was not stored. Mend these places:\n{problems}") from error
    except (FrozenError, BusyError, ImportRefusedError) as error:
        raise click.ClickException(_sentence(error)) from error
    click.echo(f"{framework.id} version {framework.version}: {'stored' if added else 'unchanged'}.")
    for sentence in told:
        click.echo(f"  {sentence}")
    if framework.has_temperature and not framework.has_level_question:
        click.echo("It asks for no level: a triad shows the balance only. Think of a dyad with level: true.")


@frameworks_cli.command("list")
@with_appcontext
def list_command() -> None:
    """List the newest version of every framework."""
    with story_store() as db:
        for framework in list_frameworks(db):
            translated = "".join(f" ({code}: {some} of {all_})" for code, (some, all_) in coverage(framework).items())
            click.echo(f"{framework.id:24} version {framework.version:<3} {framework.title}{translated}")
            if clashes(framework):
                names = ", ".join(clashes(framework))
                click.echo(f"  takes no stories: the pages use these ids themselves, so give it a new version: {names}")


@frameworks_cli.command("export")
@click.argument("framework_id")
@click.option("--version", type=click.IntRange(1), help="The newest when not given.")
@click.option(
    "--format",
    "written_as",
    type=click.Choice(list(WRITERS)),
    default="murmuration",
    show_default=True,
    help="For which program; what it cannot hold is said beside the file.",
)
@with_appcontext
def export_command(framework_id: str, version: int | None, written_as: str) -> None:
    """Write a framework as the JSON that `import` reads, or as a file of another program."""
    try:
        with story_store() as db:
            framework = get_framework(db, framework_id, version)
    except NotFoundError as error:
        raise click.ClickException(f"There is {error}. List them with: flask frameworks list") from error
    writer = WRITERS[written_as]
    click.echo(writer.write(framework), nl=False)
    for sentence in writer.losses(framework):
        click.echo(f"Not in it: {sentence}", err=True)


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
