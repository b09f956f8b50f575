"""The shape of answers: figures of open stories and frozen sums of closed batches, added up for a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS, STONE_GRID
from narratives.signifiers import Choice, Stones
from narratives.triangle import ZONES, Shares, cell_centroids, zone_of

STONE_ZONES = 9
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Counts:
    """How a signifier was answered: placed, not applicable, not answered; `never_shown` was not even asked.

    `untold` of those placed lie where fewer than k of closed batches do: they are in the sums and in no place.
    """

    placed: int
    not_applicable: int
    not_answered: int
    never_shown: int = 0
    untold: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one signifier's answers: how many in each place of its picture, and sums for the mean.

    Places are those of `narratives.selection`. `sums` and `squares` are of a triad's shares or a dyad's value.
    """

    counts: Counts
    places: Sequence[int]
    sums: Sequence[float] = ()
    squares: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A region of a page with y upward (`narratives.triangle.to_xy`): `angle` is that of `major`, in radians."""

    x: float
    y: float
    major: float
    minor: float
    angle: float


@dataclass(frozen=True, slots=True)
class Contour:
    """Lines round the densest part of a picture that holds `mass` of all stories."""

    mass: float
    lines: tuple[tuple[Shares, ...], ...]


@dataclass(frozen=True, slots=True)
class TriadShape:
    """Stories in each of GRID * GRID cells and in each zone, where their middle is, and dots where they may be shown.

    `dots` holds positions (top, left, right) of open stories; None when there are too many to draw. `mean` is the
    arithmetic one and `region` where it lies in 95 of 100 such samples, `centre` the robust geometric one; they and
    the contours are left out where there are fewer than k stories. `picked` are the cells picked in this picture.
    """

    counts: Counts
    cells: tuple[int, ...]
    zones: Mapping[str, int]
    mean: Shares | None
    dots: tuple[Shares, ...] | None
    region: Ellipse | None = None
    centre: Shares | None = None
    contours: tuple[Contour, ...] = ()
    picked: frozenset[int] = _NOTHING


@dataclass(frozen=True, slots=True)
class DyadShape:
    """Stories in each of DYAD_BINS equal bins from the first pole to the second, their mean and its 95 % interval."""

    counts: Counts
    bins: tuple[int, ...]
    mean: float | None
    low: float | None = None
    high: float | None = None
    picked: frozenset[int] = _NOTHING


@dataclass(frozen=True, slots=True)
class ChoiceShape:
    """How often each option was chosen, in the framework's order."""

    counts: Counts
    options: Mapping[str, int]
    picked: frozenset[int] = _NOTHING


@dataclass(frozen=True, slots=True)
class StoneShape:
    """Where one stone was placed: how often, in each cell and in each ninth of the square, row by row from below."""

    n: int
    cells: tuple[int, ...]
    zones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StonesShape:
    """Where each stone was placed, in the framework's order; batches closed before stones were kept lack theirs."""

    counts: Counts
    stones: Mapping[str, StoneShape] = field(default_factory=dict)
    picked: frozenset[int] = _NOTHING


def zone_counts(cells: Sequence[int]) -> dict[str, int]:
    """Stories in each zone, of those in each cell: zones are made of whole cells."""
    zones = dict.fromkeys(ZONES, 0)
    for zone, n in zip(_zones_of_cells(), cells, strict=True):
        zones[zone] += n
    return zones


@lru_cache(maxsize=1)
def _zones_of_cells() -> tuple[str, ...]:
    return tuple(zone_of(middle) for middle in cell_centroids(GRID))


def mean_of(figures: Figures) -> tuple[float, ...] | None:
    """The arithmetic mean of each of the values; None when nothing was placed."""
    n = figures.counts.placed
    return tuple(total / n for total in figures.sums) if n else None


def choice_shape(choice: Choice, figures: Figures, picked: frozenset[int] = _NOTHING) -> ChoiceShape:
    """The figures of a choice by option."""
    options = {option.id: n for option, n in zip(choice.options, figures.places, strict=True)}
    return ChoiceShape(figures.counts, options, picked)


def stones_shape(stones: Stones, figures: Figures, picked: frozenset[int] = _NOTHING) -> StonesShape:
    """The figures of stones, stone by stone."""
    shapes = {}
    for number, stone in enumerate(stones.stones):
        cells = tuple(figures.places[number * STONE_CELLS : (number + 1) * STONE_CELLS])
        zones = [0] * STONE_ZONES
        for cell, n in enumerate(cells):
            zones[stone_zone(cell)] += n
        shapes[stone.id] = StoneShape(sum(cells), cells, tuple(zones))
    return StonesShape(figures.counts, shapes, picked)


def stone_zone(cell: int) -> int:
    """The ninth of the square that a cell belongs to, row by row from below: the middle ones are a little larger."""
    row, column = divmod(cell, STONE_GRID)
    return 3 * _third(row) + _third(column)


def _third(place: int) -> int:
    edge = STONE_GRID // 3
    return 0 if place < edge else 2 if place >= STONE_GRID - edge else 1


def add_frozen(figures: Figures, frozen: Sequence[Mapping[str, Any]], stones: Sequence[str] = ()) -> Figures:
    """Add the frozen aggregates of closed batches (`narratives.disclosure.aggregate`) to the figures of open stories.

    `stones` are the ids of a signifier's stones, in its order; options of a choice are passed in the same way.
    """
    if not frozen:
        return figures
    places, sums, squares = list(figures.places), list(figures.sums), list(figures.squares)
    counts = [figures.counts.placed, figures.counts.not_applicable, figures.counts.not_answered]
    unseen, untold = figures.counts.never_shown, figures.counts.untold
    numbers = {name: number for number, name in enumerate(stones)}
    for batch in frozen:
        told = _frozen_places(batch, numbers)
        for place, n in told:
            places[place] += n
        untold += 0 if "stones" in batch else batch["n"] - sum(n for _, n in told)
        _add(sums, batch.get("sums", [batch["sum"]] if "sum" in batch else []))
        _add(squares, batch.get("squares", [batch["square"]] if "square" in batch else []))
        for place, name in enumerate(("n", "not_applicable", "not_answered")):
            counts[place] += batch[name]
        # Batches that were closed before branches existed do not hold the number.
        unseen += batch.get("never_shown", 0)
    return Figures(Counts(counts[0], counts[1], counts[2], unseen, max(untold, 0)), places, sums, squares)


def _add(totals: list[float], more: Sequence[float]) -> None:
    for place, value in enumerate(more):
        totals[place] += value


def _frozen_places(batch: Mapping[str, Any], numbers: Mapping[str, int]) -> list[tuple[int, int]]:
    """(place, number) of what a batch holds."""
    plain = batch.get("cells", batch.get("bins", {}))
    found = [(int(place), n) for place, n in plain.items()]
    found += [(numbers[option], n) for option, n in batch.get("options", {}).items()]
    for stone, cells in batch.get("stones", {}).items():
        found += [(numbers[stone] * STONE_CELLS + int(cell), n) for cell, n in cells.items()]
    return found


__all__ = [
    "DYAD_BINS",
    "ChoiceShape",
    "Contour",
    "Counts",
    "DyadShape",
    "Ellipse",
    "Figures",
    "StoneShape",
    "StonesShape",
    "TriadShape",
    "add_frozen",
    "choice_shape",
    "mean_of",
    "stone_zone",
    "stones_shape",
    "zone_counts",
]
