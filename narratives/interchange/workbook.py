"""An XLSX workbook as a table: one sheet, its first row the names of the columns; nothing in it is run or followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from narratives.errors import ImportRefusedError
from narratives.interchange.cells import clean_label
from narratives.interchange.csv_table import MOST_COLUMNS
from narratives.interchange.table import NOTHING_STORED, Row, missing_column
from narratives.interchange.workbook_file import check_workbook, merged_cells

MOST_ROWS = 500_000


class WorkbookTable:
    """The first sheet of a workbook, or the one named. Raises ImportRefusedError when it cannot be read as a table."""

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        check_workbook(path)
        self.path = path
        self.notes: list[str] = []
        with _open(path) as book:
            self._sheet = _chosen(book, sheet)
            others = [name for name in book.sheetnames if name != self._sheet]
            _, header = next(_lines(book[self._sheet], 1), (1, ()))
            member = book[self._sheet]._worksheet_path
            self.columns = self._header([_text(cell) for cell in header][: MOST_COLUMNS + 1])
        if others:
            self.notes.append(f"The sheet {self._sheet!r} is read; not read: {', '.join(map(repr, others))}.")
        for area in merged_cells(path, member):
            if _begins_in_header(area):
                raise _refused(f"row 1: the cells {area} are merged; give each column one cell with a name of its own")

    @property
    def named(self) -> list[str]:
        """The names of the columns, those without a name left out."""
        return [column for column in self.columns if column]

    def missing(self, place: str, column: str) -> str | None:
        """What is wrong with a column that a mapping names; None when the sheet has it."""
        return missing_column(self.columns, place, column)

    def rows(self) -> Iterator[Row]:
        """Every row after the header, empty ones left out; `line` is the number that a spreadsheet shows beside it."""
        number = 0
        with _open(self.path) as book:
            for line, cells in _lines(book[self._sheet], 2):
                if all(cell.value in (None, "") for cell in cells):
                    continue
                number += 1
                if number > MOST_ROWS:
                    raise _refused(f"row {line}: a workbook has at most {MOST_ROWS:,} rows; save it as CSV in parts")
                yield self._row(number, line, cells)

    def _row(self, number: int, line: int, cells: Any) -> Row:
        found = []
        for place, cell in enumerate(cells):
            if cell.value is None:
                found.append("")
                continue
            if place >= len(self.columns):
                return Row(
                    number, line, problem=f"cell {cell.coordinate} has no name above it; name its column in row 1"
                )
            problem = _problem(cell)
            if problem:
                return Row(number, line, problem=f"cell {cell.coordinate} {problem}")
            found.append(_text(cell))
        found += [""] * (len(self.columns) - len(found))
        return Row(number, line, dict(zip(self.columns, found, strict=False)))

    def _header(self, cells: list[str]) -> tuple[str, ...]:
        columns = [clean_label(cell) for cell in cells]
        while columns and not columns[-1]:
            columns.pop()
        if not columns:
            raise _refused(
                f"row 1: the sheet {self._sheet!r} has no names of columns there; write them and save it again"
            )
        if len(columns) > MOST_COLUMNS:
            raise _refused(f"row 1: there are more than {MOST_COLUMNS:,} columns; take out those that hold no answers")
        repeated = {name: n for name, n in Counter(columns).items() if n > 1 and name}
        if repeated:
            listed = "; ".join(f"{name!r} stands {n} times" for name, n in repeated.items())
            raise _refused(f"row 1: {listed}; give each column a name of its own")
        return tuple(columns)


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook  # a tenth of a second, and only for whoever brings in a workbook

    with path.open("rb") as file:  # by itself it opens only names that end as it likes
        try:
            book = load_workbook(file, read_only=True, keep_links=False)
        except Exception as error:  # it raises whatever its parsers do
            problem = "the file is no workbook that can be read; open it, save it as XLSX and bring that in"
            raise _refused(problem) from error
        try:
            yield book
        finally:
            book.close()


def _lines(sheet: Any, first: int) -> Iterator[tuple[int, Any]]:
    """The rows of a sheet from one on, each with its number."""
    line = first - 1
    try:
        for line, cells in enumerate(sheet.iter_rows(min_row=first), start=first):
            yield line, cells
    except Exception as error:  # whatever its parsers raise
        raise _refused(
            f"the sheet is broken after row {line}; open the workbook, save it again and bring that in"
        ) from error


def _chosen(book: Any, sheet: str | None) -> str:
    sheets = [one.title for one in book.worksheets]
    if sheet is None and sheets:
        return str(sheets[0])
    if sheet in sheets:
        return str(sheet)
    listed = ", ".join(map(repr, sheets)) or "none"
    raise _refused(f"the workbook has no sheet {sheet!r}; it has {listed}")


def _begins_in_header(area: str) -> bool:
    first = area.split(":")[0].lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ").lstrip("$")
    return first == "1"


def _problem(cell: Any) -> str:
    if cell.data_type == "f":
        return "holds a formula; copy the column and paste it back as values, so that what it says is what is stored"
    if cell.data_type == "e":
        return f"holds the error {cell.value}; mend it or empty it"
    return ""


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV file: days as ISO dates, numbers with all their digits."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            has_time = "h" in str(cell.number_format).casefold()
            return value.isoformat(" ", "seconds") if has_time else value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _refused(problem: str) -> ImportRefusedError:
    return ImportRefusedError(f"{problem}. {NOTHING_STORED}")
