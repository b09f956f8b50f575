"""The columns of a Spryng file, grouped into the questions that they answer: a proposal, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

JOINT = " - "
SIMILAR = 0.65
_AXIS = re.compile(r"(?: -)? ([XY])")
_NOT_ASKED = re.compile(r"(?: -)? (?:NA|N/A)", re.IGNORECASE)
_MOST_ANSWERS = 20
_LONGEST_ANSWER = 80


class Shape(StrEnum):
    """What a group of columns is."""

    TRIANGLE = "triangle"
    SLIDER = "slider"
    MARBLES = "marbles"
    CHECKBOX = "checkbox"
    RADIO = "radio"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its whole name, the question before the last dash, what stands behind it, and X, Y, NA or nothing."""

    name: str
    stem: str
    item: str
    axis: str = ""


@dataclass(slots=True)
class Group:
    """Neighbouring columns of one question; what it is shows from their names and their cells."""

    stem: str
    columns: list[Column]
    shape: Shape | None = None
    answers: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[Column]:
        """The columns of anchors and options: all without an axis."""
        return [column for column in self.columns if not column.axis]

    def axis(self, name: str) -> list[Column]:
        """The columns of one axis, or NA."""
        return [column for column in self.columns if column.axis == name]


Cells = Mapping[str, Mapping[str, int]]


def groups_of(names: Sequence[str], cells: Cells) -> list[Group]:
    """The questions of a file by its columns in their order; `cells` counts what stands in each."""
    columns = _columns(names)
    runs: list[Group] = []
    for column in columns:
        if runs and runs[-1].stem == column.stem:
            runs[-1].columns.append(column)
        else:
            runs.append(Group(column.stem, [column]))
    for run in runs:
        run.shape = _shape(run, cells)
    return [group for one in _joined(runs, cells) for group in _settled(one, cells)]


def _joined(runs: Sequence[Group], cells: Cells) -> list[Group]:
    """Neighbours that are nothing by themselves and have nearly one name, together where that makes a question."""
    joined: list[Group] = []
    chain: list[Group] = []
    for run in [*runs, None]:
        if run is not None and run.shape is None and (not chain or _alike(chain[-1].stem, run.stem)):
            chain.append(run)
            continue
        joined += _linked(chain, cells)
        chain = [run] if run is not None and run.shape is None else []
        if run is not None and run.shape is not None:
            joined.append(run)
    return joined


def _linked(chain: Sequence[Group], cells: Cells) -> Sequence[Group]:
    if len(chain) < 2:
        return chain
    whole = Group(chain[0].stem, [column for run in chain for column in run.columns])
    whole.shape = _shape(whole, cells)
    return [whole] if whole.shape is not None else chain


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second).ratio() >= SIMILAR


def _columns(names: Sequence[str]) -> list[Column]:
    heads = {name.rpartition(JOINT)[0] for name in names if JOINT in name and not _ending(name)}
    found = []
    for name in names:
        ending = _ending(name)
        body = name[: len(name) - len(ending)] if ending else name
        axis = ending.rpartition(" ")[2].upper().replace("/", "")
        stem, _, item = ("", "", "") if body in heads and axis else body.rpartition(JOINT)
        found.append(Column(name, stem or body, item if stem else "", axis))
    return found


def _ending(name: str) -> str:
    """The " X", " - Y" or " - NA" at the end of a name."""
    for place in (name.rfind(" - "), name.rfind(" ")):
        if place > 0 and (_AXIS.fullmatch(name[place:]) or _NOT_ASKED.fullmatch(name[place:])):
            return name[place:]
    return ""


def _shape(group: Group, cells: Cells) -> Shape | None:
    xs, ys, parts = group.axis("X"), group.axis("Y"), group.parts
    if len(parts) == 3 and len(xs) == len(ys) == 1 and all(_is_share(cells[part.name]) for part in parts):
        return Shape.TRIANGLE
    if not parts and xs and [one.item for one in xs] == [one.item for one in ys]:
        return Shape.MARBLES
    if len(parts) >= 2 and not xs and not ys and all(set(cells[part.name]) <= {"1"} for part in parts):
        return Shape.CHECKBOX
    if not parts and len(xs) == 1 and not ys:
        return Shape.SLIDER
    return None


def _settled(group: Group, cells: Cells) -> Iterable[Group]:
    """The group itself where its shape is known; otherwise every column by itself."""
    if group.shape is not None:
        yield group
        return
    for column in group.columns:
        counts = cells[column.name]
        alone = Group(column.name, [column])
        if column.axis in ("X", "Y") and _is_share(counts):
            alone.stem, alone.shape = column.name[: -len(_ending(column.name))], Shape.SLIDER
        elif _is_radio(counts):
            alone.shape, alone.answers = Shape.RADIO, sorted(counts)
        else:
            alone.shape = Shape.WORDS
        yield alone


def _is_radio(counts: Mapping[str, int]) -> bool:
    repeats = sum(counts.values()) > len(counts)
    return 2 <= len(counts) <= _MOST_ANSWERS and repeats and all(len(cell) <= _LONGEST_ANSWER for cell in counts)


def _is_share(counts: Mapping[str, int]) -> bool:
    try:
        return all(-1 <= float(cell) <= 101 for cell in counts)
    except ValueError:
        return False
