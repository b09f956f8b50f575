"""Small tables and mappings for tests, with only the relevant change to name."""

import json
from pathlib import Path
from typing import Any

from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.interchange.csv_table import CsvTable, Dialect
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.mapping_file import parse_mapping

SECRET = b"a secret of thirty-two characters"

FRAMEWORK: dict[str, Any] = {
    "id": "bus",
    "version": 1,
    "title": "Waiting for the bus",
    "prompting_question": "What happened while you waited?",
    "signifiers": [
        {
            "type": "triad",
            "id": "mood",
            "title": "It left me…",
            "anchors": [{"id": one, "label": one} for one in ("glad", "sad", "cross")],
            "hot": ["cross"],
        },
        {
            "type": "dyad",
            "id": "wait",
            "title": "The wait was…",
            "anchors": [{"id": "short", "label": "short"}, {"id": "long", "label": "long"}],
            "hot": ["long"],
            "level": True,
        },
        {
            "type": "choice",
            "id": "stop",
            "title": "At…",
            "options": [{"id": "high-street", "label": "High Street"}, {"id": "mill", "label": "The Mill"}],
        },
        {
            "type": "choice",
            "id": "felt",
            "title": "I felt…",
            "options": [{"id": one, "label": one} for one in ("cold", "wet", "tired")],
            "max_responses": 2,
        },
        {
            "type": "stones",
            "id": "map",
            "title": "Who mattered",
            "x_anchors": [{"id": "far", "label": "far"}, {"id": "near", "label": "near"}],
            "y_anchors": [{"id": "low", "label": "low"}, {"id": "high", "label": "high"}],
            "stones": [{"id": "driver", "label": "the driver"}, {"id": "others", "label": "the others"}],
        },
        {"type": "freetext", "id": "wish", "title": "I wish…"},
    ],
}

MAPPING: dict[str, Any] = {
    "framework_file": "bus.json",
    "collection": {"id": "buses", "title": "Buses", "policy": "open", "moderation": "after"},
    "source_id": {"column": "id"},
    "text": {"column": "story"},
    "date": {"column": "day", "format": "%d/%m/%Y"},
    "answers": {"wait": {"column": "minutes", "min": 0, "max": 60}},
}

HEADER = "id,story,day,minutes"


def framework() -> Framework:
    return read_framework(FRAMEWORK)


def make_mapping(**changes: Any) -> CsvMapping:
    document = {key: value for key, value in {**MAPPING, **changes}.items() if value != "left out"}
    return parse_mapping(json.dumps(document), lambda reference: framework())


def make_table(folder: Path, content: str | bytes, dialect: Dialect | None = None) -> CsvTable:
    path = folder / "stories.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return CsvTable(path, dialect)
