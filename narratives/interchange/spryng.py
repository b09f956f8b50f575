"""Spryng's CSV file: 14 columns about the entry, then the questions by the names of their columns.

Nothing in the file says which columns belong together. What is read here is a proposal, which a person confirms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import Any

from narratives.errors import FrameworkError, ImportRefusedError
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.interchange.brought import Brought, Format
from narratives.interchange.language_names import language_values
from narratives.interchange.loose_table import date_format, distinct_cells, read_loosely
from narratives.interchange.source_ids import Names
from narratives.interchange.spryng_groups import Cells, Column, Group, Shape, groups_of
from narratives.interchange.table import NOTHING_STORED, MadeTable
from narratives.signifier_file import RESERVED
from narratives.triangle import HEIGHT

ABOUT_THE_ENTRY = 14
_LEAST_COLUMNS = ABOUT_THE_ENTRY + 2
_TOLERANCE = 0.03
_CLOSE = 0.05
MOST_STONES = 5


def is_spryng(first: bytes, columns: Sequence[str]) -> bool:
    """Whether a header looks like one of Spryng: triangles and their X and Y behind the columns about the entry."""
    asked = columns[ABOUT_THE_ENTRY:]
    ends = {name[-2:] for name in asked}
    return len(columns) >= _LEAST_COLUMNS and {" X", " Y"} <= ends and any(" - " in name for name in asked)


def read_spryng(path: Path, definition: Path | None = None) -> Brought:
    """The stories with the questions that the names of the columns suggest. Raises ImportRefusedError."""
    table = read_loosely(path)
    if len(table.columns) < _LEAST_COLUMNS:
        raise ImportRefusedError(
            f"line 1: a Spryng file has {ABOUT_THE_ENTRY} columns about the entry, its questions and a last column; "
            f"found {len(table.columns)} columns. Export it again. {NOTHING_STORED}"
        )
    cells = distinct_cells(table)
    asked = [name for name in table.columns[ABOUT_THE_ENTRY:-1] if name]
    groups = groups_of(asked, cells)
    story = _story(groups, cells)
    names, notes = Names(RESERVED), []
    signifiers, answers = [], {}
    for group in groups:
        if group is story:
            continue
        signifier, mapped = _meant(table, names, group)
        signifiers.append(signifier)
        answers[signifier["id"]] = mapped
        listed = ", ".join(repr(column.name) for column in group.columns)
        notes.append(f"{group.shape} {group.stem!r}: {listed}. Confirm that these columns belong together.")
        if group.shape is Shape.MARBLES and len(group.axis("X")) > MOST_STONES:
            notes.append(f"{group.stem!r} has more than {MOST_STONES} marbles; those after the first few are left out.")
    framework = _framework(signifiers)
    document = {
        "framework": {"id": framework.id, "version": framework.version},
        "format": "spryng",
        "text": {"column": story.columns[0].name} if story else None,
        "answers": answers,
        **_facts(table, cells, notes),
    }
    return Brought(table, document, framework, notes)


def _story(groups: list[Group], cells: Cells) -> Group | None:
    """The question whose answers in words are longest."""

    def length(group: Group) -> float:
        counts = cells[group.columns[0].name]
        return sum(len(cell) * n for cell, n in counts.items()) / max(1, sum(counts.values()))

    return max((group for group in groups if group.shape is Shape.WORDS), key=length, default=None)


def _meant(table: MadeTable, names: Names, group: Group) -> tuple[dict[str, Any], dict[str, Any]]:
    """A signifier and its part of the mapping."""
    shared = {"id": names.give(group.stem, "question"), "title": group.stem}
    inner = Names({"na"})
    beside = group.axis("NA")
    unplaced = {"na_column": {"column": beside[0].name, "values": ["1", "true", "TRUE", "NA"]}} if beside else {}
    column = group.columns[0].name
    match group.shape:
        case Shape.TRIANGLE:
            return _triad(table, group, shared, unplaced)
        case Shape.MARBLES:
            pairs = list(zip(group.axis("X"), group.axis("Y"), strict=True))
            stones = {inner.give(x.item or group.stem, "stone"): (x, y) for x, y in pairs[:MOST_STONES]}
            axes = {"x_anchors": _ends("left", "right"), "y_anchors": _ends("bottom", "top")}
            labelled = [{"id": one, "label": x.item or group.stem} for one, (x, _) in stones.items()]
            places = {one: {"x": x.name, "y": y.name} for one, (x, y) in stones.items()}
            return {"type": "stones", **shared, **axes, "stones": labelled}, {"stones": places, **unplaced}
        case Shape.SLIDER:
            slid = next(one.name for one in group.columns if one.axis in ("X", "Y"))
            return {"type": "dyad", **shared, "anchors": _ends("left", "right")}, {"column": slid, **unplaced}
        case Shape.CHECKBOX:
            ticked = {inner.give(part.item, "option"): part for part in group.parts}
            options = [{"id": one, "label": part.item} for one, part in ticked.items()]
            asked = {"type": "choice", **shared, "options": options, "max_responses": len(options)}
            return asked, {"columns": {one: part.name for one, part in ticked.items()}, **unplaced}
        case Shape.RADIO:
            chosen = {inner.give(answer, "option"): answer for answer in group.answers}
            options = [{"id": one, "label": answer} for one, answer in chosen.items()]
            return {"type": "choice", **shared, "options": options}, {"column": column}
    return {"type": "freetext", **shared}, {"column": column}


def _ends(first: str, second: str) -> list[dict[str, str]]:
    return [{"id": first, "label": first}, {"id": second, "label": second}]


def _triad(
    table: MadeTable, group: Group, shared: Mapping[str, str], unplaced: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    inner = Names()
    corners = {inner.give(part.item, "anchor"): part for part in _in_order(table, group)}
    anchors = [{"id": one, "label": part.item} for one, part in corners.items()]
    shares = {one: part.name for one, part in corners.items()}
    mapped = {"shares": shares, "scale": 100, "tolerance": _TOLERANCE, **unplaced}
    return {"type": "triad", **shared, "anchors": anchors}, mapped


def _in_order(table: MadeTable, group: Group) -> list[Column]:
    """The anchors as top, left, right, by where X and Y put the marker; as they stand where that does not show."""
    names = [*(part.name for part in group.parts), group.axis("X")[0].name, group.axis("Y")[0].name]
    markers = [numbers for row in table.rows() if (numbers := _numbers([row.cells.get(name, "") for name in names]))]
    if not markers:
        return group.parts
    guesses = ((_away(markers, order, height), order) for order in permutations(range(3)) for height in (1.0, HEIGHT))
    away, order = min(guesses)
    return [group.parts[place] for place in order] if away <= _CLOSE else group.parts


def _away(markers: Sequence[Sequence[float]], order: tuple[int, ...], height: float) -> float:
    """How far, on average, markers lie from where their shares put them when the anchors stand in this order."""
    top, _, right = order
    away = (
        abs(one[right] / 100 + one[top] / 200 - one[-2]) + abs(one[top] / 100 * height - one[-1]) for one in markers
    )
    return sum(away) / len(markers)


def _numbers(cells: Sequence[str]) -> list[float]:
    try:
        return [float(cell) for cell in cells]
    except ValueError:
        return []


def _framework(signifiers: list[dict[str, Any]]) -> Framework:
    document = {
        # Named by its questions: two files that ask different ones are two frameworks.
        "id": f"spryng-{sha256(json.dumps(signifiers).encode()).hexdigest()[:8]}",
        "version": 1,
        "title": "Brought from Spryng",
        "prompting_question": "What happened?",
        "signifiers": signifiers,
    }
    try:
        return read_framework(document)
    except FrameworkError as error:
        raise ImportRefusedError("\n".join([*(f"{one}." for one in error.problems), NOTHING_STORED])) from error


def _facts(table: MadeTable, cells: Cells, notes: list[str]) -> dict[str, Any]:
    """What the columns about the entry say: an id where one tells all rows apart, the day, the language."""
    about = [name for name in table.columns[:ABOUT_THE_ENTRY] if name]
    rows = sum(1 for _ in table.rows())
    facts: dict[str, Any] = {"source_id": "row hash"}
    ids = (name for name in about if "id" in name.lower().replace("_", " ").split() and len(cells[name]) == rows)
    told_apart = next(ids, None)
    if told_apart:
        facts["source_id"] = {"column": told_apart}
    for name in about:
        pattern = date_format(list(cells[name])) if cells[name] else ""
        if pattern:
            facts["date"] = {"column": name, "format": pattern}
            break
    else:
        notes.append("None of the first 14 columns holds dates: say on which day the stories were told.")
    spoken = next((name for name in about if "lang" in name.lower() and cells[name]), None)
    if spoken:
        facts["language"] = {"column": spoken, **language_values(cells[spoken], notes)}
    return facts


SPRYNG = Format("spryng", "Spryng", "The CSV file of all entries.", read_spryng, is_spryng)
