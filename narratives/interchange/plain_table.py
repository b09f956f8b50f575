"""Tables without any convention: how they are written is found out, what their columns mean is not."""

from __future__ import annotations

from pathlib import Path

from narratives.interchange.brought import Brought, Format
from narratives.interchange.csv_table import CsvTable, Dialect
from narratives.interchange.workbook import WorkbookTable
from narratives.interchange.workbook_file import OLD, ZIP

_DELIMITERS = (",", ";", "\t", "|")


def read_plain(path: Path, definition: Path | None = None) -> Brought:
    """The table, with the separator that stands most often in its first line."""
    with path.open("rb") as file:
        header = file.readline(65_536)
    delimiter = max(_DELIMITERS, key=lambda mark: header.count(mark.encode()))
    table = CsvTable(path, Dialect(delimiter))
    document = {} if delimiter == "," else {"file": {"delimiter": delimiter}}
    return Brought(table, dict(document), notes=list(table.notes))


def read_workbook(path: Path, definition: Path | None = None) -> Brought:
    """The first sheet of a workbook."""
    table = WorkbookTable(path)
    return Brought(table, {"format": "workbook"}, notes=list(table.notes))


CSV = Format(
    "csv",
    "A table as CSV",
    "One CSV file, UTF-8, with a header.",
    read_plain,
    lambda first, columns: len(columns) > 1 and not first.startswith((ZIP, OLD)),
)
WORKBOOK = Format(
    "workbook",
    "A table as an Excel workbook",
    "One XLSX workbook: its first sheet, with a header in row 1.",
    read_workbook,
    lambda first, columns: first.startswith((ZIP, OLD)),
)
