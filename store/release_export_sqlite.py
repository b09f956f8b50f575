"""Stories as a SQLite file in a zip, with a text that says what is in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any, BinaryIO

from narratives.framework import Framework
from narratives.framework_texts import texts_of
from store.release_export import FACTS, Exported

Part = tuple[str, float | None, str | None]
_README = """
The file stories.db is a SQLite database with three tables.

stories     one row a story: id, kind (who tells), group, week (its Monday), language, uses (what its teller allows),
            title and story.
answers     one row for each part of an answer: story, question, part, number and words.
            A triad has its three shares, a dyad one number from 0 (first anchor) to 1 (second) with no part, stones
            have "<stone>.x" and "<stone>.y", a choice has 1 for each chosen option. Words stand under no part, and
            beside "other" of a choice. The parts "does not apply" and "not asked" say just that.
questions   the wording: id of a question, or "<question>.<part>", and its words.

For instance, how often each option of a question was chosen:
    select part, count(*) from answers where question = '...' and number = 1 group by part;
"""


def write_zipped_sqlite(file: BinaryIO, framework: Framework, stories: Iterator[Exported], about: str) -> None:
    """Fill an open file. The database is on the disk under no name while it is made, so nothing stays behind."""
    descriptor, path = tempfile.mkstemp(suffix=".db")
    with os.fdopen(descriptor, "rb") as made:
        try:
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("pragma journal_mode = off")
            db.execute("create table questions (id text primary key, words text not null) strict")
        finally:
            os.unlink(path)
        with closing(db):
            _fill(db, framework, stories)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", about + _README)
            with archive.open("stories.db", "w", force_zip64=True) as member:
                shutil.copyfileobj(made, member)


def _fill(db: sqlite3.Connection, framework: Framework, stories: Iterator[Exported]) -> None:
    columns = ", ".join(f'"{name}" text not null' for name in FACTS if name != "id")
    db.executescript(
        f"""
        create table stories (id text primary key, {columns}) strict, without rowid;
        create table answers (
            story text not null references stories (id), question text not null, part text not null,
            number real, words text, primary key (story, question, part)
        ) strict, without rowid;
        """
    )
    db.execute("begin")
    db.executemany("insert into questions values (?, ?)", texts_of(framework).items())
    marks = ", ".join("?" * len(FACTS))
    for one in stories:
        db.execute(f"insert into stories values ({marks})", [one.facts[name] for name in FACTS])
        rows = (
            (one.facts["id"], name, *row) for name, said in one.answers.items() for row in _rows(framework, name, said)
        )
        db.executemany("insert into answers values (?, ?, ?, ?, ?)", rows)
    db.execute("commit")


def _rows(
    framework: Framework, signifier: str, said: Mapping[str, Any]
) -> Iterator[tuple[str, float | None, str | None]]:
    match said:
        case {"shares": shares}:
            anchors = getattr(framework.signifier(signifier), "anchors", ())
            yield from ((anchor.id, float(share), None) for anchor, share in zip(anchors, shares, strict=True))
        case {"value": value}:
            yield "", float(value), None
        case {"places": places}:
            for stone, (x, y) in places.items():
                yield from ((f"{stone}.x", float(x), None), (f"{stone}.y", float(y), None))
        case {"options": options}:
            yield from ((option, 1.0, said.get("other") if option == "other" else None) for option in options)
        case {"text": text}:
            yield "", None, text
        case {"na": True}:
            yield "does not apply", None, None
        case {"shown": False}:
            yield "not asked", None, None
