"""A SenseMaker capture file, in either dialect or a mixture of them, as a table with its mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from narratives.errors import FrameworkError, ImportRefusedError
from narratives.framework import Framework
from narratives.framework_file import parse_framework
from narratives.interchange.brought import Brought, Format
from narratives.interchange.csv_table import CsvTable
from narratives.interchange.sensemaker_columns import Group, find_group
from narratives.interchange.sensemaker_framework import read_sensemaker
from narratives.interchange.sensemaker_ids import FORMAT, TheirIds
from narratives.interchange.sensemaker_mapping import IDS, KNOWN, answers_of, fields_of
from narratives.interchange.table import NOTHING_STORED, Row
from narratives.signifiers import Choice, Dyad, Triad

_SAMPLE = 500
_SHOWN = 10
_MOST_BYTES = 20_000_000


class CaptureTable(CsvTable):
    """The rows of the file with ids of ours in place of theirs; what disagrees within a row becomes a note.

    A marker whose parts are missing gets them from its place. Notes of rows are there after the first reading.
    """

    def __init__(self, path: Path, framework: Framework) -> None:
        super().__init__(path)
        ids, columns = TheirIds(framework), frozenset(self.columns)
        sample = [row.cells for row in islice(super().rows(), _SAMPLE) if not row.problem]
        placed = [one for one in framework.signifiers if isinstance(one, Triad | Dyad)]
        found = {one.id: find_group(one, ids, columns, sample) for one in placed}
        self.sample = sample
        self.groups: dict[str, Group] = {name: group for name, group in found.items() if group is not None}
        self._options = {
            ids.signifier(one.id): {ids.part(one.id, option.id): option.id for option in one.options}
            for one in framework.signifiers
            if isinstance(one, Choice) and one.max_responses == 1 and ids.signifier(one.id) in columns
        }
        self._is_told = False

    def rows(self) -> Iterator[Row]:
        """Every row after the header; see `CsvTable`."""
        disagreeing = 0
        told: list[str] = []
        compared = [group for group in self.groups.values() if group.parts and group.point]
        dyads = [group for group in self.groups.values() if isinstance(group.signifier, Dyad)]
        for row in super().rows():
            if not row.problem:
                for group in compared:
                    problem = group.settle(row.cells)
                    if problem:
                        disagreeing += 1
                        if len(told) < _SHOWN:
                            told.append(f"Line {row.line}, “{group.signifier.title}”: {problem}.")
                for group in dyads:
                    group.edge(row.cells)
                for column, options in self._options.items():
                    row.cells[column] = options.get(row.cells[column], row.cells[column])
            yield row
        if not self._is_told:
            self._is_told = True
            self.notes += told
            if disagreeing > len(told):
                self.notes.append(f"{disagreeing - len(told):,} more markers disagree with their parts.")


def read_capture(path: Path, definition: Path | None = None) -> Brought:
    """The file with the framework that defines its questions. Raises ImportRefusedError."""
    if definition is None:
        raise ImportRefusedError(
            f"A SenseMaker file needs its framework: the JSON or the zip that defines the questions. {NOTHING_STORED}"
        )
    framework, notes = _definition(definition)
    table = CaptureTable(path, framework)
    ids = TheirIds(framework)
    source = next((name for name in IDS if name in table.columns), None)
    if source is None:
        has = ", ".join(map(repr, table.named[:8]))
        raise ImportRefusedError(f"line 1: no column is called id or FragmentID; it has {has}. {NOTHING_STORED}")
    answers, taken = answers_of(framework, ids, frozenset(table.columns), table.groups)
    fields, fields_taken = fields_of(framework, ids, table.columns, table.sample)
    document: dict[str, Any] = {
        "format": FORMAT,
        "framework": {"id": framework.id, "version": framework.version},
        "source_id": {"column": source},
        **fields,
        "answers": answers,
    }
    return Brought(table, document, framework, [*notes, *_left_out(table, framework, ids, taken | fields_taken)])


def is_capture(first: bytes, columns: Sequence[str]) -> bool:
    """Whether columns look like those of a capture file."""
    if not columns:
        return False
    placed = any(name.endswith(("_percentX", "_percentY")) for name in columns)
    return columns[0] == "FragmentID" or (columns[0] == "id" and (placed or "project_id" in columns))


def _definition(path: Path) -> tuple[Framework, list[str]]:
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    try:
        if b'"prompting_question"' in raw:
            return parse_framework(raw.decode("utf-8-sig")), []
        read = read_sensemaker(raw)
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"The framework is not UTF-8 (byte {error.start + 1}). {NOTHING_STORED}") from error
    except FrameworkError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise ImportRefusedError(f"The framework cannot be read:\n{problems}\n{NOTHING_STORED}") from error
    return read.framework, [*read.lost, *read.notes]


def _left_out(table: CsvTable, framework: Framework, ids: TheirIds, taken: frozenset[str]) -> list[str]:
    """The columns that nothing here takes, so that nobody believes they were."""
    ours = tuple(ids.signifier(one.id) for one in framework.signifiers)
    beside = tuple(f"{one}{end}" for one in ours for end in ("X", "Y", "XR", "_NA", "_Zone", "_selected", "_percentX"))
    known = {*taken, *KNOWN, *beside, *(f"{one}_percentY" for one in ours)}
    strange = [name for name in table.named if name not in known and not _is_part(name, framework, ids)]
    if not strange:
        return []
    listed = ", ".join(strange[:_SHOWN]) + (f" and {len(strange) - _SHOWN:,} more" if len(strange) > _SHOWN else "")
    return [f"Columns of no question that is asked here, so they are left out: {listed}."]


def _is_part(name: str, framework: Framework, ids: TheirIds) -> bool:
    return any(
        name == f"{ids.signifier(one.id)}_{ids.part(one.id, anchor.id)}"
        for one in framework.signifiers
        if isinstance(one, Triad | Dyad)
        for anchor in one.anchors
    )


SENSEMAKER = Format(
    name=FORMAT,
    title="SenseMaker",
    takes="a capture file (CSV) as the API or the workbench writes it",
    read=read_capture,
    detect=is_capture,
    definition="the framework: its JSON, or the zip that SenseMaker gives",
    needs_definition=True,
)
