"""What every file that is brought in becomes: rows with their line numbers, under named columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from narratives.interchange.cells import clean_label

NOTHING_STORED = "Nothing was stored."


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, the line of the file that it begins on, its cells and what is wrong with it."""

    number: int
    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


class Table(Protocol):
    """A file read as a table. `rows` may be asked for more than once and reads the file again each time."""

    columns: tuple[str, ...]
    notes: list[str]

    @property
    def named(self) -> list[str]:
        """The names of the columns, those without a name left out."""

    def rows(self) -> Iterator[Row]:
        """Every row, the unusable ones with their problem. Raises ImportRefusedError where the file is broken."""

    def missing(self, place: str, column: str) -> str | None:
        """What is wrong with a column that a mapping names; None when the table has it."""


class MadeTable:
    """A table made from something that is none: `read` gives its rows, anew each time."""

    def __init__(self, columns: Sequence[str], read: Callable[[], Iterator[Row]], notes: Sequence[str] = ()) -> None:
        self.columns = tuple(columns)
        self.notes = list(notes)
        self._read = read

    @property
    def named(self) -> list[str]:
        """The names of the columns."""
        return [column for column in self.columns if column]

    def rows(self) -> Iterator[Row]:
        """Every row."""
        return self._read()

    def missing(self, place: str, column: str) -> str | None:
        """What is wrong with a column that a mapping names; None when the table has it."""
        return missing_column(self.columns, place, column)


def missing_column(columns: Sequence[str], place: str, column: str) -> str | None:
    """That a table has no such column, with the name that comes nearest; None when it has it."""
    if clean_label(column) in columns:
        return None
    near = get_close_matches(clean_label(column), [name for name in columns if name], n=1, cutoff=0.6)
    nearest = f"; the nearest name is {near[0]!r}" if near else ""
    return f"{place}: the file has no column {column!r}{nearest}"
