"""Counting codes: how many stories lie in each place of a signifier's picture, with exact sums for its mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narratives.codes import FIRST_MARK
from narratives.disclosure import STONE_CELLS, STONE_GRID
from store.landscape.codebook import (
    CODES,
    MARKS_COUNTED,
    NOWHERE,
    PLACED,
    Codes,
    Entry,
    Integers,
    is_stones,
    mark_places,
    option_words,
    stone_columns,
)

_FEW = 20_000  # up to so many stories, places are looked up one by one; beyond, whole codes are counted first
_BLOCK = 1 << 18  # stories counted at once: what a count works on stays in the processor's cache
Strata = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the stories of a view answered one signifier.

    `counts` has one number for each place (`narratives.selection.most_places`); `sums` and `squares` are those of
    a triad's three shares, or of a dyad's value, over the stories `placed`, and empty for other signifiers.
    """

    counts: Integers
    placed: int
    not_applicable: int
    not_answered: int
    never_shown: int
    sums: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]

    @property
    def total(self) -> int:
        """How many stories the view holds."""
        return self.placed + self.not_applicable + self.not_answered + self.never_shown


@dataclass(slots=True)
class Tally:
    """Whole numbers that add up: `counts` of places and marks, `moments` of values and their squares in units."""

    counts: Integers
    moments: Integers

    def add(self, other: Tally) -> None:
        """Count other stories as well."""
        self.counts += other.counts
        self.moments += other.moments

    def histogram(self, entry: Entry) -> Histogram:
        """The same as figures."""
        placed, outside, left_out, unseen = (int(n) for n in self.counts[entry.places :])
        sums, squares = np.split(self.moments.astype(np.float64), 2)
        return Histogram(
            self.counts[: entry.places].copy(),
            placed,
            outside,
            left_out,
            unseen,
            sums / entry.unit,
            squares / entry.unit**2,
        )


def nothing(entry: Entry) -> Tally:
    """The tally of no stories."""
    return Tally(np.zeros(entry.length, np.int64), np.zeros(2 * entry.axes, np.int64))


def tally(entry: Entry, columns: Sequence[Codes]) -> Tally:
    """Count stories by the codes of one signifier: one array for each of its slots, aligned."""
    if entry.place is None:
        shape = grouped(entry, columns, None, 1)
        return Tally(shape.counts[0], shape.moments[0])
    found = nothing(entry)
    (codes,) = columns
    if len(codes) <= _FEW:
        found.counts += np.bincount(entry.place[codes], minlength=entry.length)
        if entry.moments is not None:
            found.moments += entry.moments[codes].sum(axis=0)
    else:
        whole = np.zeros(CODES, np.int64)
        for start in range(0, len(codes), _BLOCK):
            whole += np.bincount(codes[start : start + _BLOCK], minlength=CODES)
        told = np.flatnonzero(whole)
        # Sums of whole numbers below 2 ** 53 are exact as floats.
        found.counts += np.bincount(entry.place[told], whole[told], entry.length).astype(np.int64)
        if entry.moments is not None:
            found.moments += whole[told] @ entry.moments[told]
    found.counts[entry.places + PLACED] = found.counts[: entry.places].sum()
    return found


@dataclass(frozen=True, slots=True)
class Grouped:
    """Tallies of several groups of stories: `counts` (groups, places and marks) and `moments` (groups, values)."""

    counts: Integers
    moments: Integers


def grouped(entry: Entry, columns: Sequence[Codes], groups: Strata | None, n: int) -> Grouped:
    """Count stories group by group: `groups` holds the group of each, from 0 to n - 1; None where n is 1."""
    if entry.place is None:
        counts = _stones(entry, columns, groups, n) if is_stones(entry) else _options(entry, columns, groups, n)
        return Grouped(counts, np.zeros((n, 0), np.int64))
    (codes,) = columns
    counts = _count(entry.place[codes], groups, n, entry.length)
    counts[:, entry.places + PLACED] = counts[:, : entry.places].sum(axis=1)
    moments = np.zeros((n, 2 * entry.axes), np.int64)
    if entry.moments is not None:
        for place in range(2 * entry.axes):
            values = np.ascontiguousarray(entry.moments[:, place])[codes]
            # Sums of whole numbers below 2 ** 53 are exact as floats.
            moments[:, place] = np.rint(
                np.bincount(_zeros(groups, codes), weights=values, minlength=n) if n > 1 else values.sum()
            )
    return Grouped(counts, moments)


def _zeros(groups: Strata | None, codes: Codes) -> Strata:
    return np.zeros(len(codes), np.intp) if groups is None else groups


def _count(places: npt.NDArray[np.integer], groups: Strata | None, n: int, length: int) -> Integers:
    """How many stories of each group lie in each of `length` places: shape (n, length)."""
    if groups is not None and n > 1:
        places = groups.astype(np.intp) * length + places
    counted: Integers = np.bincount(places, minlength=n * length).reshape(n, length).astype(np.int64, copy=False)
    return counted


def _options(entry: Entry, columns: Sequence[Codes], groups: Strata | None, n: int) -> Integers:
    counts = np.zeros((n, entry.length), np.int64)
    for (start, width), codes in zip(option_words(entry), columns, strict=True):
        values = np.arange(1 << width)
        bits = values[:, None] >> np.arange(width) & 1
        # What is no position lies in the last place, behind every combination of options.
        words = np.minimum(codes, 1 << width).astype(np.intp)
        combined = _count(words, groups, n, (1 << width) + 1)
        counts[:, start : start + width] = combined[:, :-1] @ bits
    counts[:, entry.places :] = _count(mark_places()[columns[0]], groups, n, MARKS_COUNTED)
    return counts


def _stones(entry: Entry, columns: Sequence[Codes], groups: Strata | None, n: int) -> Integers:
    counts = np.zeros((n, entry.length), np.int64)
    for stone, cells in enumerate(stone_cells(columns)):
        found = _count(cells, groups, n, STONE_CELLS + 1)
        counts[:, stone * STONE_CELLS : (stone + 1) * STONE_CELLS] = found[:, :-1]
    counts[:, entry.places :] = _count(stone_marks(columns), groups, n, MARKS_COUNTED)
    return counts


def stone_cells(columns: Sequence[Codes]) -> list[npt.NDArray[np.uint16]]:
    """For each stone the cell of the square that it lies in, row by row from below; STONE_CELLS when nowhere."""
    table = stone_columns()
    found = []
    for x, y in zip(columns[::2], columns[1::2], strict=True):
        column, row = table[x], table[y]
        cells = row * np.uint16(STONE_GRID) + column
        cells[(column == NOWHERE) | (row == NOWHERE)] = STONE_CELLS
        found.append(cells)
    return found


def stone_marks(columns: Sequence[Codes]) -> npt.NDArray[np.uint16]:
    """Whether anything was placed, and if not, why: one of the marks for each story."""
    marks = mark_places()[columns[0]]
    for x in columns[2::2]:
        marks[x < FIRST_MARK] = PLACED
    return marks
