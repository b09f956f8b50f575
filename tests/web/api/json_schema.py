"""As much of JSON Schema as the interface's document uses; a word that it does not know fails, rather than pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tests.programs import DOCUMENT

_TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
_SAID = {"description", "default", "example"}
_KNOWN = {"$ref", "type", "enum", "anyOf", "properties", "required", "additionalProperties", "items", "format"}
_KNOWN |= {"minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum", "pattern"}


def faults(value: object, schema: Mapping[str, Any], at: str = "") -> list[str]:
    """Where a value does not fit a schema; nothing where it does."""
    unknown = schema.keys() - _KNOWN - _SAID
    assert not unknown, f"teach tests/web/api/json_schema.py the words {sorted(unknown)}"
    if "$ref" in schema:
        return faults(value, DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema:
        tried = [faults(value, one, at) for one in schema["anyOf"]]
        return [] if any(not found for found in tried) else [f"{at}: fits none of {len(tried)}"]
    named = schema.get("type", [])
    types = [named] if isinstance(named, str) else named
    if types and not any(_is(value, one) for one in types):
        return [f"{at}: {value!r} is no {' or '.join(types)}"]
    found = [f"{at}: {value!r} is none of {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    match value:
        case dict():
            return found + _object(value, schema, at)
        case list():
            long = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
            inside = [one for n, item in enumerate(value) for one in faults(item, schema["items"], f"{at}/{n}")]
            return found + inside + ([] if long else [f"{at}: {len(value)} items"])
        case str():
            return found + _text(value, schema, at)
        case int() | float():
            fits = schema.get("minimum", value) <= value <= schema.get("maximum", value)
            return found + ([] if fits else [f"{at}: {value} is too small or too large"])
    return found


def _is(value: object, name: str) -> bool:
    if name in {"number", "integer"}:
        allowed = int if name == "integer" else (int, float)
        return isinstance(value, allowed) and not isinstance(value, bool)
    return isinstance(value, _TYPES[name])


def _object(value: dict[str, Any], schema: Mapping[str, Any], at: str) -> list[str]:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{at}: lacks {name}" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        if name in known:
            found += faults(one, known[name], f"{at}/{name}")
        elif other is False:
            found.append(f"{at}: has {name}, which is not described")
        elif isinstance(other, dict):
            found += faults(one, other, f"{at}/{name}")
    return found


def _text(value: str, schema: Mapping[str, Any], at: str) -> list[str]:
    fits = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    fits = fits and re.search(schema.get("pattern", ""), value) is not None
    try:
        reads = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}.get(schema.get("format", ""))
        if reads is not None:
            reads(value)
    except ValueError:
        fits = False
    return [] if fits else [f"{at}: {value!r} is not as described"]
