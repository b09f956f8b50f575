"""A triad as a picture: cells in colour steps, dots, the mean and the seven zones, in an SVG's units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narratives.disclosure import GRID
from narratives.landscape import TriadShape
from narratives.triangle import HEIGHT, Shares, cell_corners, to_xy

SIDE = 1000
# One hue from light to dark: the order can be seen without colour vision, and the numbers stand beside it.
PALETTE = ("#d5e6e4", "#a9cdcb", "#79b0b1", "#4a8f94", "#256f76", "#0b4a51")


@dataclass(frozen=True, slots=True)
class Step:
    """One colour: the cells that hold from `low` to `high` stories."""

    low: int
    high: int
    colour: str
    path: str

    @property
    def label(self) -> str:
        """The numbers that the colour stands for."""
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


@dataclass(frozen=True, slots=True)
class TrianglePicture:
    """Everything that a triad's picture draws; `dots` is empty where they are not shown."""

    steps: tuple[Step, ...]
    dots: str
    mean: tuple[int, int] | None

    @property
    def zone_lines(self) -> str:
        """The borders of the seven zones."""
        return _ZONE_LINES


def triangle_picture(shape: TriadShape) -> TrianglePicture:
    """The picture of a shape."""
    colours = colour_steps(max(shape.cells, default=0))
    steps = tuple(Step(low, high, colour, _cells_path(shape.cells, low, high)) for low, high, colour in colours)
    # A line of no length with a round end is a dot: one path draws two thousand of them.
    dots = "".join("M{} {}h0".format(*_point(dot)) for dot in shape.dots or ())
    return TrianglePicture(steps, dots, None if shape.mean is None else _point(shape.mean))


def shape_for_script(shape: TriadShape) -> dict[str, object]:
    """The same shape as plain arrays, for the script that draws it with Plotly."""
    dots = [[round(share, 4) for share in dot] for dot in shape.dots or ()]
    return {
        "grid": GRID,
        "cells": shape.cells,
        "steps": colour_steps(max(shape.cells, default=0)),
        "dots": dots,
        "mean": None if shape.mean is None else [round(share, 4) for share in shape.mean],
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


def _point(shares: Shares) -> tuple[int, int]:
    x, y = to_xy(shares)
    return round(SIDE * x), round(SIDE * (HEIGHT - y))


def _outline(corners: Sequence[Shares]) -> str:
    return "M{}Z".format("L".join("{} {}".format(*_point(corner)) for corner in corners))


@lru_cache(maxsize=1)
def _cell_outlines() -> tuple[str, ...]:
    return tuple(_outline(corners) for corners in cell_corners(GRID))


def _cells_path(cells: Sequence[int], low: int, high: int) -> str:
    return "".join(outline for outline, n in zip(_cell_outlines(), cells, strict=True) if low <= n <= high)


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
