"""An unfinished framework document as far as it can be asked already, for the preview and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narratives.errors import FrameworkError
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.signifier_file import FileReader, read_signifier

_BLANK = "…"


def problems(questions: Mapping[str, Any]) -> tuple[str, ...]:
    """What keeps a document from being opened, each with its place in it; none when it can be."""
    try:
        read_framework(questions)
    except FrameworkError as error:
        return error.problems
    return ()


def sketch(questions: Mapping[str, Any]) -> Framework:
    """The framework of a document; where that cannot be read, of what there is of it. Never raises.

    Signifiers that cannot be read are left out, and branches, prompts or hearers only where they are at fault.
    """
    for document in _simpler(questions):
        try:
            return read_framework(document)
        except FrameworkError:
            continue
    return Framework("draft", 1, _BLANK, _BLANK, ())


def _simpler(questions: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The document as it is, then with less and less of what keeps it from being read."""
    yield dict(questions)
    filled = {
        **questions,
        "id": _text(questions, "id") or "draft",
        "version": 1,
        "language": _text(questions, "language") or "en",
        "introduction": _text(questions, "introduction"),
        "group_question": _text(questions, "group_question"),
        "title": _text(questions, "title").strip() or _BLANK,
        "prompting_question": _text(questions, "prompting_question").strip() or _BLANK,
        "signifiers": _readable(questions.get("signifiers")),
        "translations": {},
        "branches": [
            {**one, "title": _text(one, "title").strip() or _BLANK, "signifiers": _readable(one.get("signifiers"))}
            for one in _objects(questions.get("branches"))
        ],
    }
    yield filled
    without = ("hearers", "prompts", "branches")
    for name in without:
        yield {key: value for key, value in filled.items() if key != name}
    yield {key: value for key, value in filled.items() if key not in without}


def _readable(entries: object) -> list[dict[str, Any]]:
    """The signifiers that can be read by themselves, each id once."""
    found: dict[str, dict[str, Any]] = {}
    for entry in _objects(entries):
        reader = FileReader()
        if read_signifier(reader, entry, "") is not None and not reader.problems:
            found.setdefault(str(entry["id"]), entry)
    return list(found.values())


def _objects(entries: object) -> list[dict[str, Any]]:
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def _text(questions: Mapping[str, Any], key: str) -> str:
    value = questions.get(key)
    return value if isinstance(value, str) else ""
