"""What a person says that each column of a table is, made into a mapping and, where wanted, into questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from narratives.framework import Framework
from narratives.interchange.cells import clean_label, slug
from narratives.interchange.mapping import ROW_HASH
from narratives.signifier_file import RESERVED
from narratives.signifiers import Choice, Dyad, Freetext, Stones, Triad

ID, STORY, TITLE, DATE, GROUP = "id", "story", "title", "date", "group"
PARENT, AREA, PERSON, LANGUAGE = "parent", "area", "person", "language"
CORNER, POINT_X, POINT_Y, DYAD, CHOICE, WORDS = "corner", "x", "y", "dyad", "choice", "words"
ANSWER = "answer:"
PLAIN = {
    ID: "The row’s own id",
    STORY: "The story",
    TITLE: "Title of the story",
    DATE: "The day it was told",
    GROUP: "Reporting group",
    PARENT: "Larger group that the group belongs to",
    AREA: "Area",
    PERSON: "Who told it (kept as a code that names nobody)",
    LANGUAGE: "Language of the story",
}
MADE = {
    CORNER: "A triad: the share of one corner",
    POINT_X: "A triad as a point: x",
    POINT_Y: "A triad as a point: y",
    DYAD: "A number between two ends",
    CHOICE: "A choice",
    WORDS: "A short answer in words",
}


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is; `role` empty leaves it out.

    `question` and `words` are what a new question is called and what stands at its ends, joined by semicolons.
    """

    column: str
    role: str = ""
    question: str = ""
    words: str = ""
    least: float = 0.0
    most: float = 1.0
    date_format: str = ""


@dataclass(slots=True)
class MadeOf:
    """A mapping's columns and answers, the questions made with them, and what does not fit together."""

    document: dict[str, Any] = field(default_factory=dict)
    signifiers: list[dict[str, Any]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def roles_for(framework: Framework) -> dict[str, list[str]]:
    """Every role that a framework's answers give a column, with the names by which a column is known for it."""
    roles: dict[str, list[str]] = {}
    for one in framework.signifiers:
        names = [one.id, one.title]
        if isinstance(one, Triad):
            for anchor in one.anchors:
                roles[f"{ANSWER}{one.id}:{anchor.id}"] = [f"{name} {anchor.id}" for name in names] + [
                    f"{one.id} {anchor.label}"
                ]
            for axis in "xy":
                roles[f"{ANSWER}{one.id}:{axis}"] = [f"{name} {axis}" for name in names]
        elif isinstance(one, Stones):
            for stone in one.stones:
                for axis in "xy":
                    roles[f"{ANSWER}{one.id}:{stone.id}:{axis}"] = [f"{stone.id} {axis}", f"{one.id} {stone.id} {axis}"]
        else:
            roles[f"{ANSWER}{one.id}"] = names
    return roles


def mapping_of(uses: Sequence[ColumnUse], framework: Framework | None, options: Mapping[str, Sequence[str]]) -> MadeOf:
    """The mapping of what was said; without a framework its questions are made from the columns.

    `options` holds the different cells of each column that is a choice. Problems name the column.
    """
    made = MadeOf()
    by_role: dict[str, list[ColumnUse]] = {}
    for use in uses:
        by_role.setdefault(use.role, []).append(use)
    for role in (*PLAIN, *(name for name in by_role if name.startswith(ANSWER))):
        for again in by_role.get(role, [])[1:]:
            made.problems.append((again.column, f"“{by_role[role][0].column}” is this already; choose one of them"))
    _plain(made, {role: by_role[role][0] for role in PLAIN if role in by_role})
    if framework is None:
        _make(made, uses, options)
    else:
        made.document["answers"] = _answers(made, framework, by_role)
    return made


def _plain(made: MadeOf, said: Mapping[str, ColumnUse]) -> None:
    named = {role: {"column": use.column} for role, use in said.items()}
    document = made.document
    document["source_id"] = named.get(ID, ROW_HASH)
    document["text"] = {**named[STORY], "may_be_empty": True} if STORY in named else None
    if DATE in said:
        if not said[DATE].date_format:
            made.problems.append((said[DATE].column, "Say how its dates are written"))
        document["date"] = {**named[DATE], "format": said[DATE].date_format}
    for role, key in ((TITLE, "title"), (AREA, "area"), (LANGUAGE, "language"), (PERSON, "respondent")):
        if role in named:
            document[key] = named[role]
    if GROUP in named:
        document["group"] = {**named[GROUP], "empty": "Not said"}
        if PARENT in said:
            document["group"]["parent_column"] = said[PARENT].column
    elif PARENT in said:
        made.problems.append((said[PARENT].column, "Say which column is the group that belongs to it"))


def _answers(made: MadeOf, framework: Framework, by_role: Mapping[str, list[ColumnUse]]) -> dict[str, Any]:
    """The columns of a stored framework's answers."""
    answers: dict[str, Any] = {}
    for one in framework.signifiers:
        said = {
            role.split(":", 2)[2] if role.count(":") > 1 else "": uses[0]
            for role, uses in by_role.items()
            if role == f"{ANSWER}{one.id}" or role.startswith(f"{ANSWER}{one.id}:")
        }
        if not said:
            continue
        first = next(iter(said.values()))
        match one:
            case Triad() if {"x", "y"} <= said.keys():
                answers[one.id] = {"x": said["x"].column, "y": said["y"].column, "height": said["y"].most}
            case Triad() if all(anchor.id in said for anchor in one.anchors):
                shares = {anchor.id: said[anchor.id].column for anchor in one.anchors}
                answers[one.id] = {"shares": shares, "scale": first.most}
            case Triad():
                made.problems.append((first.column, f"“{one.title}” needs all three corners, or x and y"))
            case Dyad():
                answers[one.id] = {"column": first.column, "min": first.least, "max": first.most}
            case Choice() | Freetext():
                answers[one.id] = {"column": first.column}
            case Stones():
                placed = {
                    stone.id: {axis: said[f"{stone.id}:{axis}"].column for axis in "xy"}
                    for stone in one.stones
                    if {f"{stone.id}:x", f"{stone.id}:y"} <= said.keys()
                }
                answers[one.id] = {"stones": placed}
    return answers


def _make(made: MadeOf, uses: Sequence[ColumnUse], options: Mapping[str, Sequence[str]]) -> None:
    """Questions made from the columns, in the order of the table."""
    answers = made.document["answers"] = {}
    questions: dict[tuple[str, str], list[ColumnUse]] = {}
    for use in uses:
        kind = "point" if use.role in (POINT_X, POINT_Y) else use.role
        if use.role in MADE:
            name = clean_label(use.question) or use.column
            questions.setdefault((kind, name if kind in (CORNER, "point") else f"{name}\0{use.column}"), []).append(use)
    taken = set(RESERVED)
    for (kind, name), parts in questions.items():
        title = name.split("\0")[0]
        one, answer = _question(made, kind, title, parts, options)
        if one is not None:
            one["id"] = _free(slug(title) or slug(parts[0].column) or "question", taken)
            made.signifiers.append({**one, "title": title})
            answers[one["id"]] = answer


def _question(
    made: MadeOf, kind: str, title: str, parts: Sequence[ColumnUse], options: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    first = parts[0]
    if kind == CORNER:
        if len(parts) != 3:
            advice = f"The triad “{title}” has {len(parts)} of 3 columns; give three columns the same question"
            made.problems.append((first.column, advice))
            return None, {}
        anchors = _anchors([part.words or part.column for part in parts])
        shares = {anchor["id"]: part.column for anchor, part in zip(anchors, parts, strict=True)}
        return {"type": "triad", "anchors": anchors}, {"shares": shares, "scale": first.most}
    if kind == "point":
        columns = {part.role: part for part in parts}
        if len(parts) != 2 or len(columns) != 2:
            made.problems.append((first.column, f"The triad “{title}” needs one column of x and one of y"))
            return None, {}
        anchors = _anchors(_ends(made, columns[POINT_X], 3))
        point = {"x": columns[POINT_X].column, "y": columns[POINT_Y].column, "height": columns[POINT_Y].most}
        return {"type": "triad", "anchors": anchors}, point
    if kind == DYAD:
        anchors = _anchors(_ends(made, first, 2))
        return {"type": "dyad", "anchors": anchors}, {"column": first.column, "min": first.least, "max": first.most}
    if kind == CHOICE:
        found = sorted({clean_label(cell) for cell in options.get(first.column, ())} - {""})
        if not 2 <= len(found) <= 200:
            advice = f"It has {len(found)} different cells; a choice has from 2 to 200"
            made.problems.append((first.column, advice))
            return None, {}
        return {"type": "choice", "options": _anchors(found), "max_responses": 1}, {"column": first.column}
    return {"type": "freetext"}, {"column": first.column}


def _ends(made: MadeOf, use: ColumnUse, count: int) -> list[str]:
    """What stands at the ends of a new question."""
    words = [clean_label(word) for word in use.words.split(";") if clean_label(word)]
    if len(words) == count:
        return words
    made.problems.append((use.column, f"Write what stands at its {count} ends, with a semicolon between them"))
    return [f"end {place}" for place in range(1, count + 1)]


def _anchors(labels: Sequence[str]) -> list[dict[str, str]]:
    taken: set[str] = set()
    return [{"id": _free(slug(label) or "other", taken), "label": clean_label(label)} for label in labels]


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no other has yet; joins the others."""
    found, place = wanted[:60], 2
    while found in taken:
        found, place = f"{wanted[:56]}-{place}", place + 1
    taken.add(found)
    return found
