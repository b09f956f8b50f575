"""A CSV file of another program, read as it is: columns of one name are numbered, and so is every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from narratives.errors import ImportRefusedError
from narratives.interchange.cells import clean_label
from narratives.interchange.csv_table import Dialect, records
from narratives.interchange.dates import DateFormat, likely_format
from narratives.interchange.table import NOTHING_STORED, MadeTable, Row

_DELIMITERS = (",", ";", "\t")


def read_loosely(path: Path) -> MadeTable:
    """The table of a file whose columns may share a name: the second "Age" is "Age (2)". Raises ImportRefusedError."""
    with path.open("rb") as file:
        first = file.readline(65_536)
        delimiter = max(_DELIMITERS, key=lambda mark: first.count(mark.encode()))
        file.seek(0)
        header = next(records(file, Dialect(delimiter)), None)
    if header is None:
        raise ImportRefusedError(f"The file is empty; export it again. {NOTHING_STORED}")
    columns = _numbered([clean_label(cell) for cell in header[1]])
    return MadeTable(columns, lambda: _rows(path, Dialect(delimiter), columns))


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    columns = []
    for name in names:
        seen[name] += 1
        columns.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(columns)


def _rows(path: Path, dialect: Dialect, columns: tuple[str, ...]) -> Iterator[Row]:
    with path.open("rb") as file:
        found = records(file, dialect)
        next(found)
        for number, (line, cells) in enumerate(found, start=1):
            if len(cells) != len(columns):
                wrong = f"the row has {len(cells)} cells and the header {len(columns)}; export the file again"
                yield Row(number, line, problem=wrong)
            elif any(map(str.strip, cells)):
                yield Row(number, line, dict(zip(columns, cells, strict=True)))


def distinct_cells(table: MadeTable) -> dict[str, Counter[str]]:
    """How often each cell stands in each column; empty ones and unusable rows are left out."""
    counts: dict[str, Counter[str]] = {column: Counter() for column in table.columns}
    for row in table.rows():
        for column, cell in row.cells.items():
            if cell.strip():
                counts[column][cell] += 1
    return counts


def date_format(cells: Sequence[str]) -> str:
    """The one format that all cells have, most likely; empty where they have none in common."""
    for pattern in dict.fromkeys(filter(None, map(likely_format, cells))):
        if all(DateFormat(pattern).read(cell) is not None for cell in cells):
            return pattern
    return ""
