"""NarraFirma's stories as a CSV file: repeated columns told apart, scales made triads again, texts unwrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from narratives.errors import ImportRefusedError
from narratives.interchange.brought import Brought, Format
from narratives.interchange.cells import clean_label
from narratives.interchange.csv_table import Dialect, records
from narratives.interchange.dates import ISO_DATE, likely_format
from narratives.interchange.language_names import language_values
from narratives.interchange.narrafirma_form import read_form
from narratives.interchange.narrafirma_guess import guess_questions
from narratives.interchange.narrafirma_meaning import (
    add_eliciting,
    adds_up,
    answers_of,
    framework_of,
    meanings,
    prompt_ids,
)
from narratives.interchange.narrafirma_question import Form
from narratives.interchange.table import NOTHING_STORED, MadeTable, Row
from narratives.signifiers import Triad

TITLE, TEXT, DAY, LANGUAGE = "Story title", "Story text", "Collection date", "Language"
PARTICIPANT, ELICITING = "Participant ID", "Eliciting question"
# Columns of our own: their export has none of these.
STORY_ID, GROUP, KIND, USES = "Story ID", "Reporting group", "Kind", "Uses"
KNOWN = (TITLE, TEXT, DAY, LANGUAGE, PARTICIPANT, ELICITING, STORY_ID, GROUP, KIND, USES)
_DELIMITERS = (",", ";", "\t")
_PAIRS = re.compile(r'"+')


@dataclass(frozen=True, slots=True)
class _File:
    """How a file is laid out: the names of its columns, the line that its header ends on, and whether we wrote it."""

    path: Path
    dialect: Dialect
    columns: tuple[str, ...]
    skipped: int
    is_ours: bool


def is_stories(first: bytes, columns: Sequence[str]) -> bool:
    """Whether a file begins with the header of a file of stories, whose columns may repeat."""
    header = first.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    names = {clean_label(name.strip('"\r')) for name in re.split("[,;\t]", header)}
    return TEXT in names and bool({TITLE, ELICITING, DAY} & names)


def read_stories(path: Path, definition: Path | None = None) -> Brought:
    """The stories with the story form that they answer; without it, with questions guessed from the cells.

    Raises ImportRefusedError.
    """
    file = _look(path)
    table = MadeTable(file.columns, lambda: _rows(file))
    if definition is None:
        form = Form(eliciting_column=ELICITING, questions=guess_questions(table, KNOWN))
        form.notes.append("The types of the questions are guessed from the cells; bring the story form for its own.")
    else:
        form = read_form(definition)
        table.notes += _strangers(form, file.columns)
    if form.eliciting_column in file.columns:
        add_eliciting(form, (row.cells.get(form.eliciting_column, "") for row in table.rows()))
    found = meanings(form, adds_up(table))
    framework = framework_of(form, found)
    document = {
        "framework": {"id": framework.id, "version": framework.version},
        "format": "narrafirma",
        "answers": answers_of(form, found, file.columns),
        **_facts(table, form),
    }
    triads = [signifier.title for signifier in framework.signifiers if isinstance(signifier, Triad)]
    notes = [*form.notes, *table.notes]
    notes += [f"Three scales that add up are the triad {title!r} again." for title in triads]
    return Brought(table, document, framework, notes)


def _look(path: Path) -> _File:
    with path.open("rb") as file:
        first = file.readline(65_536)
        delimiter = max(_DELIMITERS, key=lambda mark: first.count(mark.encode()))
        file.seek(0)
        found = records(file, Dialect(delimiter))
        header = next(found, None)
        second = next(found, None)
    if header is None:
        raise ImportRefusedError(f"The file is empty; export the stories again. {NOTHING_STORED}")
    names = [clean_label(cell) for cell in header[1]]
    options = second[1] if second is not None and _names_answers(names, second[1], delimiter) else []
    columns = _told_apart(names, [clean_label(cell) for cell in options])
    if TEXT not in columns:
        raise ImportRefusedError(
            f"line 1: the file has no column {TEXT!r}; export the stories from NarraFirma again. {NOTHING_STORED}"
        )
    return _File(path, Dialect(delimiter), columns, 2 if options else 1, STORY_ID in columns)


def _names_answers(names: list[str], cells: list[str], delimiter: str) -> bool:
    """Whether the second row is their comment that names answers: in a file of semicolons its own is taken for one."""
    if cells[0].strip().startswith(";"):
        return True
    words = dict(zip(names, cells, strict=False)).get(TEXT, "")
    return delimiter == ";" and not cells[0] and not words and any(cells)


def _told_apart(names: list[str], options: list[str]) -> tuple[str, ...]:
    """Columns of one name, told apart by what the second row says of each."""
    columns: list[str] = []
    for place, name in enumerate(names):
        option = options[place] if place < len(options) else ""
        is_repeated = names.count(name) > 1
        if is_repeated and not option:
            raise ImportRefusedError(
                f"line 1: the column {name!r} stands {names.count(name)} times, and the second row does not name "
                f"the answer of column {place + 1}; export the stories from NarraFirma again. {NOTHING_STORED}"
            )
        named = bool(option) and place > 0 and not option.startswith(";")
        columns.append(f"{name}: {option}" if is_repeated or named else name)
    for repeated in sorted({name for name in columns if name and columns.count(name) > 1}):
        raise ImportRefusedError(
            f"line 2: {repeated!r} stands twice; give each column its own answer. {NOTHING_STORED}"
        )
    return tuple(columns)


def _rows(file: _File) -> Iterator[Row]:
    with file.path.open("rb") as opened:
        found = records(opened, file.dialect)
        for _ in range(file.skipped):
            next(found)
        number = 0
        for line, cells in found:
            if cells[0].lstrip().startswith(";") or not any(map(str.strip, cells)):
                continue
            number += 1
            if len(cells) != len(file.columns):
                wrong = f"the row has {len(cells)} cells and the header {len(file.columns)}; export the stories again"
                yield Row(number, line, problem=wrong)
                continue
            kept = cells if file.is_ours else [unwrapped(cell) for cell in cells]
            yield Row(number, line, dict(zip(file.columns, kept, strict=True)))


def unwrapped(cell: str) -> str:
    r"""A cell without the quotes that NarraFirma writes around a text of several lines before it quotes it properly.

    >>> unwrapped('"We met.\nIt rained."')
    'We met.\nIt rained.'
    """
    if "\n" not in cell or len(cell) < 2 or not cell[0] == cell[-1] == '"':
        return cell
    body = cell[1:-1]
    inner = _PAIRS.findall(body)
    if inner and all(len(run) % 2 == 0 for run in inner):
        body = body.replace('""', '"')
        if len(body) > 1 and body[0] == body[-1] == '"':
            body = body[1:-1]
    return body


def _strangers(form: Form, columns: tuple[str, ...]) -> Iterator[str]:
    """Questions of the form that no column answers, and columns that the form does not know."""
    heads = {column: column for column in columns} | {column.partition(": ")[0]: column for column in columns}
    for question in form.questions:
        if question.column not in heads:
            yield f"No column answers the question {question.column!r}."
    asked = {*KNOWN, form.eliciting_column, *(question.column for question in form.questions)}
    for head, _ in groupby(column.partition(": ")[0] for column in columns):
        plain = head.removeprefix("WRITEIN_").removesuffix(" (exact)")
        if plain and plain not in asked:
            yield f"The form does not ask for the column {head!r}; it is left out."


def _facts(table: MadeTable, form: Form) -> Mapping[str, Any]:
    """What a mapping says of the columns that are no answers."""
    columns = table.columns
    facts: dict[str, Any] = {"text": {"column": TEXT}}
    facts["source_id"] = {"column": STORY_ID} if STORY_ID in columns else "row hash"
    if TITLE in columns:
        facts["title"] = {"column": TITLE}
    if PARTICIPANT in columns:
        facts["respondent"] = {"column": PARTICIPANT}
    if DAY in columns:
        first = next((row.cells[DAY] for row in table.rows() if row.cells.get(DAY)), "")
        facts["date"] = {"column": DAY, "format": likely_format(first) or ISO_DATE}
    else:
        table.notes.append(f"The file has no column {DAY!r}: say on which day the stories were told.")
    if LANGUAGE in columns:
        cells = {row.cells[LANGUAGE] for row in table.rows() if not row.problem}
        facts["language"] = {"column": LANGUAGE, **language_values(cells, table.notes)}
    ids = prompt_ids(form)
    if ids and form.eliciting_column in columns:
        shown = {label: ids[data] for data, label in form.eliciting}
        facts["prompt"] = {"column": form.eliciting_column, "values": {**shown, **ids, "": ""}}
    return facts | (_own_facts(table) if STORY_ID in columns else {})


def _own_facts(table: MadeTable) -> dict[str, Any]:
    """What stands in the columns that only a file of our own has."""
    facts: dict[str, Any] = {}
    if KIND in table.columns:
        facts["kind"] = {"column": KIND}
    if GROUP in table.columns and any(row.cells.get(GROUP) for row in table.rows()):
        facts["group"] = {"column": GROUP, "empty": "Not said"}
    if USES in table.columns:
        uses = {row.cells[USES] for row in table.rows() if not row.problem}
        facts["consent"] = {"column": USES, "values": {cell: cell.split() for cell in sorted(uses)}}
    return facts


NARRAFIRMA = Format(
    "narrafirma",
    "NarraFirma stories",
    "The CSV file of stories.",
    read_stories,
    is_stories,
    definition="the story form (CSV), for the questions and their types",
)
