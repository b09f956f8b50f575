"""Submissions of a form on Kobo or ODK, as CSV with XML names or as JSON, read by the framework that the form asks.

Who sent one, from which device and from where is never read: no such column is in the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from narratives.errors import FrameworkError, ImportRefusedError
from narratives.framework import Framework
from narratives.framework_file import parse_framework
from narratives.interchange.brought import Brought, Format
from narratives.interchange.json_file import read_json
from narratives.interchange.loose_table import date_format, distinct_cells, read_loosely
from narratives.interchange.table import NOTHING_STORED, MadeTable, Row
from narratives.interchange.xlsform_names import NA, PROMPT, STORY, TITLE, TOLD_ON, path_of
from narratives.signifiers import OTHER, Choice, Dyad, Freetext, Signifier, Stones, Triad

_IDS = ("_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "KEY", "__id", "_id")
_DAYS = (TOLD_ON, "_submission_time", "SubmissionDate", "__system/submissionDate", "end", "start")
_ABOUT_THE_SENDER = re.compile(
    r"(?:.*[/-])?(?:_submitted_by|submitter\w*|username|email|deviceid|phonenumber|simserial|subscriberid|audit"
    r"|_geolocation.*|_attachments.*|_notes|_tags|_validation_status.*)",
    re.IGNORECASE,
)
_DEEPEST = 20


def is_kobo(first: bytes, columns: Sequence[str]) -> bool:
    """Whether a file is a list of submissions, by the names that servers give."""
    if first.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return b'"_uuid"' in first or b'"__system"' in first
    return {"_uuid", "_submission_time"} <= set(columns) or {"KEY", "SubmissionDate"} <= set(columns)


def read_kobo(path: Path, definition: Path | None = None) -> Brought:
    """The submissions with the framework that their form was made from. Raises ImportRefusedError."""
    framework = _framework(definition)
    with path.open("rb") as file:
        is_json = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")
    table = _read_json(path) if is_json else _without_sender(read_loosely(path))
    document: dict[str, Any] = {"format": "kobo", **_facts(table, framework)}
    if framework is None:
        note = "Bring the framework file that the form was made from, and its questions are found by their names."
        return Brought(table, document, None, [*table.notes, note])
    columns = {one.id: _columns(table, framework, one) for one in framework.signifiers}
    document["framework"] = {"id": framework.id, "version": framework.version}
    document["answers"] = {one: mapped for one, mapped in columns.items() if mapped is not None}
    unanswered = ", ".join(one for one, mapped in columns.items() if mapped is None)
    notes = list(table.notes)
    if unanswered:
        notes.append(f"No column answers {unanswered}. Export with XML values and headers, not with labels.")
    return Brought(table, document, framework, notes)


def _framework(definition: Path | None) -> Framework | None:
    if definition is None:
        return None
    try:
        return parse_framework(definition.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportRefusedError(
            f"The framework file is not UTF-8 (byte {error.start + 1:,}). {NOTHING_STORED}"
        ) from error
    except FrameworkError as error:
        listed = (f"The framework file, {problem}." for problem in error.problems)
        raise ImportRefusedError("\n".join([*listed, NOTHING_STORED])) from error


def _read_json(path: Path) -> MadeTable:
    """A list of submissions, alone, under "results" (Kobo) or under "value" (ODK)."""
    document = read_json(path)
    if isinstance(document, dict):
        document = document.get("results", document.get("value"))
    if not isinstance(document, list) or not all(isinstance(one, dict) for one in document):
        raise ImportRefusedError(
            'The file holds no list of submissions, neither by itself nor under "results" or "value"; '
            f"export it again. {NOTHING_STORED}"
        )
    flat = [dict(_flat(one)) for one in document]
    columns = tuple(dict.fromkeys(name for one in flat for name in one))
    rows = [Row(n, n, {name: one.get(name, "") for name in columns}) for n, one in enumerate(flat, start=1)]
    return MadeTable(columns, lambda: iter(rows))


def _flat(one: Mapping[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The cells of a submission by the path of each; lists are repeats and attachments, which we never ask for."""
    for name, value in one.items():
        path = f"{before}{name}"
        if _ABOUT_THE_SENDER.fullmatch(path) or depth > _DEEPEST:
            continue
        if isinstance(value, dict):
            yield from _flat(value, f"{path}/", depth + 1)
        elif not isinstance(value, list):
            yield path, "" if value is None else str(value)


def _without_sender(table: MadeTable) -> MadeTable:
    columns = tuple(name for name in table.columns if not _ABOUT_THE_SENDER.fullmatch(name))

    def rows() -> Iterator[Row]:
        for row in table.rows():
            cells = {name: cell for name, cell in row.cells.items() if name in columns}
            yield Row(row.number, row.line, cells, row.problem)

    return MadeTable(columns, rows, table.notes)


def _facts(table: MadeTable, framework: Framework | None) -> dict[str, Any]:
    counts = distinct_cells(table)
    names = set(table.columns)
    facts: dict[str, Any] = {"source_id": "row hash"}
    told_apart = next((name for name in _IDS if name in names and _is_full(table, counts[name])), None)
    if told_apart:
        facts["source_id"] = {"column": told_apart}
    for name in _DAYS:
        pattern = date_format(list(counts[name])) if counts.get(name) else ""
        if pattern:
            facts["date"] = {"column": name, "format": pattern}
            break
    else:
        table.notes.append("No column holds the day of a submission: say on which day the stories were told.")
    story = _found(table, (STORY,))
    if story:
        facts["text"] = {"column": story}
    title = _found(table, (TITLE,))
    if title:
        facts["title"] = {"column": title}
    begun = _found(table, (PROMPT,))
    if begun and framework is not None and framework.prompts:
        facts["prompt"] = {"column": begun}
    return facts


def _is_full(table: MadeTable, counts: Counter[str]) -> bool:
    return sum(counts.values()) == sum(1 for row in table.rows() if not row.problem)


def _found(table: MadeTable, path: tuple[str, ...]) -> str | None:
    """The column of a field: by its path as Kobo writes it, as ODK does, or by its name alone."""
    names = ("/".join(path), "-".join(path), path[-1])
    return next((name for name in names if name in table.columns), None)


def _columns(table: MadeTable, framework: Framework, signifier: Signifier) -> dict[str, Any] | None:
    """What a mapping says of one signifier; None where a column of it is missing."""

    def column(*parts: str) -> str | None:
        return _found(table, path_of(framework, signifier.id, *parts))

    beside = column(NA)
    unplaced = {"na_column": {"column": beside, "values": [NA]}} if beside else {}
    match signifier:
        case Triad():
            shares = {anchor.id: column(anchor.id) for anchor in signifier.anchors}
            return {"shares": shares, "scale": 100, **unplaced} if all(shares.values()) else None
        case Dyad():
            placed = column()
            return {"column": placed, "min": 0, "max": 100, **unplaced} if placed else None
        case Stones():
            places = {stone.id: {axis: column(stone.id, axis) for axis in ("x", "y")} for stone in signifier.stones}
            known = {stone: place for stone, place in places.items() if all(place.values())}
            return {"stones": known, **unplaced} if known else None
        case Choice():
            return _choice(table, framework, signifier)
        case Freetext():
            written = column()
            return {"column": written} if written else None


def _choice(table: MadeTable, framework: Framework, choice: Choice) -> dict[str, Any] | None:
    path = path_of(framework, choice.id)
    whole, beside = _found(table, path), _found(table, path_of(framework, choice.id, OTHER))
    words = {"other_column": beside} if beside and choice.takes_other else {}
    if whole:
        return {"column": whole, "na": [NA], **({"separator": " "} if choice.max_responses > 1 else {}), **words}
    split = {option.id: f"{'/'.join(path)}/{option.id}" for option in choice.options}
    known = {option: name for option, name in split.items() if name in table.columns}
    return {"columns": known, "chosen": ["1", "True", "true"], **words} if known else None


KOBO = Format(
    "kobo",
    "Kobo and ODK submissions",
    "Submissions as CSV with XML values and headers, or as JSON.",
    read_kobo,
    is_kobo,
    definition="the framework (JSON) that the form was made from",
)
