"""One signifier of both sides, drawn so that the eye finds the difference: the same marks in both pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from narratives.disclosure import DYAD_BINS, GRID
from narratives.landscape import ChoiceShape, Counts, DyadShape, Ellipse, TriadShape
from narratives.signifiers import Choice, Dyad, Triad
from narratives.triangle import HEIGHT, to_xy
from web.explore.charts import counts_words, percent
from web.explore.lattice import SIDE, cells_path, coarser_cells
from web.explore.triangle import colour_steps

_CELLS = 10  # along a side of the small triangles
_BAR = 20
_TALLEST = 60
_TOO_FEW = "Too few answered on one side to say where its middle lies."
# Told apart by shape as well: a filled diamond, and a ring.
_COLOURS = ("#c2571a", "#4b3a86")
_FILLS = ("#c2571a", "#ffffff")


@dataclass(frozen=True, slots=True)
class Region:
    """The 95 % region of a mean, in the SVG's units; `turn` in degrees."""

    x: float
    y: float
    a: float
    b: float
    turn: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A side's mean as it is drawn, with its region or its interval."""

    path: str
    colour: str
    fill: str
    region: Region | None = None
    line: str = ""


Crowd = tuple[tuple[str, str], ...]  # path and colour of places, the least crowded first


@dataclass(frozen=True, slots=True)
class TriadPair:
    """One triad of both sides, with both means in either picture."""

    id: str
    title: str
    corners: tuple[str, ...]
    pictures: tuple[Crowd, Crowd]
    marks: tuple[Mark | None, Mark | None]
    said: str
    counts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairBar:
    """One place on a dyad: the share of each side's own answers that lies there."""

    x: int
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class DyadPair:
    """One dyad of both sides, back to back: the first above the line, the second below."""

    id: str
    title: str
    low: str
    high: str
    bars: tuple[PairBar, ...]
    marks: tuple[Mark | None, Mark | None]
    said: str
    counts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairRow:
    """One option: how many in a hundred on either side."""

    label: str
    percents: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ChoicePair:
    """One choice of both sides."""

    id: str
    title: str
    rows: tuple[PairRow, ...]
    counts: tuple[str, str]


def triad_pair(triad: Triad, first: TriadShape, second: TriadShape) -> TriadPair:
    """A triad of both sides."""
    return TriadPair(
        id=triad.id,
        title=triad.title,
        corners=tuple(anchor.label for anchor in triad.anchors),
        pictures=(_crowd(first), _crowd(second)),
        marks=(_triad_mark(first, 0), _triad_mark(second, 1)),
        said=_triad_words(triad, first, second),
        counts=_counts(first.counts, second.counts),
    )


def dyad_pair(dyad: Dyad, first: DyadShape, second: DyadShape) -> DyadPair:
    """A dyad of both sides."""
    shares = [[n / max(side.counts.placed, 1) for n in side.bins] for side in (first, second)]
    tallest = max(*shares[0], *shares[1]) or 1.0
    low, high = (anchor.label for anchor in dyad.anchors)
    return DyadPair(
        id=dyad.id,
        title=dyad.title,
        low=low,
        high=high,
        bars=tuple(
            PairBar(place * _BAR, round(_TALLEST * up / tallest, 1), round(_TALLEST * down / tallest, 1))
            for place, (up, down) in enumerate(zip(*shares, strict=True))
            if up or down
        ),
        marks=(_dyad_mark(first, 0), _dyad_mark(second, 1)),
        said=_dyad_words(high, first, second),
        counts=_counts(first.counts, second.counts),
    )


def choice_pair(choice: Choice, first: ChoiceShape, second: ChoiceShape) -> ChoicePair:
    """A choice of both sides."""
    rows = tuple(
        PairRow(
            choice.label_of(option),
            (percent(n, first.counts.placed), percent(second.options[option], second.counts.placed)),
        )
        for option, n in first.options.items()
    )
    return ChoicePair(choice.id, choice.title, rows, _counts(first.counts, second.counts))


def _crowd(shape: TriadShape) -> Crowd:
    """Where stories lie, in cells large enough for a small picture."""
    cells = [0] * (_CELLS * _CELLS)
    for coarse, n in zip(coarser_cells(GRID, _CELLS), shape.cells, strict=True):
        cells[coarse] += n
    steps = colour_steps(max(cells))
    return tuple(
        (cells_path([cell for cell, n in enumerate(cells) if low <= n <= high], _CELLS), colour)
        for low, high, colour in steps
    )


def _triad_mark(shape: TriadShape, side: int) -> Mark | None:
    if shape.mean is None:
        return None
    x, y = to_xy(shape.mean)
    path = _shape_path(round(SIDE * x), round(SIDE * (HEIGHT - y)), 32, side)
    return Mark(path, _COLOURS[side], _FILLS[side], _region(shape.region))


def _region(ellipse: Ellipse | None) -> Region | None:
    if ellipse is None:
        return None
    # The SVG's y runs downward, so that it turns the other way round.
    return Region(
        x=round(SIDE * ellipse.x, 1),
        y=round(SIDE * (HEIGHT - ellipse.y), 1),
        a=round(SIDE * ellipse.major, 1),
        b=round(SIDE * ellipse.minor, 1),
        turn=round(-math.degrees(ellipse.angle), 1),
    )


def _dyad_mark(shape: DyadShape, side: int) -> Mark | None:
    if shape.mean is None:
        return None
    wide = DYAD_BINS * _BAR
    y = -66 if side == 0 else 66
    line = ""
    if shape.low is not None and shape.high is not None:
        line = f"M{wide * shape.low:.1f} {y}H{wide * shape.high:.1f}"
    return Mark(_shape_path(round(wide * shape.mean), y, 6, side), _COLOURS[side], _FILLS[side], line=line)


def _shape_path(x: int, y: int, r: int, side: int) -> str:
    if side == 0:
        return f"M{x} {y - r}l{r} {r}l-{r} {r}l-{r} -{r}Z"
    return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 -{2 * r} 0Z"


def _triad_words(triad: Triad, first: TriadShape, second: TriadShape) -> str:
    """Each corner's part of both averages."""
    if first.mean is None or second.mean is None:
        return _TOO_FEW
    shares = zip(triad.anchors, first.mean, second.mean, strict=True)
    said = (f"“{anchor.label}” {one:.0%} against {other:.0%}" for anchor, one, other in shares)
    return f"On average {'; '.join(said)}."


def _dyad_words(high: str, first: DyadShape, second: DyadShape) -> str:
    if first.mean is None or second.mean is None:
        return _TOO_FEW
    return f"On average {first.mean:.0%} of the way to “{high}” against {second.mean:.0%}."


def _counts(first: Counts, second: Counts) -> tuple[str, str]:
    return counts_words(first), counts_words(second)
