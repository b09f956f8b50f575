"""Tables written as an XLSX workbook: plain text in every cell, so that nothing in it runs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence


def write_workbook(sheets: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """The bytes of a workbook with one sheet for each table, in order."""
    from openpyxl import Workbook  # a quarter of a second to load
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value=text or None)
                if text:
                    # Otherwise a text that begins with = would be stored as a formula.
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
