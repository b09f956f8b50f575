"""A CSV file as rows with their line numbers: strict in its encoding and its quotes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from narratives.errors import ImportRefusedError
from narratives.interchange.cells import clean_label
from narratives.interchange.table import NOTHING_STORED, Row, missing_column

MOST_COLUMNS = 2_000
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# A byte-order mark that another program read as Windows-1252 and wrote again.
_READ_AS_CP1252 = "\u00ef\u00bb\u00bf"
_OTHER_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a vertical bar"}
# Bytes that Windows-1252 leaves empty: a file that holds one is something else.
_NOT_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file separates and quotes its cells; `quote` None means that it never quotes."""

    delimiter: str = ","
    quote: str | None = '"'


class CsvTable:
    """A file whose first row names the columns. Raises ImportRefusedError when it cannot be read as one."""

    def __init__(self, path: Path, dialect: Dialect | None = None) -> None:
        self.path = path
        self.dialect = dialect or Dialect()
        self.notes: list[str] = []
        with path.open("rb") as file:
            first = next(records(file, self.dialect), None)
        if first is None:
            raise _refused("the file is empty; export it again with its header and its rows")
        self.columns = self._read_header(first[1])

    def rows(self) -> Iterator[Row]:
        """Every row after the header, blank lines left out; a row of the wrong length carries its problem."""
        with self.path.open("rb") as file:
            found = records(file, self.dialect)
            next(found, None)
            for number, (line, cells) in enumerate(found, start=1):
                yield self._row(number, line, cells)

    def missing(self, place: str, column: str) -> str | None:
        """What is wrong with a column that a mapping names; None when the file has it."""
        return missing_column(self.columns, place, column)

    @property
    def named(self) -> list[str]:
        """The names of the columns, those without a name left out."""
        return [column for column in self.columns if column]

    def _row(self, number: int, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self.columns):
            separator = _OTHER_DELIMITERS.get(self.dialect.delimiter, repr(self.dialect.delimiter))
            advice = (
                f"the row has {len(cells)} cells and the header {len(self.columns)}; "
                f"quote cells that hold {separator} or a line end"
            )
            return Row(number, line, problem=advice)
        if any("\0" in cell for cell in cells):
            return Row(number, line, problem="the row holds a NUL byte; remove it or export the file again")
        if not any(cell.strip() for cell in cells):
            return Row(number, line, problem="every cell of the row is empty; remove the row")
        return Row(number, line, dict(zip(self.columns, cells, strict=True)))

    def _read_header(self, cells: list[str]) -> tuple[str, ...]:
        columns = tuple(clean_label(cell.removeprefix(_READ_AS_CP1252)) for cell in cells)
        for place, (raw, column) in enumerate(zip(cells, columns, strict=True), start=1):
            if raw != column:
                self.notes.append(
                    f"The name of column {place} is read as {column!r}, "
                    "without its byte-order mark, line ends or surplus spaces."
                )
        if len(columns) == 1:
            for other, name in _OTHER_DELIMITERS.items():
                if other in cells[0]:
                    raise _refused(
                        f"line 1: the header is one single cell and holds {name}; "
                        f"set file.delimiter to {other!r} in the mapping"
                    )
        if len(columns) > MOST_COLUMNS:
            raise _refused(
                f"line 1: the header has {len(columns):,} columns and a table at most {MOST_COLUMNS:,}; "
                "take out those that hold no answers"
            )
        repeated = {name: n for name, n in Counter(columns).items() if n > 1 and name}
        if repeated:
            listed = "; ".join(f"{name!r} stands {n} times" for name, n in repeated.items())
            raise _refused(f"line 1: {listed}; give each column a name of its own")
        return columns


def records(file: BinaryIO, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line that it begins on, blank lines left out. Raises ImportRefusedError."""
    quote = dialect.quote
    reader = csv.reader(
        decoded_lines(file),
        delimiter=dialect.delimiter,
        quotechar=quote,
        quoting=csv.QUOTE_NONE if quote is None else csv.QUOTE_MINIMAL,
        strict=True,
    )
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refused(_broken(str(error), line, reader.line_num)) from error
        if cells:
            yield line, cells


def decoded_lines(file: BinaryIO) -> Iterator[str]:
    """The lines of a file with their ends. Raises ImportRefusedError at the first that is not UTF-8."""
    for number, raw in enumerate(file, start=1):
        if number == 1:
            if raw.startswith(_UTF16):
                raise _refused("line 1: the file is UTF-16, not UTF-8; save it as “CSV UTF-8” and import it again")
            raw = raw.removeprefix(_BOM)
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            high = {byte for byte in raw if byte >= 0x80}
            likely = "" if high & _NOT_CP1252 else "; the file looks like Windows-1252 (“ANSI”)"
            raise _refused(
                f"line {number}: byte 0x{raw[error.start]:02X} at place {error.start + 1} of the line is not UTF-8"
                f"{likely}. Save it as “CSV UTF-8” and import it again"
            ) from error


def _broken(error: str, begins: int, ends: int) -> str:
    if "unexpected end of data" in error:
        return f"line {begins}: a quote that is opened in this row is never closed; close it"
    if "field larger than" in error:
        return f"line {begins}: a cell is longer than {csv.field_size_limit():,} characters; a quote may not be closed"
    if "new-line character" in error:
        return f"line {ends}: a bare carriage return stands outside quotes; save the file with \\n or \\r\\n line ends"
    return (
        f"line {ends}: text follows a closing quote, in the row that begins on line {begins}; "
        "write a quote inside a quoted cell twice, or set file.quote to null where the file never quotes"
    )


def _refused(problem: str) -> ImportRefusedError:
    return ImportRefusedError(f"{problem}. {NOTHING_STORED}")
