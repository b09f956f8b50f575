"""The form of one part of a draft: its fields from the part as it is, and the part from the fields as they came.

Labels get their ids here, made from the words and kept when the words change. A number that is none is kept as it was
typed: `problems` says what is wrong with it, and where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from narratives.draft_ids import free_id
from narratives.draft_parts import without_strays
from narratives.form_fields import Fields, chosen, first
from narratives.signifiers import OTHER
from narratives.text import clean_text

Entry = Mapping[str, Any]
ANCHORS = {"triad": 3, "dyad": 2}
STONES = 5
OTHER_LABEL = "Something else"
BEGINNING_TEXTS = ("title", "introduction", "prompting_question", "group_question")
_FLAGS = ("required", "random_order", "level")
_NUMBERS = ("min_responses", "max_responses")
_ENDS = ("x_anchors", "y_anchors")


def fields_of(entry: Entry) -> dict[str, list[str]]:
    """The fields that show a part."""
    fields = {key: [str(entry[key])] for key in ("title", "introduction", "asks_about", *_NUMBERS) if key in entry}
    fields |= {key: ["yes"] for key in _FLAGS if entry.get(key) is True}
    for number, anchor in enumerate(_labelled(entry, "anchors")):
        fields[f"anchor-{number}"] = [str(anchor.get("label", ""))]
        fields[f"warmth-{number}"] = [_warmth(entry, anchor.get("id"))]
    for key in _ENDS:
        for number, anchor in enumerate(_labelled(entry, key)):
            fields[f"{key[0]}-{number}"] = [str(anchor.get("label", ""))]
    fields |= rows_of("stone", _labelled(entry, "stones"))
    options = _labelled(entry, "options")
    fields |= rows_of("option", [option for option in options if option.get("id") != OTHER])
    for option in options:
        if option.get("id") == OTHER:
            fields |= {"other": ["yes"], "other-label": [str(option.get("label", ""))]}
    opening = entry.get("opened_by")
    if isinstance(opening, dict):
        signifier, ids = opening.get("signifier"), opening.get("options")
        fields["opens"] = [f"{signifier}.{option}" for option in (ids if isinstance(ids, list) else [])]
    return fields


def entry_of(kind: str, fields: Fields, old: Entry) -> dict[str, Any]:
    """The part as it was written; what no field shows stays as it was."""
    entry = {**old, "title": _text(fields, "title")}
    if kind == "branch":
        return {**entry, "introduction": _text(fields, "introduction"), "opened_by": _opened_by(fields)}
    entry |= {"type": kind, "required": bool(chosen(fields, "required"))}
    match kind:
        case "triad" | "dyad":
            entry |= _placed(kind, fields, old)
        case "stones":
            taken: set[str] = set()
            entry |= {key: _ends(fields, key[0], 2, _labelled(old, key), taken) for key in _ENDS}
            entry["stones"] = read_rows(fields, "stone", _labelled(old, "stones"), taken)
        case "choice":
            entry |= {"options": _options(fields, old), "asks_about": first(fields, "asks_about") or "story"}
            entry |= {"random_order": bool(chosen(fields, "random_order"))}
            entry |= {key: _number(fields, key) for key in _NUMBERS}
    return entry


def beginning_fields(document: Entry) -> dict[str, list[str]]:
    """The fields of what tellers read first."""
    fields = {key: [str(document.get(key) or "")] for key in BEGINNING_TEXTS}
    return fields | rows_of("prompt", _labelled(document, "prompts"))


def with_beginning(document: Entry, fields: Fields) -> dict[str, Any]:
    """The document with what tellers read first as it was written."""
    changed = {**document, **{key: _text(fields, key) for key in BEGINNING_TEXTS}}
    return _with_rows(changed, "prompts", read_rows(fields, "prompt", _labelled(document, "prompts")))


def hearers_fields(document: Entry) -> dict[str, list[str]]:
    """The fields of who should hear a story."""
    return rows_of("hearer", _labelled(document, "hearers"))


def with_hearers(document: Entry, fields: Fields) -> dict[str, Any]:
    """The document with who should hear a story as it was written."""
    return _with_rows({**document}, "hearers", read_rows(fields, "hearer", _labelled(document, "hearers")))


def _with_rows(document: dict[str, Any], key: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    document.pop(key, None)
    return dict(without_strays({**document, key: rows} if rows else document))


def read_rows(fields: Fields, name: str, old: Sequence[Entry], taken: set[str] | None = None) -> list[dict[str, Any]]:
    """The rows that hold a label, in their order: one that stood there before keeps its id and its picture."""
    before = {str(one.get("id")): one for one in old}
    found: list[dict[str, Any]] = []
    taken = {"na", OTHER} if taken is None else taken
    rows = [(_text(fields, f"{name}-{n}"), first(fields, f"{name}-{n}-id")) for n in range(count_rows(fields, name))]
    taken |= {own for label, own in rows if label and own in before}
    for label, own in rows:
        if not label:
            continue
        known = before.pop(own, None)
        row_id = own if known is not None else free_id(label, taken, name)
        taken.add(row_id)
        found.append({**(known or {}), "id": row_id, "label": label})
    return found


def rows_of(name: str, entries: Sequence[Entry]) -> dict[str, list[str]]:
    """The fields of rows: a label each, and the id that it has."""
    found: dict[str, list[str]] = {}
    for number, entry in enumerate(entries):
        found |= {f"{name}-{number}": [str(entry.get("label", ""))], f"{name}-{number}-id": [str(entry.get("id", ""))]}
    return found


def count_rows(fields: Fields, name: str) -> int:
    """How many rows of a name there are; at most as many as a choice may have answers."""
    return next(number for number in range(201) if number == 200 or f"{name}-{number}" not in fields)


def swapped(fields: Fields, name: str, number: int) -> dict[str, Sequence[str]]:
    """The fields with a row and the one before it in each other's place."""
    changed = dict(fields)
    if not 0 < number < count_rows(fields, name):
        return changed
    for end in ("", "-id"):
        here, above = f"{name}-{number}{end}", f"{name}-{number - 1}{end}"
        changed[here], changed[above] = fields.get(above, [""]), fields.get(here, [""])
    return changed


def _placed(kind: str, fields: Fields, old: Entry) -> dict[str, Any]:
    anchors = _ends(fields, "anchor", ANCHORS[kind], _labelled(old, "anchors"), set())
    found: dict[str, Any] = {"anchors": anchors, "random_order": bool(chosen(fields, "random_order"))}
    for end in ("hot", "cold"):
        found[end] = [one["id"] for n, one in enumerate(anchors) if first(fields, f"warmth-{n}") == end]
    if kind == "dyad":
        found["level"] = bool(chosen(fields, "level"))
    return found


def _ends(fields: Fields, name: str, how_many: int, old: Sequence[Entry], taken: set[str]) -> list[dict[str, Any]]:
    """The corners or poles in their places; one that had words before keeps its id."""
    found = []
    for number in range(how_many):
        label = _text(fields, f"{name}-{number}")
        before = old[number] if number < len(old) else {}
        own = str(before.get("id", ""))
        end_id = own if own and before.get("label") and own not in taken else free_id(label, taken, name)
        taken.add(end_id)
        found.append({**before, "id": end_id, "label": label})
    return found


def _options(fields: Fields, old: Entry) -> list[dict[str, Any]]:
    options = read_rows(fields, "option", [one for one in _labelled(old, "options") if one.get("id") != OTHER])
    if chosen(fields, "other"):
        options.append({"id": OTHER, "label": _text(fields, "other-label") or OTHER_LABEL})
    return options


def _opened_by(fields: Fields) -> dict[str, Any]:
    """The answers that open a branch: those of one question, the first that was ticked."""
    pairs = [value.partition(".") for value in fields.get("opens", ()) if "." in value]
    signifier = pairs[0][0] if pairs else ""
    return {"signifier": signifier, "options": [option for one, _, option in pairs if one == signifier]}


def _number(fields: Fields, key: str) -> int | str:
    typed = first(fields, key) or "1"
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else typed


def _warmth(entry: Entry, anchor_id: object) -> str:
    ends = ("hot", "cold")
    return next((end for end in ends if isinstance(entry.get(end), list) and anchor_id in entry[end]), "")


def _labelled(entry: Entry, key: str) -> list[Entry]:
    entries = entry.get(key)
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def _text(fields: Fields, name: str) -> str:
    return clean_text(first(fields, name))
