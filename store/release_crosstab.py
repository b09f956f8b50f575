"""Two questions against each other: the stories of each combination, and which are more than the rest would have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.crosstab import Association, associate, associate_batches, turned
from models.discoveries import LEVEL
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View, most_places
from store import batches as batch_rows
from store.database import Database
from store.landscape import Landscape
from store.release_axes import GROUP, THEME, Axis, Category, axis
from store.release_sides import places_of

Integers = npt.NDArray[np.int64]
_WEAK = 0.1  # Cramer's V: below, an association is weak however sure it is (Cohen, 1988)
_ONLY_WHOLE = "Rows and columns go together, but no single combination can be told from scatter"
_ONE_BY_ONE = "These two can be put against each other only where stories are open one by one; these are not."


@dataclass(frozen=True, slots=True)
class CrossCell:
    """Stories of one combination, and how many would be there if both had nothing to do with each other.

    `residual` is how many standard errors there are more, `q` its chance over all cells; None where rows or columns
    are of fewer than k stories.
    """

    n: int
    expected: float
    residual: float | None
    q: float | None

    @property
    def is_distinguishable(self) -> bool:
        """Whether the combination can be told from scatter."""
        return self.q is not None and self.q <= LEVEL


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Rows against columns; `row_n` and `column_n` are stories that answered both.

    `chance` is that of the whole table, `strength` Cramer's V with its 95 % interval; None where a story can lie in
    several rows or columns (`overlaps`), the interval also where the table is too thin. `verdict` is it in words.
    `unit` is "stories" or "batches"; `left_out` are stories in closed batches that cannot follow; `lacking` says why
    there is no table.
    """

    row_title: str
    column_title: str
    rows: tuple[Category, ...]
    columns: tuple[Category, ...]
    cells: tuple[tuple[CrossCell, ...], ...]
    row_n: tuple[int, ...]
    column_n: tuple[int, ...]
    total: int
    chance: float | None
    strength: float | None
    low: float | None
    high: float | None
    verdict: str
    unit: str
    overlaps: bool
    left_out: int = 0
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """Stories of each combination (rows, columns), of each row and of each column that answered both, and of all."""

    rows: tuple[Category, ...]
    columns: tuple[Category, ...]
    counts: Integers
    row_n: Integers
    column_n: Integers
    total: int

    @property
    def turned(self) -> _Table:
        return _Table(self.columns, self.rows, self.counts.T, self.column_n, self.row_n, self.total)


def crosstab(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    rows: str,
    columns: str,
    view: View,
) -> Crosstab:
    """Put two things against each other: ids of a choice, a triad (its zones) or a dyad, or group, language, theme.

    Raises KeyError when stories cannot be sorted by one of them.
    """
    one, other = (axis(db, landscape, collection, framework, name, view) for name in (rows, columns))
    if rows == columns:
        return _without(one, other, "Choose two different things to put against each other.")
    if collection.policy is not Policy.OPEN:
        return _of_batches(db, collection, one, other, view.coarse)
    counter = _Counter(db, landscape, collection, framework, view)
    # Stories of each theme can be counted by something else, and not the other way round.
    table = counter.table(other, one).turned if other.id == THEME else counter.table(one, other)
    left_out = batch_rows.count_batched(db, collection.id, view.kind, view.groups, view.first, view.last)
    if table.total < collection.k:
        return replace(_without(one, other, _few(collection)), total=table.total, left_out=left_out)
    for overlapping in (one.overlaps, other.overlaps):
        table = (_told(table) if overlapping else _merged(table, collection.k)).turned
    overlaps = one.overlaps or other.overlaps
    if overlaps:
        found = associate(table.counts, rows=table.row_n, columns=table.column_n, total=table.total, least=collection.k)
    else:
        found = associate(table.counts, least=collection.k)
    return _shown(one, other, table, found, "stories", left_out)


def _few(collection: Collection) -> str:
    return f"At least {collection.k} stories that answered both are needed."


class _Counter:
    """Counts the open stories of a view."""

    def __init__(
        self, db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View
    ) -> None:
        self._db, self._landscape = db, landscape
        self._collection, self._framework, self._view = collection, framework, view

    def table(self, outer: Axis, inner: Axis) -> _Table:
        """Rows are narrowed to, columns are counted."""
        total, column_n = self._counts(inner, outer.narrowed(self._view, None))
        found = [self._counts(inner, outer.narrowed(self._view, category)) for category in outer.categories]
        counts = np.array([counts for _, counts in found], np.int64).reshape(len(found), len(inner.categories))
        if not outer.overlaps and outer.signifier is None:
            # Stories without a theme, or of a name that is not listed, are in no row.
            total, column_n = sum(n for n, _ in found), counts.sum(axis=0)
        row_n = np.array([n for n, _ in found], np.int64)
        return _Table(outer.categories, inner.categories, counts, row_n, np.asarray(column_n), total)

    def _counts(self, inner: Axis, view: View | None) -> tuple[int, Integers]:
        """How many stories of a view answered, and how many lie in each category."""
        if view is None:
            return 0, np.zeros(len(inner.categories), np.int64)
        where = (self._db, self._collection.id, self._framework)
        if inner.signifier is None:
            names = self._landscape.names(*where, view, inner.id)
            counts = np.array([names.get(category.id, 0) for category in inner.categories], np.int64)
            return int(counts.sum()), counts
        found = self._landscape.histogram(*where, inner.signifier.id, view)
        return found.placed, found.counts @ _members(inner)


def _members(one: Axis) -> Integers:
    """1 where a place of the picture (rows) belongs to a category (columns)."""
    size = most_places(one.signifier) if one.signifier else 0
    table = np.zeros((size, len(one.categories)), np.int64)
    for number, category in enumerate(one.categories):
        table[sorted(category.places), number] = 1
    return table


def _told(table: _Table) -> _Table:
    """The table without rows that nobody is in."""
    kept = np.flatnonzero(table.row_n > 0)
    return replace(table, rows=tuple(table.rows[i] for i in kept), counts=table.counts[kept], row_n=table.row_n[kept])


def _merged(table: _Table, k: int) -> _Table:
    """The table with rows of fewer than k stories as one, last."""
    table = _told(table)
    large, small = np.flatnonzero(table.row_n >= k), np.flatnonzero(table.row_n < k)
    if len(small) < 2:
        return table
    members = [table.rows[i] for i in small]
    places: frozenset[int] = frozenset().union(*(member.places for member in members))
    label = f"{len(small)} others, each told fewer than {k} times"
    others = Category("", label, places, tuple(member.label for member in members))
    return replace(
        table,
        rows=(*(table.rows[i] for i in large), others),
        counts=np.vstack([table.counts[large], table.counts[small].sum(axis=0)]),
        row_n=np.append(table.row_n[large], table.row_n[small].sum()),
    )


def _of_batches(db: Database, collection: Collection, one: Axis, other: Axis, view: View) -> Crosstab:
    """Groups against a question, from whole closed batches."""
    asked = other if one.id == GROUP else one
    if GROUP not in (one.id, other.id) or asked.signifier is None:
        return _without(one, other, _ONE_BY_ONE)
    held = batch_rows.list_batches(db, collection.id, view.kind, view.groups, view.first, view.last)
    batches = [(batch.group, batch.aggregates[asked.id]) for batch in held if asked.id in batch.aggregates]
    if not batches:
        return _without(one, other, "No batch of stories is closed yet.")
    names = sorted({group for group, _ in batches})
    owner = np.array([names.index(group) for group, _ in batches])
    counts = np.array([places_of(asked.signifier, found) for _, found in batches], np.int64) @ _members(asked)
    placed = np.array([found["n"] for _, found in batches], np.int64)
    sizes = np.bincount(owner, weights=placed, minlength=len(names)).astype(np.int64)
    summed = np.stack([counts[owner == row].sum(axis=0) for row in range(len(names))])
    groups = tuple(Category(name, name) for name in names)
    table = _Table(groups, asked.categories, summed, sizes, counts.sum(axis=0), int(placed.sum()))
    found = associate_batches(counts, owner)
    if asked.overlaps:
        found = replace(found, chance=None, strength=None)
    if one.id != GROUP:
        table, found = table.turned, turned(found)
    return _shown(one, other, table, found, "batches", 0)


def _shown(one: Axis, other: Axis, table: _Table, found: Association, unit: str, left_out: int) -> Crosstab:
    figures = (table.counts, found.expected, found.residual, found.q)
    cells = tuple(
        tuple(CrossCell(int(n), float(e), _known(z), _known(q)) for n, e, z, q in zip(*row, strict=True))
        for row in zip(*(figure.tolist() for figure in figures), strict=True)
    )
    return Crosstab(
        one.title,
        other.title,
        table.rows,
        table.columns,
        cells,
        tuple(table.row_n.tolist()),
        tuple(table.column_n.tolist()),
        table.total,
        found.chance,
        found.strength,
        found.low,
        found.high,
        _verdict(found, cells),
        unit,
        one.overlaps or other.overlaps,
        left_out,
    )


def _verdict(found: Association, cells: Sequence[Sequence[CrossCell]]) -> str:
    told = sum(cell.is_distinguishable for row in cells for cell in row)
    tried = sum(cell.q is not None for row in cells for cell in row)
    if min(len(cells), len(cells[0])) < 2:
        return "All of these stories lie in one row or in one column: there is nothing to put against each other"
    if not tried:
        return "Too few stories in the rows or columns to tell anything from scatter"
    if not told:
        return "Not distinguishable from scatter" if found.chance is None or found.chance > LEVEL else _ONLY_WHOLE
    words = f"{told} of {tried} combinations can be told from scatter"
    return f"{words}, but rows and columns have little to do with each other" if _is_weak(found) else words


def _is_weak(found: Association) -> bool:
    return found.strength is not None and found.strength < _WEAK


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _without(one: Axis, other: Axis, lacking: str) -> Crosstab:
    overlaps = one.overlaps or other.overlaps
    return Crosstab(
        one.title, other.title, (), (), (), (), (), 0, None, None, None, None, "", "stories", overlaps, lacking=lacking
    )
