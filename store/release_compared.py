"""One question of two sides: how far they lie apart there, and how often chance alone parts them as much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from models.comparison import (
    Difference,
    Side,
    cliffs_delta,
    difference,
    joined,
    share_difference,
    side_of_batches,
    side_of_stories,
)
from models.permutation import share_chance, story_chance
from narratives.comparison import Corner, Gap
from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS, STONE_GRID
from narratives.signifiers import Anchor, Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import cell_centroids, cell_of, to_xy
from store.release_sides import Answers

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_COARSE = 10  # cells along a side of the triangle in which chance is judged: four of the picture's in each
_YES_OR_NO: Floats = np.array([[0.0, 1.0], [1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Found:
    """One comparison before the whole table is looked at; the fields are those of `ComparedRow`."""

    signifier: Signifier
    measure: str
    gap: Gap
    p: float
    n_first: int
    n_second: int
    distance: float | None = None
    delta: float | None = None
    corners: tuple[Corner, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heap:
    """Stories of one side in some places (places,), and each closed batch of it (batches, places)."""

    places: Integers
    batches: Integers

    @property
    def n(self) -> int:
        return int(self.places.sum() + self.batches.sum())

    def side(self, values: Floats) -> Side:
        """Its mean, of what a story in each place counts for (places, d)."""
        batch_n = self.batches.sum(axis=1)
        return _side(
            (int(self.places.sum()), self.places @ values, self.places @ values**2),
            (batch_n, self.batches @ values, self.batches @ values**2),
        )


def compared(signifier: Signifier, first: Answers, second: Answers, k: int, seed: int) -> Iterator[Found]:
    """Every comparison that one question makes."""
    match signifier:
        case Triad():
            yield _triad(signifier, first, second, seed)
        case Dyad():
            yield _dyad(signifier, first, second, seed)
        case Choice():
            yield from _options(signifier, first, second, seed)
        case Stones():
            yield from _stones(signifier, first, second, k, seed)


def _triad(triad: Triad, first: Answers, second: Answers, seed: int) -> Found:
    """The corner that moved most, beside the other two."""
    sides = _side_of(first), _side_of(second)
    found = difference(*sides)
    corners = tuple(Corner(anchor.label, _gap(found, sides, axis)) for axis, anchor in enumerate(triad.anchors))
    moved = max(corners, key=lambda corner: abs(corner.gap.effect))
    words = f"{'nearer to' if moved.gap.effect >= 0 else 'further from'} “{moved.label}”"
    heaps = [_Heap(_coarse(one.places[None])[0], _coarse(one.batch_places)) for one in (first, second)]
    p = _chance(heaps[0], heaps[1], _triangle(), seed)
    return Found(triad, words, moved.gap, p, first.placed, second.placed, distance=found.distance, corners=corners)


def _dyad(dyad: Dyad, first: Answers, second: Answers, seed: int) -> Found:
    """The mean position, told towards the pole that the first side is nearer to."""
    sides = _side_of(first), _side_of(second)
    gap, towards = _towards(_gap(difference(*sides), sides, 0))
    heaps = [_Heap(one.places, one.batch_places) for one in (first, second)]
    p = _chance(heaps[0], heaps[1], _line(), seed)
    delta = cliffs_delta(first.everywhere, second.everywhere)
    words = f"nearer to “{dyad.anchors[towards].label}”"
    return Found(dyad, words, gap, p, first.placed, second.placed, delta=delta if towards else -delta)


def _stones(stones: Stones, first: Answers, second: Answers, k: int, seed: int) -> Iterator[Found]:
    """Each stone that k stories placed on both sides, along both axes; its two rows share the chance of its place.

    Positions are the middles of the cells that stones are counted in.
    """
    for number, stone in enumerate(stones.stones):
        cells = slice(number * STONE_CELLS, (number + 1) * STONE_CELLS)
        one, other = (_Heap(side.places[cells], side.batch_places[:, cells]) for side in (first, second))
        if min(one.n, other.n) < k:
            continue
        p = _chance(one, other, _square(), seed + number)
        for axis, anchors in enumerate((stones.x_anchors, stones.y_anchors)):
            values = _stone_middles()[:, [axis]]
            sides = one.side(values), other.side(values)
            gap, towards = _towards(_gap(difference(*sides), sides, 0))
            yield Found(stones, _stone_words(stone.label, anchors[towards]), gap, p, one.n, other.n)


def _stone_words(label: str, anchor: Anchor) -> str:
    return f"with “{label}” nearer to “{anchor.label}”"


def _options(choice: Choice, first: Answers, second: Answers, seed: int) -> Iterator[Found]:
    """Each option that anybody chose; of two of which one is chosen, the first says it all."""
    options = list(enumerate(choice.options))
    if len(options) == 2 and choice.max_responses == 1:
        options = options[:1]
    for place, option in options:
        one, other = _yes_or_no(first, place), _yes_or_no(second, place)
        chosen = [int(heap.places[0] + heap.batches[:, 0].sum()) for heap in (one, other)]
        if not any(chosen):
            continue
        numbers = chosen[0], one.n, chosen[1], other.n
        found = share_difference(*numbers)
        low, high, p = float(found.low[0]), float(found.high[0]), None
        if len(one.batches) or len(other.batches):
            wider = difference(one.side(_CHOSEN), other.side(_CHOSEN))
            # Batches that happen to agree are no surer than as many single stories.
            low, high = min(low, float(wider.low[0])), max(high, float(wider.high[0]))
            p = _chance(one, other, _YES_OR_NO, seed + place)
        gap = Gap(chosen[0] / one.n, chosen[1] / other.n, float(found.effect[0]), low, high, found.standardised)
        words = f"{'more' if gap.effect >= 0 else 'less'} often at “{option.label}”"
        yield Found(choice, words, gap, share_chance(*numbers) if p is None else p, one.n, other.n)


_CHOSEN: Floats = np.array([[1.0], [0.0]])


def _yes_or_no(answers: Answers, place: int) -> _Heap:
    chosen, batches = answers.places[place], answers.batch_places[:, place]
    return _Heap(np.array([chosen, answers.n - chosen]), np.stack([batches, answers.batch_n - batches], axis=1))


def _side_of(answers: Answers) -> Side:
    return _side(
        (answers.n, answers.sums, answers.squares), (answers.batch_n, answers.batch_sums, answers.batch_squares)
    )


def _side(stories: tuple[int, Floats, Floats], batches: tuple[Integers, Floats, Floats]) -> Side:
    """Both layers of one side, from how many, sums and squares of each; together they hold two stories or more."""
    n, sums, squares = stories
    numbers, batch_sums, batch_squares = batches
    if n == 1:
        # A single story has no spread of its own: it goes with the batches.
        numbers = np.append(numbers, 1)
        batch_sums, batch_squares = np.vstack([batch_sums, sums]), np.vstack([batch_squares, squares])
    opened = side_of_stories(n, sums, squares) if n > 1 else None
    closed = side_of_batches(numbers, batch_sums, batch_squares) if numbers.sum() > 1 else None
    if opened and closed:
        return joined(opened, closed)
    found = opened or closed
    if found is None:
        raise ValueError("a side needs two stories or more")
    return found


def _gap(found: Difference, sides: tuple[Side, Side], axis: int) -> Gap:
    values = (sides[0].mean, sides[1].mean, found.effect, found.low, found.high)
    first, second, effect, low, high = (float(value[axis]) for value in values)
    return Gap(first, second, effect, low, high, found.standardised)


def _towards(gap: Gap) -> tuple[Gap, int]:
    """The gap told towards the pole that the first side is nearer to, and which pole that is."""
    return (gap, 1) if gap.effect >= 0 else (gap.turned, 0)


def _chance(first: _Heap, second: _Heap, distance: Floats, seed: int) -> float:
    return story_chance(
        first.places, second.places, distance, first_batches=first.batches, second_batches=second.batches, seed=seed
    )


def _coarse(cells: Integers) -> Integers:
    """Counts (rows, cells of the picture) in the larger cells (rows, cells) in which chance is judged."""
    return np.asarray(cells @ _larger_cells())


@lru_cache(maxsize=1)
def _larger_cells() -> Integers:
    """1 where a cell of the picture (rows) lies in a larger cell (columns)."""
    found = np.zeros((GRID * GRID, _COARSE * _COARSE), np.int64)
    found[np.arange(GRID * GRID), [cell_of(middle, _COARSE) for middle in cell_centroids(GRID)]] = 1
    return found


@lru_cache(maxsize=1)
def _triangle() -> Floats:
    return _apart(np.array([to_xy(middle) for middle in cell_centroids(_COARSE)]))


@lru_cache(maxsize=1)
def _line() -> Floats:
    return _apart((np.arange(DYAD_BINS)[:, None] + 0.5) / DYAD_BINS)


@lru_cache(maxsize=1)
def _square() -> Floats:
    return _apart(_stone_middles())


@lru_cache(maxsize=1)
def _stone_middles() -> Floats:
    """(x, y) of the middles of the cells of the square, row by row from below."""
    rows, columns = np.divmod(np.arange(STONE_CELLS), STONE_GRID)
    return np.asarray((np.stack([columns, rows], axis=1) + 0.5) / STONE_GRID)


def _apart(points: Floats) -> Floats:
    return np.asarray(np.linalg.norm(points[:, None] - points[None, :], axis=2))
