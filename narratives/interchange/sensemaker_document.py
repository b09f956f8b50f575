"""A SenseMaker framework file as one JSON object in sections, whichever of its layouts it came in."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from narratives.errors import FrameworkError

MOST_BYTES = 20_000_000
_MOST_MEMBERS = 50
_DEEPEST = 40
_ZIP = b"PK\x03\x04"
_DEFINITION = "framework_definition.json"
_LISTS = frozenset({"sections", "signifiers", "items", "labels", "stones", "linked_frameworks"})
# Lists of plain values: one of them alone is still a list.
_PLAIN_LISTS = frozenset({"rules", "data_policies", "storage", "retrieval"})

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Definition:
    """The document, and the places of signifiers on the page where a layout came with it."""

    document: Json
    order: dict[str, float] = field(default_factory=dict)
    has_layout: bool = False


def read_definition(raw: bytes) -> Definition:
    """A framework from the bytes of its JSON, or of the zip that is downloaded. Raises FrameworkError."""
    if len(raw) > MOST_BYTES:
        raise FrameworkError([f"the file has {len(raw):,} bytes; a framework has at most {MOST_BYTES:,}"])
    if not raw.startswith(_ZIP):
        return Definition(_document(_parsed(raw, "framework")))
    members = dict(_members(raw))
    name = next((one for one in members if one.rpartition("/")[2] == _DEFINITION), None)
    if name is None:
        raise FrameworkError([f"the zip holds no {_DEFINITION}; download the framework again, or give the JSON alone"])
    document = _document(_parsed(members.pop(name), _DEFINITION))
    order: dict[str, float] = {}
    for one, content in members.items():
        order |= _order(_parsed(content, one))
    return Definition(document, order, bool(members))


def each_signifier(document: Json) -> Iterator[Json]:
    """Every signifier of a document in the order of its sections; those of linked frameworks left out."""
    for section in document["sections"]:
        yield from section["signifiers"]


def _members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The JSON files of a zip; what they are said to hold is never believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_MEMBERS:
                raise FrameworkError([f"the zip holds {len(entries):,} files; a framework has a few"])
            left = MOST_BYTES
            for entry in entries:
                if not entry.filename.lower().endswith(".json"):
                    continue
                with archive.open(entry) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise FrameworkError([f"the zip holds more than {MOST_BYTES:,} bytes; a framework is smaller"])
                yield entry.filename, content
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error) as error:
        raise FrameworkError([f"the zip cannot be opened ({error}); download it again"]) from error


def _parsed(raw: bytes, place: str) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise FrameworkError([f"{place}: byte {error.start + 1} is not UTF-8; save the file as UTF-8"]) from error
    except json.JSONDecodeError as error:
        raise FrameworkError(
            [f"{place}, line {error.lineno}: this is not JSON ({error.msg}); mend the file"]
        ) from error
    except (RecursionError, ValueError) as error:
        raise FrameworkError([f"{place}: nested too deeply, or a number that is none; mend the file"]) from error


def _no_number(name: str) -> None:
    raise ValueError(name)


def _document(parsed: Any) -> Json:
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    if not isinstance(parsed, dict) or not {"sections", "signifiers"} & parsed.keys():
        raise FrameworkError(["framework: it has no sections and no signifiers; is this a SenseMaker framework?"])
    _check_depth(parsed)
    return _in_sections(_unwrapped(parsed, ""), "framework")


def _check_depth(parsed: Any) -> None:
    level, depth = [parsed], 0
    while level:
        depth += 1
        if depth > _DEEPEST:
            raise FrameworkError(["framework: nested too deeply; mend the file"])
        inner: list[Any] = []
        for one in level:
            inner += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        level = inner


def _unwrapped(value: Any, key: str) -> Any:
    """Single values taken out of the lists that R puts them in, and empty objects as the lists they stand for."""
    if isinstance(value, dict):
        if key in _LISTS and not value:
            return []
        return {name: _unwrapped(one, name) for name, one in value.items()}
    if not isinstance(value, list) or key in _PLAIN_LISTS:
        return value
    if len(value) == 1 and not isinstance(value[0], dict | list):
        return value[0]
    return [_unwrapped(one, "") for one in value]


def _in_sections(document: Json, place: str) -> Json:
    """The newer layout: a flat list of signifiers becomes one section."""
    flat = document.get("signifiers")
    sections = document.get("sections")
    if flat is not None and not sections:
        rest = {name: value for name, value in document.items() if name not in {"signifiers", "sections"}}
        document = {**rest, "sections": [_section(flat)]}
    _check_lists(document, "sections", place)
    for i, section in enumerate(document["sections"]):
        section.setdefault("signifiers", [])
        _check_lists(section, "signifiers", f"{place}.sections[{i}]")
    if "linked_frameworks" in document:
        _check_lists(document, "linked_frameworks", place)
    for i, linked in enumerate(document.get("linked_frameworks", [])):
        inner = linked.get("framework")
        if isinstance(inner, dict):
            linked["framework"] = _in_sections(inner, f"{place}.linked_frameworks[{i}]")
    return document


def _section(signifiers: Any) -> Json:
    return {"id": "section-1", "order": 1, "title": "", "random_order": False, "signifiers": signifiers}


def _check_lists(item: Json, key: str, place: str) -> None:
    value = item.setdefault(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise FrameworkError([f"{place}.{key}: write a list of objects here"])


def _order(layout: Any) -> dict[str, float]:
    """The place of each signifier in a layout file, section by section."""
    first = layout[0] if isinstance(layout, list) and layout else layout
    settings = first.get("settings") if isinstance(first, dict) else None
    sections = settings.get("sections") if isinstance(settings, dict) else None
    found: dict[str, float] = {}
    for number, section in enumerate(sections if isinstance(sections, list) else []):
        listed = section.get("signifiers") if isinstance(section, dict) else None
        for one in listed if isinstance(listed, list) else []:
            if isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("order"), int | float):
                found[one["id"]] = number * 10_000 + float(one["order"])
    return found
