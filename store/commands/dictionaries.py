"""`dictionary` and `translate` of `flask frameworks` and `flask collections`: wording in further languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext

from narratives import collection_texts
from narratives.collection import Collection
from narratives.covered import NeedsVoteError
from narratives.errors import BusyError, FrozenError, ImportRefusedError, NotFoundError
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from narratives.interchange.dictionary import Dictionary, DictionaryError, read_dictionary, write_dictionary
from narratives.translation import interface_languages
from store.collections import change_telling, framework_of, get_collection
from store.commands.settings import story_store
from store.database import Database
from store.framework_texts import change_texts
from store.frameworks import get_framework

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_language = click.option("--language", required=True, help="The language of the translation, for instance cy.")
_version = click.option("--version", type=click.IntRange(1), help="The newest when not given.")


@click.command("dictionary")
@click.argument("framework_id")
@_language
@_version
@with_appcontext
def framework_dictionary(framework_id: str, language: str, version: int | None) -> None:
    """Write a framework's texts as a table (CSV) for a translator, with what is translated already."""
    with story_store() as db:
        framework = _framework(db, framework_id, version, language)
    _write(texts_of(framework), framework.texts.get(language, {}))


@click.command("translate")
@click.argument("framework_id")
@click.argument("file", type=_FILE)
@_language
@_version
@click.option("--correct", is_flag=True, help="Change wording that stories were told with already.")
@with_appcontext
def translate_framework(framework_id: str, file: Path, language: str, version: int | None, correct: bool) -> None:
    """Store the translations of FILE, or every problem of it by its line. Safe to repeat."""
    with _problems_of(file), story_store() as db:
        framework = _framework(db, framework_id, version, language)
        read = read_dictionary(file, texts_of(framework))
        stored = change_texts(db, framework, language, read.texts, correct=correct)
        framework = get_framework(db, framework.id, framework.version)
    click.echo(f"{framework.id} version {framework.version}: {stored} texts stored.")
    there, wanted = coverage(framework).get(language, (0, len(texts_of(framework))))
    click.echo(f"{language}: {there} of {wanted} texts.")
    _say_whether_spoken(framework, language, read)
    _say_same(read)


@click.command("dictionary")
@click.argument("collection_id")
@_language
@with_appcontext
def collection_dictionary(collection_id: str, language: str) -> None:
    """Write what a collection tells its tellers as a table (CSV) for a translator."""
    with story_store() as db:
        collection = _collection(db, collection_id, language)
    _write(collection_texts.texts_of(collection), collection.texts.get(language, {}))


@click.command("translate")
@click.argument("collection_id")
@click.argument("file", type=_FILE)
@_language
@with_appcontext
def translate_collection(collection_id: str, file: Path, language: str) -> None:
    """Store the translations of FILE, or every problem of it by its line. Safe to repeat."""
    with _problems_of(file), story_store() as db:
        collection = _collection(db, collection_id, language)
        wanted = collection_texts.texts_of(collection)
        read = read_dictionary(file, wanted)
        wording = {**collection.texts.get(language, {}), **read.texts}
        change_telling(db, replace(collection, texts={**collection.texts, language: wording}))
    click.echo(f"{collection_id}: {len(wanted.keys() & wording.keys())} of {len(wanted)} texts in {language}.")
    _say_same(read)


def coverage(framework: Framework) -> dict[str, tuple[int, int]]:
    """How many of its texts a framework has in each further language, and how many there are."""
    wanted = texts_of(framework).keys()
    return {code: (len(wanted & texts.keys()), len(wanted)) for code, texts in sorted(framework.texts.items())}


def _write(originals: Mapping[str, str], translations: Mapping[str, str]) -> None:
    table = io.StringIO()
    write_dictionary(table, originals, translations)
    click.echo(table.getvalue(), nl=False)


@contextmanager
def _problems_of(file: Path) -> Iterator[None]:
    try:
        yield
    except DictionaryError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise click.ClickException(f"{file} was not stored. Mend these lines:\n{problems}") from error
    except (FrozenError, BusyError, ImportRefusedError, NeedsVoteError) as error:
        text = str(error)
        raise click.ClickException(text[:1].upper() + text[1:]) from error


def _say_whether_spoken(framework: Framework, language: str, read: Dictionary) -> None:
    if language not in framework.languages:
        stored = framework.texts.get(language, {})
        click.echo("Tellers cannot choose it yet. Still without a translation:")
        for key in (key for key in read.missing if key not in stored):
            click.echo(f"  {key}")
    elif language not in interface_languages():
        click.echo("Tellers cannot choose it yet: the pages around it are not translated (docs/languages.md).")
    else:
        click.echo("Tellers can choose it now.")


def _say_same(read: Dictionary) -> None:
    for key in read.same:
        click.echo(f"  {key}: the translation is the same as the original; look whether that is meant.")


def _framework(db: Database, framework_id: str, version: int | None, language: str) -> Framework:
    try:
        framework = get_framework(db, framework_id, version)
    except NotFoundError as error:
        raise click.ClickException(f"There is {error}. List them with: flask frameworks list") from error
    _check_language(framework, language)
    return framework


def _collection(db: Database, collection_id: str, language: str) -> Collection:
    try:
        collection = get_collection(db, collection_id)
    except NotFoundError as error:
        raise click.ClickException(f"There is {error}. List them with: flask collections list") from error
    _check_language(framework_of(db, collection), language)
    return collection


def _check_language(framework: Framework, language: str) -> None:
    if not _CODE.fullmatch(language):
        raise click.ClickException(f"{language!r} is no language code. Write one such as cy, ar or pl.")
    if language == framework.language:
        raise click.ClickException(f"{framework.id} is written in {language!r}. Name the language to translate into.")
