"""A triad as a picture: cells in colour steps, dots, means, contours and the seven zones, in an SVG's units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import degrees

from narratives.disclosure import GRID
from narratives.landscape import Contour, Ellipse, TriadShape
from narratives.triangle import HEIGHT, Shares, cell_of, to_xy
from web.explore.lattice import SIDE, SMALL, WHOLE, Size, cells_path, coarser_cells, outline_path

# One hue from light to dark: the order can be seen without colour vision, and the numbers stand beside it.
PALETTE = ("#d5e6e4", "#a9cdcb", "#79b0b1", "#4a8f94", "#256f76", "#0b4a51")
SMALL_GRID = 10  # cells along a side of the pictures that only lead to the large one


@dataclass(frozen=True, slots=True)
class Step:
    """One colour: the cells that hold from `low` to `high` stories, and those of them that are picked."""

    low: int
    high: int
    colour: str
    path: str
    picked: str = ""

    @property
    def label(self) -> str:
        """The numbers that the colour stands for."""
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse in an SVG's units; `angle` turns it clockwise, in degrees."""

    x: int
    y: int
    rx: int
    ry: int
    angle: int


@dataclass(frozen=True, slots=True)
class Band:
    """The line round the part of the triangle that holds some per cent of the stories."""

    percent: int
    path: str


@dataclass(frozen=True, slots=True)
class TrianglePicture:
    """Everything that a triad's picture draws; `dots` is empty where they are not shown.

    `picked_dots` are those in places that are picked, `outline` the line round these places. `ring` is where the
    mean would lie 95 times in 100, `centre` the mean that single far-off stories cannot pull.
    """

    steps: tuple[Step, ...]
    dots: str
    mean: tuple[int, int] | None
    picked_dots: str = ""
    outline: str = ""
    ring: Ring | None = None
    centre: tuple[int, int] | None = None
    bands: tuple[Band, ...] = ()

    @property
    def zone_lines(self) -> str:
        """The borders of the seven zones."""
        return _ZONE_LINES


def triangle_picture(
    shape: TriadShape, picked: frozenset[int] = frozenset(), *, bands: bool = False
) -> TrianglePicture:
    """The picture of a shape, with its contours where they are asked for."""
    picked = frozenset(cell for cell in picked if cell < len(shape.cells))
    dots = shape.dots or ()
    inside = [dot for dot in dots if picked and cell_of(dot, GRID) in picked]
    outside = [dot for dot in dots if not picked or cell_of(dot, GRID) not in picked]
    return TrianglePicture(
        steps=_steps(shape.cells, GRID, picked),
        dots=_dots_path(outside),
        mean=None if shape.mean is None else _point(shape.mean),
        picked_dots=_dots_path(inside),
        outline=outline_path(picked, GRID),
        ring=None if shape.region is None else ring_of(shape.region),
        centre=None if shape.centre is None else _point(shape.centre),
        bands=_bands(shape) if bands else (),
    )


def small_picture(shape: TriadShape, picked: frozenset[int] = frozenset()) -> TrianglePicture:
    """The same at the size of a thumbnail: fewer and larger cells, and where the mean lies."""
    cells = [0] * (SMALL_GRID * SMALL_GRID)
    for coarse, n in zip(coarser_cells(GRID, SMALL_GRID), shape.cells, strict=True):
        cells[coarse] += n
    inside = frozenset(cell for cell in picked if cell < len(shape.cells))
    mean = None if shape.mean is None else _point(shape.mean, SMALL)
    steps = _steps(cells, SMALL_GRID, frozenset(), SMALL)
    return TrianglePicture(steps, "", mean, outline=outline_path(inside, GRID, SMALL))


def shape_for_script(
    shape: TriadShape,
    signifier_id: str,
    picked: frozenset[int] = frozenset(),
    *,
    bands: bool = False,
    picks: bool = True,
) -> dict[str, object]:
    """The same shape as plain arrays, for the script that draws it with Plotly."""
    region = shape.region
    return {
        "id": signifier_id,
        "grid": GRID,
        "cells": shape.cells,
        "steps": colour_steps(max(shape.cells, default=0)),
        "dots": [number for dot in shape.dots or () for number in _point(dot)],
        "mean": None if shape.mean is None else _thousandths(shape.mean),
        "region": None if region is None else _region(region),
        "centre": None if shape.centre is None else _thousandths(shape.centre),
        "contours": [
            {"mass": band.mass, "lines": [[_thousandths(point) for point in line] for line in band.lines]}
            for band in (shape.contours if bands else ())
        ],
        "picked": sorted(cell for cell in picked if cell < len(shape.cells)),
        "picks": picks,
    }


def colour_steps(most: int) -> list[tuple[int, int, str]]:
    """At most six steps (low, high, colour) that end at `most`, each some fixed factor above the one before."""
    if most < 1:
        return []
    lows = sorted({max(1, round(most ** (place / len(PALETTE)) + 0.499)) for place in range(len(PALETTE))})
    if most <= len(PALETTE):
        lows = list(range(1, most + 1))
    highs = [low - 1 for low in lows[1:]] + [most]
    spread = (len(PALETTE) - 1) / max(len(lows) - 1, 1)
    colours = [PALETTE[round(place * spread)] for place in range(len(lows))] if len(lows) > 1 else [PALETTE[2]]
    return list(zip(lows, highs, colours, strict=True))


def dot_at(shares: Shares) -> tuple[int, int]:
    """Where one answer lies, for the small triangles of the components."""
    x, y = to_xy(shares)
    return round(100 * x), round(100 * (HEIGHT - y))


def ring_of(region: Ellipse) -> Ring:
    """The ellipse of a region of shares."""
    # Turned the other way round: a page's y grows downward.
    rx, ry = (max(round(SIDE * axis), 1) for axis in (region.major, region.minor))
    return Ring(round(SIDE * region.x), round(SIDE * (HEIGHT - region.y)), rx, ry, round(-degrees(region.angle)))


def _point(shares: Shares, size: Size = WHOLE) -> tuple[int, int]:
    x, y = to_xy(shares)
    return round(size[0] * x), round(size[1] * (1 - y / HEIGHT))


def _thousandths(shares: Shares) -> list[float]:
    return [round(share, 3) for share in shares]


def _steps(cells: Sequence[int], n: int, picked: frozenset[int], size: Size = WHOLE) -> tuple[Step, ...]:
    found = []
    for low, high, colour in colour_steps(max(cells, default=0)):
        inside = [cell for cell, told in enumerate(cells) if low <= told <= high]
        chosen = cells_path((cell for cell in inside if cell in picked), n) if picked else ""
        found.append(Step(low, high, colour, cells_path(inside, n, size), chosen))
    return tuple(found)


def _dots_path(dots: Iterable[Shares]) -> str:
    """A line of no length with a round end is a dot: one path draws two thousand of them."""
    points = sorted((y, x) for x, y in map(_point, dots))
    before = [(0, 0), *points]
    steps = [f"m{x - u} {y - v}h0" for (v, u), (y, x) in zip(before, points, strict=False)]
    return "".join(steps)


def _region(region: Ellipse) -> dict[str, float]:
    named = {"x": region.x, "y": region.y, "a": region.major, "b": region.minor, "angle": degrees(region.angle)}
    return {name: round(value, 4) for name, value in named.items()}


def _bands(shape: TriadShape) -> tuple[Band, ...]:
    return tuple(Band(round(100 * band.mass), _lines_path(band)) for band in shape.contours)


def _lines_path(band: Contour) -> str:
    paths = []
    for line in band.lines:
        points = [_point(point) for point in line]
        steps = [f"l{x - u} {y - v}" for (u, v), (x, y) in zip(points, points[1:], strict=False) if (x, y) != (u, v)]
        paths.append(f"M{points[0][0]} {points[0][1]}{''.join(steps)}" if points else "")
    return "".join(paths)


def _outline(corners: Sequence[Shares]) -> str:
    return "M{}Z".format("L".join("{} {}".format(*_point(corner)) for corner in corners))


_ZONE_CORNERS: Mapping[str, tuple[Shares, ...]] = {
    "top": ((1.0, 0.0, 0.0), (0.6, 0.4, 0.0), (0.6, 0.0, 0.4)),
    "left": ((0.0, 1.0, 0.0), (0.4, 0.6, 0.0), (0.0, 0.6, 0.4)),
    "right": ((0.0, 0.0, 1.0), (0.4, 0.0, 0.6), (0.0, 0.4, 0.6)),
    "top-left": ((0.6, 0.4, 0.0), (0.4, 0.6, 0.0), (0.2, 0.6, 0.2), (0.6, 0.2, 0.2)),
    "top-right": ((0.6, 0.0, 0.4), (0.4, 0.0, 0.6), (0.2, 0.2, 0.6), (0.6, 0.2, 0.2)),
    "left-right": ((0.0, 0.6, 0.4), (0.0, 0.4, 0.6), (0.2, 0.2, 0.6), (0.2, 0.6, 0.2)),
    "centre": ((0.6, 0.2, 0.2), (0.2, 0.6, 0.2), (0.2, 0.2, 0.6)),
}
ZONE_OUTLINES: Mapping[str, str] = {zone: _outline(corners) for zone, corners in _ZONE_CORNERS.items()}
_ZONE_LINES = ZONE_OUTLINES["centre"] + "".join(
    "M{} {}L{} {}".format(*_point(_ZONE_CORNERS[corner][1]), *_point(_ZONE_CORNERS[corner][2]))
    for corner in ("top", "left", "right")
)
