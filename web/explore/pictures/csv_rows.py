"""A picture's figures as a table that a spreadsheet opens: counts of places, never a story's own row."""

from __future__ import annotations

import csv
import io

from narratives.interchange.rejection import harmless
from web.explore.pictures.facts import Facts
from web.explore.pictures.picture import Picture

# Spreadsheets take a file without it for the alphabet of the country they were bought in.
_MARK = "\ufeff"
_COLUMNS = ("kind of place", "place", "label", "stories", "per cent", "picked")


def csv_text(picture: Picture, facts: Facts) -> str:
    """What the picture is of, one fact a line; an empty line; then a row for each of its figures."""
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_NONNUMERIC)
    about = (
        ("picture", picture.title),
        ("collection", facts.collection),
        ("selection", facts.selection),
        ("drawn on", facts.drawn.isoformat()),
        ("totals", facts.totals),
        ("answers", picture.counts),
        *((name.lower(), words) for name, words in picture.facts),
        *(("note", note) for note in picture.notes),
    )
    for name, words in about:
        writer.writerow([harmless(name), harmless(words)])
    writer.writerow([])
    writer.writerow(picture.columns or _COLUMNS)
    for row in picture.rows:
        cells = map(harmless, (row.what, row.place, row.label))
        # Numbers that begin with a minus are numbers, and made here: no guard stands before them.
        writer.writerow([*cells, row.n, *(row.values or (row.percent, "yes" if row.picked else ""))])
    return _MARK + held.getvalue()
