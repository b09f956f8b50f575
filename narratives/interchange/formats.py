"""The formats that can be brought in, in the order in which they are tried; one line each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from narratives.errors import ImportRefusedError
from narratives.interchange.brought import Brought, Format
from narratives.interchange.kobo import KOBO
from narratives.interchange.narrafirma_project import NARRAFIRMA_PROJECT
from narratives.interchange.narrafirma_stories import NARRAFIRMA
from narratives.interchange.plain_table import CSV, WORKBOOK, read_plain
from narratives.interchange.polis import POLIS
from narratives.interchange.sensemaker_capture import SENSEMAKER
from narratives.interchange.spryng import SPRYNG
from narratives.interchange.table import NOTHING_STORED

FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        SENSEMAKER,
        NARRAFIRMA,
        NARRAFIRMA_PROJECT,
        SPRYNG,
        POLIS,
        KOBO,
        WORKBOOK,
        CSV,  # last: it knows any table
    )
}  # fmt: skip
_LOOKED_AT = 65_536


def detect_format(path: Path) -> str:
    """The name of the format that a file seems to be; empty where none knows it."""
    with path.open("rb") as file:
        first = file.read(_LOOKED_AT)
    try:
        columns = read_plain(path).table.columns
    except ImportRefusedError:
        columns = ()
    return next((one.name for one in FORMATS.values() if one.detect(first, columns)), "")


def read_file(format_name: str, path: Path, definition: Path | None = None) -> Brought:
    """A file read as one of the formats. Raises ImportRefusedError."""
    found = FORMATS.get(format_name)
    if found is None:
        listed = ", ".join(FORMATS)
        raise ImportRefusedError(f"The format {format_name!r} is not known; use one of {listed}. {NOTHING_STORED}")
    if found.needs_definition and definition is None:
        raise ImportRefusedError(f"{found.title} is read with a second file: {found.definition}. {NOTHING_STORED}")
    brought = found.read(path, definition)
    brought.mapping_document.setdefault("format", found.name)
    return brought
