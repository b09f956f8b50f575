"""The table of a comparison as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from narratives.comparison import ComparedRow
from narratives.interchange.rejection import harmless
from store.release_comparison import Comparison
from web.explore.comparing.sides import Side

_MARK = "\ufeff"  # without it spreadsheets guess the alphabet
_COLUMNS = ("question", "measure", "first", "second", "difference", "low", "high", "p", "q", "verdict")


def csv_of(about: Iterable[tuple[str, str]], columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """What the table is about, a fact a line; an empty line; the columns and the rows."""
    held = io.StringIO()
    table = csv.writer(held, quoting=csv.QUOTE_NONNUMERIC)
    table.writerows((harmless(name), harmless(words)) for name, words in about)
    table.writerow([])
    table.writerow([harmless(column) for column in columns])
    table.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return _MARK + held.getvalue()


def comparison_csv(found: Comparison, first: Side, second: Side, collection: str, notes: Iterable[str]) -> str:
    """A comparison, every row of it."""
    about = [
        ("collection", collection),
        ("first", first.name),
        ("second", second.name),
        ("comparisons", str(len(found.rows))),
        *(("note", note) for note in notes),
    ]
    return csv_of(about, _COLUMNS, [_cells(row) for row in found.rows])


def _cells(row: ComparedRow) -> list[str | float]:
    figures = (row.first, row.second, row.effect, row.low, row.high, row.p, row.q)
    return [row.title, row.measure, *(round(figure, 4) for figure in figures), row.verdict]
