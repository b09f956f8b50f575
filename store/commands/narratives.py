"""`flask narratives`: stories from files, and stories that their tellers take back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from narratives.errors import BusyError, FrozenError, ImportRefusedError, MappingError, NotFoundError
from narratives.framework import Framework
from narratives.framework_file import parse_framework
from narratives.interchange.account import Account
from narratives.interchange.collection_mapping import collection_document
from narratives.interchange.csv_table import CsvTable
from narratives.interchange.formats import FORMATS, read_file
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.mapping_file import FrameworkReference, parse_mapping
from narratives.interchange.months import month_lines
from narratives.interchange.narrative_rows import RowReader
from narratives.interchange.rejection import write_rejects
from narratives.interchange.survey import Survey, survey
from narratives.interchange.table import Table
from narratives.retention import kept_from, month_number
from store.collections import get_collection
from store.commands.settings import story_store
from store.database import Database, SqliteDatabase
from store.erasure import imported_formats, withdraw_again, withdraw_imported, withdraw_narrative
from store.frameworks import get_framework
from store.import_files import mapping_of_document
from store.importing import Importer, Opened, open_collection
from store.retention_rules import months_kept

_REJECTIONS_SHOWN = 20
_GONE = "The story is withdrawn, with its words, its vector, its recording and its place in the search."
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("narratives")
def narratives_cli() -> None:
    """Import stories, and withdraw one."""


@narratives_cli.command("import")
@click.argument("file", type=_File)
@click.option("--mapping", "mapping_file", type=_File, help="Which columns hold what; docs/importing.md.")
@click.option(
    "--format", "format_name", type=click.Choice(list(FORMATS)), help="What the file is; a CSV file unless it is said."
)
@click.option("--definition", type=_File, help="The second file, with the questions, where the format has one.")
@click.option("--collection", help="The id of the collection that it goes into, where no mapping says it.")
@click.option("--dry-run", is_flag=True, help="Check everything and count what would happen; store nothing.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Write every rejection to this file.")
@with_appcontext
def import_command(
    file: Path,
    mapping_file: Path | None,
    format_name: str | None,
    definition: Path | None,
    collection: str | None,
    dry_run: bool,
    rejects: Path | None,
) -> None:
    """Store the rows of a FILE as stories.

    Safe to repeat and to interrupt: a row that is stored already is not stored again.
    """
    with story_store() as db:
        try:
            table, mapping = _read(db, file, mapping_file, format_name, definition, collection)
            today = datetime.now(UTC).date()
            seen = survey(table, mapping, today)
            opened = open_collection(db, mapping, look=True)
        except MappingError as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            raise click.ClickException(
                f"{mapping_file or file} cannot be used. Mend these places:\n{problems}"
            ) from error
        except (ImportRefusedError, FrozenError, BusyError) as error:
            raise click.ClickException(f"{file} is refused: {error}") from error
        _say_what_was_seen(table, mapping, seen, opened)
        _say_what_goes(seen, months_kept(db, opened.collection.id), today)
        account = _import(db, table, mapping, seen, opened, dry_run=dry_run)
    _say_account(account, dry_run=dry_run)
    if rejects is not None:
        _write_rejects(rejects, account)
    if account.rejected == account.rows:
        raise click.ClickException("No row could be used. Mend the file or the mapping and import again.")


def _read(
    db: Database,
    file: Path,
    mapping_file: Path | None,
    format_name: str | None,
    definition: Path | None,
    collection: str | None,
) -> tuple[Table, CsvMapping]:
    """The rows, and what their columns mean: by a mapping, or by the format where that says it itself."""
    if format_name is None:
        if mapping_file is None:
            advice = "Say what the columns are (--mapping FILE.json), or what the file is (--format NAME)."
            raise click.UsageError(advice)
        mapping = _read_mapping(db, mapping_file, None)
        return CsvTable(file, mapping.dialect), mapping
    brought = read_file(format_name, file, definition)
    for note in brought.notes:
        if note not in brought.table.notes:
            click.echo(note)
    if mapping_file is not None:
        return brought.table, _read_mapping(db, mapping_file, brought.framework)
    document = brought.mapping_document
    if collection is not None:
        document = document | _into(db, collection, brought.framework)
    return brought.table, mapping_of_document(db, document, brought.framework)


def _into(db: Database, collection: str, own: Framework | None) -> dict[str, Any]:
    """Where the rows go: a collection that is there, with its questions, or a new protected one with the file's."""
    try:
        stored = get_collection(db, collection)
    except NotFoundError:
        named = {"framework": {"id": own.id, "version": own.version}} if own else {}
        return named | {"collection": {"id": collection, "title": collection, "policy": "protected"}}
    framework = {"id": stored.framework_id, "version": stored.framework_version}
    return {"framework": framework, "collection": collection_document(stored)}


def _read_mapping(db: Database, mapping_file: Path, own: Framework | None) -> CsvMapping:
    def find(reference: FrameworkReference) -> Framework:
        if own is not None and (reference.id, reference.version or own.version) == (own.id, own.version):
            return own
        if reference.file is None:
            return get_framework(db, reference.id, reference.version)
        return parse_framework((mapping_file.parent / reference.file).read_text(encoding="utf-8-sig"))

    try:
        text = mapping_file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MappingError([f"byte {error.start + 1} is not UTF-8; save the mapping as UTF-8"]) from error
    return parse_mapping(text, find)


def _import(db: Database, table: Table, mapping: CsvMapping, seen: Survey, opened: Opened, *, dry_run: bool) -> Account:
    groups = frozenset(group.name for group in opened.collection.groups) if mapping.groups_closed else None
    secret = current_app.config["SETTINGS"].secret
    reader = RowReader(mapping, secret, groups)
    importer = Importer(db, mapping, opened.collection, seen.parents, secret=secret, dry_run=dry_run)
    try:
        with click.progressbar(length=seen.rows, label="Checking" if dry_run else "Importing") as bar:
            return importer.run(reader.read_all(table), bar.update)
    except (ImportRefusedError, FrozenError, BusyError) as error:
        raise click.ClickException(
            f"Stopped after {importer.account.rows:,} rows: {error} What was stored so far is whole; "
            "start the same command again and it goes on from there."
        ) from error


def _say_what_was_seen(table: Table, mapping: CsvMapping, seen: Survey, opened: Opened) -> None:
    for note in table.notes:
        click.echo(note)
    click.echo("\n".join(_dates(mapping, seen)))
    if seen.hint:
        click.echo(f"Look again: {seen.hint}", err=True)
    new = " (new)" if opened.collection_is_new else ""
    framework = f"{mapping.framework.id} version {mapping.framework.version}"
    click.echo(f"Into collection {opened.collection.id}{new}, framework {framework}.")
    if mapping.group.column is not None:
        click.echo(f"Reporting groups in the column {mapping.group.column!r}: {len(seen.groups)}.")
    unmapped = ", ".join(mapping.unmapped)
    if unmapped:
        click.echo(f"Not answered by any column: {unmapped}.")


def _say_what_goes(seen: Survey, months: int, today: date) -> None:
    """That rows are older than their collection keeps stories, before any of them is stored."""
    first = kept_from(today, months)
    old = sum(n for (year, month), n in seen.months.items() if month_number(date(year, month, 1)) < first)
    if old:
        click.echo(
            f"Look again: {old:,} of the rows were told longer ago than stories are kept here (months: {months}), and "
            "the worker deletes them at its next run. To keep them, open the collection, give it more months under "
            "How long stories are kept (/keeping), and import then.",
            err=True,
        )


def _dates(mapping: CsvMapping, seen: Survey) -> Iterator[str]:
    declared = mapping.date
    if declared.column is None:
        yield f"The file has no dates: every row is dated {declared.constant}."
        return
    yield f"Dates in the column {declared.column!r}, read as {declared.format.pattern}, by month:"
    yield from month_lines(seen.months)
    if seen.undated:
        yield f"  {'none':>7}  {seen.undated:>9,}"


def _write_rejects(path: Path, account: Account) -> None:
    try:
        write_rejects(path, account.rejections)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}). Choose another place.") from error
    click.echo(f"Every rejection is in {path}.")


def _say_account(account: Account, *, dry_run: bool) -> None:
    if not account.adds_up:
        raise RuntimeError(f"the account of the import does not add up: {list(account.lines())}")
    for line in account.lines():
        click.echo(line)
    sentences = [sentence for rejection in account.rejections for sentence in rejection.sentences]
    for sentence in sentences[:_REJECTIONS_SHOWN]:
        click.echo(f"  {sentence}")
    if len(sentences) > _REJECTIONS_SHOWN:
        click.echo(f"  and {len(sentences) - _REJECTIONS_SHOWN:,} more: write them all with --rejects FILE")
    if dry_run:
        click.echo("This was a dry run: nothing was stored. The counts say what an import would do.")


@narratives_cli.command("withdraw")
@click.argument("code")
@with_appcontext
def withdraw_command(code: str) -> None:
    """Take out the story that a receipt CODE belongs to, for good.

    The sums of closed batches stay as they were; they name nobody.
    """
    with story_store() as db:
        if not withdraw_narrative(db, code, current_app.config["SETTINGS"].secret):
            raise click.ClickException("No story has that code. Check it: four groups of four letters and digits.")
    click.echo(_GONE)


@narratives_cli.command("withdraw-imported")
@click.argument("collection")
@click.argument("source_id")
@click.option("--format", "source_format", help="Which kind of file it came in, where two had this id.")
@with_appcontext
def withdraw_imported_command(collection: str, source_id: str, source_format: str | None) -> None:
    """Take out the story imported into a COLLECTION under a SOURCE_ID, for good: importing again leaves it out."""
    with story_store() as db:
        found = imported_formats(db, collection, source_id)
        if source_format is None and len(found) > 1:
            raise click.ClickException(
                f"Collection {collection!r} has {len(found)} stories {source_id!r}, of files of the kinds "
                f"{', '.join(found)}. Say which is meant: --format {found[0]}"
            )
        kind = source_format or next(iter(found), "")
        if not withdraw_imported(db, collection, kind, source_id, current_app.config["SETTINGS"].secret):
            raise click.ClickException(
                f"Collection {collection!r} has no imported story {source_id!r}. Look the id up in the imported file."
            )
    click.echo(_GONE)


@narratives_cli.command("withdraw-again")
@click.argument("newer", type=_File)
@with_appcontext
def withdraw_again_command(newer: Path) -> None:
    """After a backup was restored: take out what was withdrawn since, by the NEWER stories.db that it replaced.

    Safe to repeat.
    """
    since = SqliteDatabase(newer)
    with story_store() as db:
        count = withdraw_again(db, since, current_app.config["SETTINGS"].secret)
    since.close()
    click.echo(f"{count:,} stories were withdrawn since the backup was made and are taken out again.")
