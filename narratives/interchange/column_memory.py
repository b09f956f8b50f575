"""What the columns of an earlier file were, so that the next one of the same kind is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narratives.interchange.column_use import ANSWER, AREA, DATE, GROUP, ID, LANGUAGE, PERSON, STORY, TITLE, ColumnUse

_PLAIN = {
    "source_id": ID,
    "text": STORY,
    "title": TITLE,
    "date": DATE,
    "group": GROUP,
    "area": AREA,
    "language": LANGUAGE,
    "respondent": PERSON,
}


def uses_of(document: Mapping[str, Any]) -> dict[str, ColumnUse]:
    """The uses that a mapping document was made of, by column, in the terms of its framework."""
    found = [*_plain(document), *_answers(document.get("answers", {}))]
    return {use.column: use for use in found}


def _plain(document: Mapping[str, Any]) -> Iterator[ColumnUse]:
    for key, role in _PLAIN.items():
        said = document.get(key)
        if isinstance(said, dict) and "column" in said:
            yield ColumnUse(said["column"], role, date_format=said.get("format", ""))


def _answers(answers: Mapping[str, Any]) -> Iterator[ColumnUse]:
    for name, said in answers.items():
        for anchor, column in said.get("shares", {}).items():
            yield ColumnUse(column, f"{ANSWER}{name}:{anchor}", most=said.get("scale", 1.0))
        for axis in ("x", "y"):
            if axis in said:
                yield ColumnUse(said[axis], f"{ANSWER}{name}:{axis}", most=said.get("height", 1.0))
        for stone, place in said.get("stones", {}).items():
            for axis, column in place.items():
                yield ColumnUse(column, f"{ANSWER}{name}:{stone}:{axis}")
        if "column" in said:
            yield ColumnUse(said["column"], f"{ANSWER}{name}", least=said.get("min", 0.0), most=said.get("max", 1.0))
