"""Which stories of a segment a view means: whole stretches where it can be, rows where stories are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narratives.calendar import day_number
from narratives.codes import FIRST_MARK, NEVER_SHOWN, NOT_APPLICABLE
from narratives.disclosure import STONE_CELLS
from narratives.selection import Part, View
from store.landscape.codebook import CODES, LEFT_OUT, OUTSIDE, UNSEEN, Codebook, Codes, Entry, is_stones, option_words
from store.landscape.names import Flags, Register, Strata
from store.landscape.segments import NO_THEME, Segment
from store.landscape.tallies import stone_cells, stone_marks

Rows = slice | npt.NDArray[np.int32]
_BLOCK = 1 << 16
_NARROW = 1 << 14  # up to so many codes from the first inside to the last, few others lie between them
_STRETCH = 64  # a stretch of stories that lie together costs as much to cut out as so many to look at
_LONG_AGO, _FAR_AHEAD = -(1 << 30), 1 << 30
_MARKS = {NOT_APPLICABLE: OUTSIDE, NEVER_SHOWN: UNSEEN}
EVERYTHING = slice(None)


@dataclass(frozen=True, slots=True)
class Table:
    """One part of a picture for one slot: for every code whether a story is inside, and the first and last of these."""

    slot: int
    inside: Flags
    first: int
    last: int

    @classmethod
    def of(cls, slot: int, inside: Flags) -> Table:
        """The table of these flags."""
        codes = np.flatnonzero(inside)
        return cls(slot, inside, int(codes[0]), int(codes[-1])) if len(codes) else cls(slot, inside, 0, 0)

    def find(self, column: Codes) -> npt.NDArray[np.int32]:
        """The places of a column that hold a code inside."""
        span = self.last - self.first
        if span > _NARROW:
            return np.flatnonzero(look_up(self.inside, column)).astype(np.int32)
        # What lies between the first and the last is found many at once; numbers below the first turn over.
        near = np.flatnonzero(column - np.uint16(self.first) <= np.uint16(span))
        found: npt.NDArray[np.int32] = near[self.inside[column[near]]].astype(np.int32)
        return found


@dataclass(frozen=True, slots=True)
class StonesPart:
    """A part of a picture of stones: for each stone whether its cells are inside, and which marks are."""

    start: int
    width: int
    cells: tuple[Flags, ...]
    marks: Flags

    def inside(self, segment: Segment, rows: Rows) -> Flags:
        """Which of some stories lie in any of the cells."""
        columns = [column[rows] for column in segment.codes[self.start : self.start + self.width]]
        found: Flags = self.marks[stone_marks(columns)]
        for flags, cells in zip(self.cells, stone_cells(columns), strict=True):
            if flags.any():
                found |= flags[cells]
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """A view in the numbers of a collection's columns. Flags are None where the view does not narrow."""

    view: View
    first: int
    last: int
    areas: Flags | None
    groups: Flags | None
    languages: Flags | None
    strata: Flags | None
    themes: Flags | None
    tables: tuple[tuple[Table, ...], ...]
    stones: tuple[StonesPart, ...]

    @property
    def tells_apart(self) -> bool:
        """Whether single stories have to be looked at."""
        return bool(self.tables or self.stones or self.themes is not None)

    def holds_all_days(self, segment: Segment) -> bool:
        """Whether all of a segment's days lie in the period."""
        return self.first <= segment.oldest and segment.newest <= self.last

    def misses(self, segment: Segment) -> bool:
        """Whether none of a segment's days lies in the period."""
        return segment.newest < self.first or segment.oldest > self.last


def plan(view: View, book: Codebook, strata: Strata, themes: Register[int]) -> Plan:
    """What a view means in a collection's own numbers."""
    areas = strata.areas.flags(view.areas) if view.areas else None
    groups = strata.groups.flags(view.groups) if view.groups else None
    languages = strata.languages.flags(view.languages) if view.languages else None
    wanted = None
    for column, flags in enumerate((areas, groups, languages)):
        if flags is not None:
            inside = flags[strata.parts[:, column]]
            wanted = inside if wanted is None else wanted & inside
    parts = [(book.entries[part.signifier], part) for part in view.parts if part.signifier in book.entries]
    # What leaves the fewest stories comes first, so that the others have few to look at.
    parts.sort(key=lambda pair: len(pair[1].places) / pair[0].places)
    return Plan(
        view,
        _LONG_AGO if view.first is None else day_number(view.first),
        _FAR_AHEAD if view.last is None else day_number(view.last),
        areas,
        groups,
        languages,
        wanted,
        _theme_flags(view, themes),
        tuple(_tables(entry, part) for entry, part in parts if not is_stones(entry)),
        tuple(_stones_part(entry, part) for entry, part in parts if is_stones(entry)),
    )


def _theme_flags(view: View, themes: Register[int]) -> Flags | None:
    if not view.themes:
        return None
    flags = np.zeros(NO_THEME + 1, bool)
    found = themes.flags(view.themes)[:NO_THEME]
    flags[: len(found)] = found
    return flags


def _tables(entry: Entry, part: Part) -> tuple[Table, ...]:
    """The tables of a part; a story is inside when any of them says so."""
    start = entry.slot.start
    if entry.place is not None:
        picked = np.zeros(entry.length, bool)
        picked[[place for place in part.places if place < entry.places]] = True
        picked[[mark_place(entry, place) for place in part.places if place >= FIRST_MARK]] = True
        return (Table.of(start, picked[entry.place]),)
    tables = []
    for offset, (first, width) in enumerate(option_words(entry)):
        wanted = sum(1 << (place - first) for place in part.places if first <= place < first + width)
        inside = (np.arange(CODES) & wanted) > 0
        inside[FIRST_MARK:] = False
        if offset == 0:
            inside[[code for code in part.places if code >= FIRST_MARK]] = True
        if inside.any():
            tables.append(Table.of(start + offset, inside))
    return tuple(tables)


def mark_place(entry: Entry, code: int) -> int:
    """Where stories are counted that carry a mark instead of a position."""
    return entry.places + _MARKS.get(code, LEFT_OUT)


def _stones_part(entry: Entry, part: Part) -> StonesPart:
    cells = []
    for start in range(0, entry.places, STONE_CELLS):
        flags = np.zeros(STONE_CELLS + 1, bool)
        flags[[place - start for place in part.places if start <= place < start + STONE_CELLS]] = True
        cells.append(flags)
    marks = np.zeros(4, bool)
    marks[[_MARKS.get(place, LEFT_OUT) for place in part.places if place >= FIRST_MARK]] = True
    return StonesPart(entry.slot.start, entry.slot.width, tuple(cells), marks)


def choose(segment: Segment, wanted: Plan) -> Rows | None:
    """The rows of a segment that a view means; None when there are none."""
    rows = None if wanted.misses(segment) else _of_strata(segment, wanted)
    if rows is None:
        return None
    if not wanted.holds_all_days(segment):
        days = np.arange(256) + segment.first
        rows = _narrow(rows, segment.days, (wanted.first <= days) & (days <= wanted.last))
    for tables in wanted.tables:
        rows = _narrow_by_tables(segment, rows, tables)
    if wanted.themes is not None and segment.themes is not None:
        rows = _narrow(rows, segment.themes, wanted.themes)
    for part in wanted.stones:
        rows = _kept(rows, part.inside(segment, rows))
    return rows if isinstance(rows, slice) or len(rows) else None


def _of_strata(segment: Segment, wanted: Plan) -> Rows | None:
    if wanted.strata is None:
        return EVERYTHING
    flags = wanted.strata[segment.strata]
    if flags.all():
        return EVERYTHING
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    if len(edges) == 0:
        return None
    firsts, lasts = segment.starts[edges[::2]], segment.starts[edges[1::2]]
    if len(firsts) == 1:
        return slice(int(firsts[0]), int(lasts[0]))
    if len(firsts) * _STRETCH < len(segment):
        stretches = zip(firsts.tolist(), lasts.tolist(), strict=True)
        return np.concatenate([np.arange(first, last, dtype=np.int32) for first, last in stretches])
    return np.flatnonzero(np.repeat(flags, segment.lengths)).astype(np.int32)


def _narrow(rows: Rows, column: npt.NDArray[np.integer], inside: Flags) -> Rows:
    return _kept(rows, look_up(inside, column[rows]))


def _narrow_by_tables(segment: Segment, rows: Rows, tables: Sequence[Table]) -> Rows:
    if not tables:
        return np.empty(0, np.int32)
    if len(tables) == 1 and isinstance(rows, slice):
        kept = tables[0].find(segment.codes[tables[0].slot][rows])
        return kept + np.int32(rows.start) if rows.start else kept
    found = look_up(tables[0].inside, segment.codes[tables[0].slot][rows])
    for table in tables[1:]:
        found |= look_up(table.inside, segment.codes[table.slot][rows])
    return _kept(rows, found)


def _kept(rows: Rows, inside: Flags) -> npt.NDArray[np.int32]:
    if isinstance(rows, slice):
        kept = np.flatnonzero(inside).astype(np.int32)
        return kept + np.int32(rows.start) if rows.start else kept
    return rows[inside]


def look_up(inside: Flags, column: npt.NDArray[np.integer]) -> Flags:
    """`inside[column]`, a cache-sized block at a time: NumPy widens what it looks up by."""
    found: Flags = np.empty(len(column), bool)
    for start in range(0, len(column), _BLOCK):
        block = column[start : start + _BLOCK]
        np.take(inside, block, out=found[start : start + _BLOCK], mode="clip")
    return found


def many(rows: Rows, segment: Segment) -> int:
    """How many stories some rows are."""
    if isinstance(rows, slice):
        return len(range(*rows.indices(len(segment))))
    return len(rows)
