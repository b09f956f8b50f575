"""How the codes of each signifier are counted: the place of its picture that every code lies in, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from narratives.codes import BITS, FIRST_MARK, NEVER_SHOWN, NOT_APPLICABLE, SCALE, Slot, layout
from narratives.disclosure import DYAD_BINS, GRID, STONE_GRID
from narratives.framework import Framework
from narratives.selection import most_places
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import FINE

Codes = npt.NDArray[np.uint16]
Places = npt.NDArray[np.uint16]
Integers = npt.NDArray[np.int64]

CODES = 65_536
SHARE_UNITS = 3 * FINE  # the middle of every stored cell is a whole number of these, so sums are exact
PLACED, OUTSIDE, LEFT_OUT, UNSEEN = range(4)  # behind the places: placed, not applicable, not answered, never shown
MARKS_COUNTED = 4
NOWHERE = STONE_GRID  # the column of a stone that was not placed


@dataclass(frozen=True, slots=True)
class Entry:
    """One signifier: where its codes lie, how many places it has, and the tables that count them.

    `place` maps a code to its place, or beyond the places to one of the marks. `moments` holds, for every code,
    the values whose sums are kept and then their squares, in whole units of 1 / `unit`. Several choices and
    stones have no such tables, since one story lies in several places.
    """

    signifier: Signifier
    slot: Slot
    places: int
    place: Places | None = None
    moments: Integers | None = None
    unit: int = 1

    @property
    def axes(self) -> int:
        """How many values have a mean: three shares of a triad, one of a dyad."""
        return 0 if self.moments is None else self.moments.shape[1] // 2

    @property
    def length(self) -> int:
        """How many counts a tally of it holds: its places and the marks."""
        return self.places + MARKS_COUNTED


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every signifier of a framework that has a picture, by id, and how many slots a story takes."""

    framework: Framework
    entries: Mapping[str, Entry]
    slots: int


def codebook(framework: Framework) -> Codebook:
    """The tables of a framework."""
    slots = layout(framework)
    entries = {
        signifier.id: _entry(signifier, slots[signifier.id])
        for signifier in framework.signifiers
        if most_places(signifier)
    }
    return Codebook(framework, entries, sum(slot.width for slot in slots.values()))


def _entry(signifier: Signifier, slot: Slot) -> Entry:
    places = most_places(signifier)
    match signifier:
        case Triad():
            return Entry(signifier, slot, places, *_triad_tables(), SHARE_UNITS)
        case Dyad():
            return Entry(signifier, slot, places, *_dyad_tables(), SCALE)
        case Choice() if signifier.max_responses == 1:
            return Entry(signifier, slot, places, _places(np.arange(places), places))
        case _:
            return Entry(signifier, slot, places)


def _places(known: npt.NDArray[np.integer], places: int) -> Places:
    """The place of every code: the first ones as given, what is no position a mark."""
    table = np.full(CODES, places + LEFT_OUT, np.uint16)
    table[: len(known)] = known
    table[NOT_APPLICABLE] = places + OUTSIDE
    table[NEVER_SHOWN] = places + UNSEEN
    return table


@lru_cache(maxsize=1)
def _triad_tables() -> tuple[Places, Integers]:
    middles = _middles()
    moments = np.zeros((CODES, 6), np.int64)
    moments[: len(middles), :3] = middles
    moments[: len(middles), 3:] = middles**2
    return _places(_coarser(middles), GRID * GRID), moments


def _middles() -> Integers:
    """The middle of each stored cell, as `narratives.triangle.cell_centroids` gives it, in whole units."""
    rows = [_row(i) for i in range(FINE)]
    return np.concatenate(rows)


def _row(i: int) -> Integers:
    """The middles of a row of the stored grid, counted from the base: cells that point up and down take turns."""
    k, down = np.divmod(np.arange(2 * (FINE - i) - 1), 2)
    top = np.where(down, 3 * i + 2, 3 * i + 1)
    right = np.where(down, 3 * k + 2, 3 * k + 1)
    return np.stack([top, SHARE_UNITS - top - right, right], axis=1)


def _coarser(middles: Integers) -> Integers:
    """The cell of the GRID that holds each middle, as `narratives.triangle.coarser` gives it."""
    i, j, k = (middles * GRID // SHARE_UNITS).T
    row = GRID - i
    # What is left of the shares is one cell's side in those that point up, and two in the others.
    cells: Integers = GRID * GRID - row * row + 2 * k + (i + j + k < GRID - 1)
    return cells


@lru_cache(maxsize=1)
def _dyad_tables() -> tuple[Places, Integers]:
    values = np.arange(SCALE + 1, dtype=np.int64)
    moments = np.zeros((CODES, 2), np.int64)
    moments[: len(values), 0] = values
    moments[: len(values), 1] = values**2
    return _places(np.minimum(values * DYAD_BINS // SCALE, DYAD_BINS - 1), DYAD_BINS), moments


@lru_cache(maxsize=1)
def stone_columns() -> Places:
    """The column, or row, of the square that a stone's x, or y, lies in; NOWHERE when it was not placed."""
    table = np.full(CODES, NOWHERE, np.uint16)
    values = np.arange(SCALE + 1)
    table[: len(values)] = np.minimum(values * STONE_GRID // SCALE, STONE_GRID - 1)
    return table


@lru_cache(maxsize=1)
def mark_places() -> Places:
    """PLACED for codes that are positions, the other marks for those that are not."""
    table = np.full(CODES, LEFT_OUT, np.uint16)
    table[:FIRST_MARK] = PLACED
    table[NOT_APPLICABLE] = OUTSIDE
    table[NEVER_SHOWN] = UNSEEN
    return table


def option_words(entry: Entry) -> list[tuple[int, int]]:
    """For each slot of a choice of several: (its first option, how many options it holds)."""
    return [(start, min(BITS, entry.places - start)) for start in range(0, entry.places, BITS)]


def is_stones(entry: Entry) -> bool:
    """Whether a signifier is placed on a square."""
    return isinstance(entry.signifier, Stones)
