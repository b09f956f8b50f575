"""The marks of pictures: dots, the average, outlines of what is picked, and the small ones of the legend."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians, sin

from narratives.triangle import HEIGHT, Shares, to_xy
from web.explore.pictures.picture import DOT, INK, MEAN, QUIET, Shape
from web.explore.triangle import Ring

OUTLINE = "M500 0L0 866L1000 866Z"
SIDE = 1000
_Point = tuple[float, float]

DOT_KEY = Shape("M18 15h0", stroke=DOT, width=11, opacity=0.62)
DIAMOND_KEY = Shape("M18 2l13 13l-13 13l-13 -13Z", fill=MEAN, stroke="#ffffff", width=2)
RING_KEY = Shape("M8 15a10 10 0 1 0 20 0a10 10 0 1 0 -20 0Z", fill="#ffffff", stroke=MEAN, width=5)
REGION_KEY = Shape("M2 15a16 10 0 1 0 32 0a16 10 0 1 0 -32 0Z", stroke=MEAN, width=4)
CONTOUR_KEY = Shape("M2 22C10 2 26 2 34 22", stroke=QUIET, width=4)
PICKED_KEY = Shape("M5 3h26v24h-26Z", stroke=INK, width=5)


def small_triangle(colour: str) -> Shape:
    """A cell of the triangle's grid, for the legend."""
    return Shape("M18 1L2 29L34 29Z", fill=colour)


def square(colour: str) -> Shape:
    """A cell of a square's grid, or a bar, for the legend."""
    return Shape("M4 3h28v24h-28Z", fill=colour)


def point(shares: Shares) -> tuple[int, int]:
    """Where a place of a triangle lies in its picture."""
    x, y = to_xy(shares)
    return round(SIDE * x), round(SIDE * (HEIGHT - y))


def dots(path: str) -> Shape:
    """Dots, each a line of no length with a round end."""
    return Shape(path, stroke=DOT, width=11, opacity=0.62)


def diamond(x: int, y: int) -> Shape:
    """The arithmetic mean."""
    return Shape(f"M{x} {y - 20}l20 20l-20 20l-20 -20Z", fill=MEAN, stroke="#ffffff", width=5)


def ring(x: int, y: int) -> Shape:
    """The geometric centre."""
    return Shape(f"M{x - 14} {y}a14 14 0 1 0 28 0a14 14 0 1 0 -28 0Z", fill="#ffffff", stroke=MEAN, width=7)


def region(ellipse: Ring) -> Shape:
    """Where the mean lies in 95 of 100 such samples."""
    dx, dy = ellipse.rx * cos(radians(ellipse.angle)), ellipse.rx * sin(radians(ellipse.angle))
    arc = f"a{ellipse.rx} {ellipse.ry} {ellipse.angle} 1 0"
    there, back = f"{2 * dx:.1f} {2 * dy:.1f}", f"{-2 * dx:.1f} {-2 * dy:.1f}"
    return Shape(f"M{ellipse.x - dx:.1f} {ellipse.y - dy:.1f}{arc} {there}{arc} {back}Z", stroke=MEAN, width=5)


def contour(path: str) -> Shape:
    """The line round the densest part."""
    return Shape(path, stroke=QUIET, width=4)


def picked_border(path: str) -> Shape:
    """The line round what is picked."""
    return Shape(path, stroke=INK, width=7)


def border(sides: Iterable[list[_Point]]) -> Shape:
    """A strong line along some sides."""
    return picked_border("".join("M{:g} {:g}L{:g} {:g}".format(*one, *other) for one, other in sides))
