"""Perspectives on one question as a picture: a mark and a region a group in a triangle, or lanes on a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.perspective import Guess, Place
from narratives.triangle import HEIGHT, to_xy
from web.events.marks import Mark, Spot, spread
from web.explore.triangle import Ring, ring_of

SIDE = 1000
SMALL = 100
LANE, EDGE, WIDE = 30, 20, 400
_TOUCH = 22  # hollow and filled dots that are nearer have no arrow between them


@dataclass(frozen=True, slots=True)
class Triangle:
    """A triangle 1000 wide; a ring is where a group's mean would lie 95 times in 100."""

    spots: tuple[Spot, ...]
    rings: tuple[tuple[Mark, Ring], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One group on a line between two poles: its mean and the ends of its interval, across."""

    mark: Mark
    y: int
    x: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Lanes:
    """A line between two poles."""

    lanes: tuple[Lane, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From what was expected (hollow) to what was so (filled), in a small picture 100 wide; `head` is its point."""

    x: float
    y: float
    to_x: float
    to_y: float
    head: str
    is_triangle: bool


def triangle_of(places: Sequence[Place], marks: Mapping[str, Mark]) -> Triangle:
    """The picture of a triad."""
    points = [(marks[one.group], *_xy(one.mean, SIDE)) for one in places]
    rings = tuple((marks[one.group], ring_of(one.region)) for one in places if one.region is not None)
    return Triangle(spread(points), rings)


def lanes_of(places: Sequence[Place], marks: Mapping[str, Mark]) -> Lanes:
    """The picture of a dyad."""
    lanes = tuple(
        Lane(marks[one.group], EDGE + number * LANE, *(_across(end[0]) for end in (one.mean, one.low, one.high)))
        for number, one in enumerate(places)
    )
    return Lanes(lanes, 2 * EDGE + LANE * max(len(lanes) - 1, 0))


def arrow_of(guess: Guess) -> Arrow | None:
    """The small picture of a guess; None of one that is not told."""
    if guess.expected is None or guess.actual is None:
        return None
    ends = [_small(one.mean) for one in (guess.expected, guess.actual)]
    (x, y), (to_x, to_y) = ends
    return Arrow(x, y, to_x, to_y, _head(x, y, to_x, to_y), len(guess.actual.mean) > 1)


def _xy(mean: tuple[float, ...], side: int) -> tuple[float, float]:
    top, left, right = mean
    x, y = to_xy((top, left, right))
    return side * x, side * (HEIGHT - y)


def _small(mean: tuple[float, ...]) -> tuple[float, float]:
    if len(mean) == 1:
        return SMALL * mean[0], SMALL / 2
    return _xy(mean, SMALL)


def _across(share: float) -> int:
    return EDGE + round((WIDE - 2 * EDGE) * min(max(share, 0.0), 1.0))


def _head(x: float, y: float, to_x: float, to_y: float) -> str:
    """The point of an arrow that ends at the edge of a filled dot; empty where both dots touch."""
    dx, dy = to_x - x, to_y - y
    length = (dx * dx + dy * dy) ** 0.5
    if length < _TOUCH:
        return ""
    ux, uy = dx / length, dy / length
    tip_x, tip_y = to_x - 7 * ux, to_y - 7 * uy
    back_x, back_y = tip_x - 9 * ux, tip_y - 9 * uy
    corners = ((tip_x, tip_y), (back_x - 5 * uy, back_y + 5 * ux), (back_x + 5 * uy, back_y - 5 * ux))
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in corners) + "z"
