"""Files of other programs read through the registry, as far as the narratives that they become."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from narratives.errors import ImportRefusedError
from narratives.interchange.brought import Brought
from narratives.interchange.formats import read_file
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.mapping_file import parse_mapping
from narratives.interchange.narrative_rows import ReadRow, RowReader
from narratives.narrative import Narrative
from tests.narratives.interchange.tables import SECRET

SAMPLES = Path(__file__).parent / "samples"
COLLECTION = {"id": "brought", "title": "Brought", "policy": "open", "moderation": "after"}


def sample(format_name: str, file: str, definition: str = "", folder: str = "") -> Brought:
    place = SAMPLES / (folder or format_name)
    return read_file(format_name, place / file, place / definition if definition else None)


def mapping_of(brought: Brought, **more: Any) -> CsvMapping:
    document = {"collection": COLLECTION, **brought.mapping_document, **more}
    assert brought.framework is not None
    framework = brought.framework
    return parse_mapping(json.dumps(document), lambda reference: framework)


def rows_of(brought: Brought, **more: Any) -> list[Any]:
    return list(RowReader(mapping_of(brought, **more), SECRET).read_all(brought.table))


def told_in(brought: Brought, **more: Any) -> list[Narrative]:
    """The narratives of a file all of whose rows can be used."""
    rows = rows_of(brought, **more)
    assert all(isinstance(row, ReadRow) for row in rows), rows
    return [row.narrative for row in rows]


def answers_of(narrative: Narrative) -> dict[str, Any]:
    return {answer.signifier: answer for answer in narrative.answers}


def refusal(read: Callable[..., object], folder: Path, content: str | bytes, *more: Any) -> list[str]:
    """The lines of the message that refuses a file."""
    path = folder / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ImportRefusedError) as refused:
        read(path, *more)
    assert str(refused.value).endswith("Nothing was stored.")
    return str(refused.value).removesuffix("Nothing was stored.").strip().splitlines()
