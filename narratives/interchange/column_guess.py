"""What the columns of an unknown table could be, by their names and first rows: a start for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from narratives.framework import Framework
from narratives.interchange.cells import CellError, Decimal, slug
from narratives.interchange.column_use import (
    CHOICE,
    CORNER,
    DATE,
    DYAD,
    GROUP,
    ID,
    POINT_X,
    POINT_Y,
    STORY,
    TITLE,
    WORDS,
    ColumnUse,
    roles_for,
)
from narratives.interchange.dates import fitting_formats
from narratives.interchange.table import Table

ROWS_LOOKED_AT = 500
SAMPLES = 3
_MOST_OPTIONS = 12
_STORY_CHARACTERS = 40
_IDS = re.compile(r"(^|[^a-z])(id|ref|reference|uuid|number|no)$")
_GROUPS = re.compile(r"group|site|ward|team|unit|place|department|office|surgery|practice|tenure")
_TITLES = re.compile(r"^(title|headline|name of the story)$")
_NUMBER = Decimal()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: three of its cells, the date formats that fit it, and what it probably is."""

    name: str
    samples: tuple[str, ...]
    formats: tuple[str, ...]
    guess: ColumnUse


@dataclass(frozen=True, slots=True)
class _Seen:
    """The cells of a column in the rows looked at; `numbers` is empty unless nine in ten of them are numbers."""

    name: str
    cells: tuple[str, ...]
    numbers: tuple[float, ...]

    @property
    def given(self) -> tuple[str, ...]:
        return tuple(cell for cell in self.cells if cell.strip())


def look_at(table: Table, framework: Framework | None) -> list[Column]:
    """Every named column with a guess; with a framework, its answers are known by their names.

    Raises ImportRefusedError when the table is broken in its first rows.
    """
    rows = [row.cells for row in islice(table.rows(), ROWS_LOOKED_AT) if not row.problem]
    seen = [_seen(name, tuple(cells[name] for cells in rows)) for name in table.named]
    guesses: dict[str, ColumnUse] = {}
    if framework is not None:
        guesses |= _by_names(seen, framework)
    guesses |= _plain(seen, guesses)
    if framework is None:
        guesses |= _answers(seen, guesses)
    return [
        Column(
            one.name, one.given[:SAMPLES], tuple(fitting_formats(one.given)), guesses.get(one.name, ColumnUse(one.name))
        )
        for one in seen
    ]


def _seen(name: str, cells: tuple[str, ...]) -> _Seen:
    given = [cell for cell in cells if cell.strip()]
    numbers = tuple(number for cell in given if (number := _number(name, cell)) is not None)
    return _Seen(name, cells, numbers if len(numbers) >= 0.9 * len(given) else ())


def _number(name: str, cell: str) -> float | None:
    try:
        return _NUMBER.read(name, cell)
    except CellError:
        return None


def _by_names(seen: Sequence[_Seen], framework: Framework) -> dict[str, ColumnUse]:
    """Columns named as the framework's own questions and corners are."""
    known = {slug(name): role for role, names in roles_for(framework).items() for name in names}
    found = {one.name: known[slug(one.name)] for one in seen if slug(one.name) in known}
    return {one.name: _with_range(one, ColumnUse(one.name, role=found[one.name])) for one in seen if one.name in found}


def _plain(seen: Sequence[_Seen], taken: dict[str, ColumnUse]) -> dict[str, ColumnUse]:
    """The id, the story, its title, the day and the group: at most one column each."""
    guesses: dict[str, ColumnUse] = {}

    def first(role: str, fits: list[_Seen]) -> None:
        free = next((one for one in fits if one.name not in guesses and one.name not in taken), None)
        if free is not None:
            formats = fitting_formats(free.given)
            guesses[free.name] = ColumnUse(free.name, role=role, date_format=formats[0] if role == DATE else "")

    words = [one for one in seen if one.given and not one.numbers]
    first(ID, [one for one in seen if _IDS.search(one.name.casefold()) and len(set(one.cells)) == len(one.cells)])
    first(TITLE, [one for one in words if _TITLES.match(one.name.casefold())])
    first(DATE, [one for one in seen if fitting_formats(one.given)])
    by_length = sorted(words, key=lambda one: -sum(map(len, one.given)) / len(one.given))
    first(STORY, [one for one in by_length if sum(map(len, one.given)) / len(one.given) >= _STORY_CHARACTERS])
    few = [one for one in words if len(set(one.given)) <= _MOST_OPTIONS]
    first(GROUP, [one for one in few if _GROUPS.search(one.name.casefold())])
    return guesses


def _answers(seen: Sequence[_Seen], taken: dict[str, ColumnUse]) -> dict[str, ColumnUse]:
    """Triads as three shares or as a point, numbers between two ends, and words of which there are few."""
    guesses: dict[str, ColumnUse] = {}
    free = [one for one in seen if one.name not in taken and one.given]
    for place, one in enumerate(free):
        if one.name in guesses:
            continue
        three = free[place : place + 3]
        if _add_up(three):
            stem = _stem([each.name for each in three])
            scale = 100.0 if max(max(each.numbers) for each in three) > 1.5 else 1.0
            guesses |= {
                each.name: ColumnUse(each.name, role=CORNER, question=stem, words=each.name, most=scale)
                for each in three
            }
        elif _is_point(free[place : place + 2]):
            x, y = free[place : place + 2]
            guesses[x.name] = ColumnUse(x.name, role=POINT_X, question=x.name[:-1].rstrip("_ -."))
            guesses[y.name] = ColumnUse(y.name, role=POINT_Y, question=x.name[:-1].rstrip("_ -."))
        elif one.numbers:
            guesses[one.name] = _with_range(one, ColumnUse(one.name, role=DYAD, question=one.name))
        elif len(set(one.given)) <= _MOST_OPTIONS and len(one.given) > len(set(one.given)):
            guesses[one.name] = ColumnUse(one.name, role=CHOICE, question=one.name)
        elif sum(map(len, one.given)) / len(one.given) >= _STORY_CHARACTERS:
            guesses[one.name] = ColumnUse(one.name, role=WORDS, question=one.name)
    return guesses


def _add_up(three: Sequence[_Seen]) -> bool:
    """Whether the cells of three columns add up to 1 or to 100 in nearly every row that has all of them."""
    if len(three) < 3 or not all(one.numbers and min(one.numbers) >= 0 for one in three):
        return False
    found = [
        [_number(one.name, cell) for one, cell in zip(three, cells, strict=True)]
        for cells in zip(*(one.cells for one in three), strict=True)
    ]
    sums = [sum(numbers) for one in found if len(numbers := [each for each in one if each is not None]) == 3]
    near = [min(abs(total - 1), abs(total - 100) / 100) <= 0.02 for total in sums]
    return len(sums) > 1 and sum(near) >= 0.9 * len(sums)


def _is_point(two: Sequence[_Seen]) -> bool:
    if len(two) < 2 or not all(one.numbers for one in two):
        return False
    x, y = (one.name.casefold() for one in two)
    return len(x) > 1 and x[:-1] == y[:-1] and (x[-1], y[-1]) == ("x", "y")


def _stem(names: Sequence[str]) -> str:
    """What the names of a triad's columns have in common."""
    length = next((n for n, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1), 0)
    return names[0][:length].rstrip("_ -.:") or f"{names[0]}, {names[1]}, {names[2]}"


def _with_range(one: _Seen, use: ColumnUse) -> ColumnUse:
    """The use with the numbers at its ends, which are 0 and 1 unless the cells say otherwise."""
    if not one.numbers or (min(one.numbers) >= 0 and max(one.numbers) <= 1):
        return use
    if min(one.numbers) >= 0 and 10 < max(one.numbers) <= 100:
        return replace(use, least=0.0, most=100.0)
    return replace(use, least=min(one.numbers), most=max(max(one.numbers), min(one.numbers) + 1))
