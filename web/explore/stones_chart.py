"""Stones as small squares, one for each stone, with the ninths of the square as rows to read and pick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.disclosure import STONE_CELLS, STONE_GRID
from narratives.landscape import StoneShape, StonesShape, stone_zone
from narratives.signifiers import Stones
from web.explore.charts import BarRow, bar_row, counts_words, mark_rows
from web.explore.picks import Picks
from web.explore.triangle import Step, colour_steps

_SIDE = 10  # a cell's side in the SVG's units
_EDGES = (0, 3, 7, 10)  # of the ninths, in cells


@dataclass(frozen=True, slots=True)
class Ninth:
    """A ninth of the square to pick by pointer."""

    x: int
    y: int
    width: int
    height: int
    href: str
    picked: bool


@dataclass(frozen=True, slots=True)
class StoneChart:
    """Where one stone was placed."""

    id: str
    label: str
    n: int
    steps: tuple[Step, ...]
    ninths: tuple[Ninth, ...]
    rows: tuple[BarRow, ...]
    picked: bool


@dataclass(frozen=True, slots=True)
class StonesChart:
    """A stones question: its axes, and a square for each stone."""

    id: str
    title: str
    left: str
    right: str
    below: str
    above: str
    counts: str
    stones: tuple[StoneChart, ...]
    marks: tuple[BarRow, ...]


def stones_chart(stones: Stones, shape: StonesShape, picks: Picks) -> StonesChart:
    """The squares of a stones question, in the framework's order; one scale of colours for all of them."""
    left, right = (anchor.label for anchor in stones.x_anchors)
    below, above = (anchor.label for anchor in stones.y_anchors)
    most = max((max(stone.cells, default=0) for stone in shape.stones.values()), default=0)
    words = _ninth_words(stones)
    charts = []
    for number, stone in enumerate(stones.stones):
        held = frozenset(
            place - STONE_CELLS * number for place in picks.held(stones.id) if place // STONE_CELLS == number
        )
        found = shape.stones.get(stone.id) or StoneShape(0, (0,) * STONE_CELLS, (0,) * 9)
        rows = _rows(stones.id, number, found, words, picks)
        charts.append(
            StoneChart(
                id=stone.id,
                label=stone.label,
                n=found.n,
                steps=_steps(found.cells, most, held),
                ninths=_ninths(rows),
                rows=tuple(reversed(rows)),
                picked=bool(held),
            )
        )
    marks = mark_rows(stones.id, shape.counts, picks, f"stones-{stones.id}")
    return StonesChart(
        stones.id, stones.title, left, right, below, above, counts_words(shape.counts), tuple(charts), marks
    )


def _ninth_words(stones: Stones) -> tuple[str, ...]:
    """What each ninth says, row by row from below."""
    across = [f"“{stones.x_anchors[0].label}”", "", f"“{stones.x_anchors[1].label}”"]
    upward = [f"“{stones.y_anchors[0].label}”", "", f"“{stones.y_anchors[1].label}”"]
    return tuple(
        " and ".join(part for part in (across[column], upward[row]) if part) or "In the middle"
        for row in range(3)
        for column in range(3)
    )


def _rows(signifier_id: str, number: int, shape: StoneShape, words: Sequence[str], picks: Picks) -> tuple[BarRow, ...]:
    rows = []
    for ninth, label in enumerate(words):
        cells = frozenset(STONE_CELLS * number + cell for cell in range(STONE_CELLS) if stone_zone(cell) == ninth)
        rows.append(bar_row(label, shape.zones[ninth], shape.n, signifier_id, cells, picks, f"stones-{signifier_id}"))
    return tuple(rows)


def _ninths(rows: Sequence[BarRow]) -> tuple[Ninth, ...]:
    found = []
    for ninth, row in enumerate(rows):
        if row.href is not None:
            up, along = divmod(ninth, 3)
            x, right = _EDGES[along], _EDGES[along + 1]
            top, below = STONE_GRID - _EDGES[up + 1], STONE_GRID - _EDGES[up]
            found.append(
                Ninth(x * _SIDE, top * _SIDE, (right - x) * _SIDE, (below - top) * _SIDE, row.href, row.picked)
            )
    return tuple(found)


def _steps(cells: Sequence[int], most: int, held: frozenset[int]) -> tuple[Step, ...]:
    found = []
    for low, high, colour in colour_steps(most):
        inside = [cell for cell, n in enumerate(cells) if low <= n <= high]
        if inside:
            chosen = [cell for cell in inside if cell in held]
            found.append(Step(low, high, colour, _cells_path(inside), _cells_path(chosen)))
    return tuple(found)


def _cells_path(cells: Sequence[int]) -> str:
    """Squares, neighbours in a row as one."""
    path: list[list[int]] = []
    before = -2
    for cell in cells:
        row, column = divmod(cell, STONE_GRID)
        if cell == before + 1 and column:
            path[-1][2] += 1
        else:
            path.append([column, row, 1])
        before = cell
    return "".join(
        f"M{x * _SIDE} {(STONE_GRID - row) * _SIDE}v-{_SIDE}h{wide * _SIDE}v{_SIDE}z" for x, row, wide in path
    )
