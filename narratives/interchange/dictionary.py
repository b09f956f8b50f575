"""A framework's texts as a table for translators: key, original, translation; out, and in with everything checked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from narratives.errors import MurmurationError
from narratives.interchange.csv_table import CsvTable, Dialect
from narratives.interchange.rejection import harmless
from narratives.interchange.table import Row
from narratives.text import clean_text

COLUMNS = ("key", "original", "translation")
_ROOM, _TIMES = 60, 3
_BOM = "\ufeff"  # spreadsheets take the file for UTF-8 by it


class DictionaryError(MurmurationError):
    """Everything that is wrong with a dictionary, line by line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The translations of a file by key, the keys it has none for, and those whose translation is the original."""

    texts: Mapping[str, str]
    missing: tuple[str, ...]
    same: tuple[str, ...]


def write_dictionary(file: TextIO, originals: Mapping[str, str], translations: Mapping[str, str]) -> None:
    """Write one row a text, in the order of the page; a cell that a spreadsheet would run gets an apostrophe."""
    file.write(_BOM)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for key, original in originals.items():
        writer.writerow([key, harmless(original), harmless(translations.get(key, ""))])


def read_dictionary(path: Path, originals: Mapping[str, str]) -> Dictionary:
    """What a translator wrote. A cell left empty is a text not translated yet.

    Raises DictionaryError with every problem by its line; ImportRefusedError when the file cannot be read as a table.
    """
    table = CsvTable(path, Dialect(_delimiter(path)))
    absent = [column for column in COLUMNS if column not in table.columns]
    if absent:
        wanted = ", ".join(COLUMNS)
        raise DictionaryError([f"line 1: there is no column {', '.join(absent)}; keep the header {wanted}"])
    texts: dict[str, str] = {}
    problems: list[str] = []
    seen: set[str] = set()
    for row in table.rows():
        problem = row.problem or _problem(row.cells, originals, seen)
        if problem:
            problems.append(f"line {row.line}: {problem}")
            continue
        key, translation = row.cells["key"].strip(), _typed(row, "translation")
        seen.add(key)
        if translation:
            texts[key] = translation
    if problems:
        raise DictionaryError(problems)
    same = tuple(key for key, text in texts.items() if text == originals[key])
    return Dictionary(texts, tuple(key for key in originals if key not in texts), same)


def _problem(cells: Mapping[str, str], originals: Mapping[str, str], seen: set[str]) -> str:
    key = cells["key"].strip()
    if key not in originals:
        return f"the framework has no text {key!r}; fetch its dictionary again and copy the translations into it"
    if key in seen:
        return f"{key!r} stands in the file twice; leave one of the two rows out"
    original = originals[key]
    if _cell(cells["original"]) != clean_text(original):
        return f"the original of {key!r} is “{original}”; put it back, or fetch the dictionary again and translate that"
    length, room = len(_cell(cells["translation"])), max(_ROOM, _TIMES * len(original))
    if length > room:
        return f"the translation of {key!r} has {length} characters; it fits its place with {room} or fewer"
    return ""


def _typed(row: Row, column: str) -> str:
    return _cell(row.cells[column])


def _cell(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that `harmless` puts before what looks like a formula."""
    text = clean_text(cell)
    bare = text.removeprefix("'")
    return bare if bare != text and harmless(bare) == text else text


def _delimiter(path: Path) -> str:
    """What stands between the header's cells: spreadsheets write a semicolon or a tab in some countries."""
    with path.open("rb") as file:
        header = file.readline(4096)
    return max((",", ";", "\t"), key=lambda delimiter: header.count(delimiter.encode()))
