"""The marks of groups in pictures: a colour, a shape and a letter each, so that no one of the three is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

RADIUS = 34  # units of a picture that is 1000 wide
_COLOURS = ("#1d5f8f", "#a84512", "#4b3a86", "#2f6b22", "#801650", "#4d5358")
_R = RADIUS
_SHAPES = (
    f"M{-_R} 0a{_R} {_R} 0 1 0 {2 * _R} 0a{_R} {_R} 0 1 0 {-2 * _R} 0z",  # circle
    "M-31 -31h62v62h-62z",  # square
    "M0 -44L44 0L0 44L-44 0z",  # diamond
    "M0 -46L43 30H-43z",  # triangle
    "M-22 -38H22L44 0L22 38H-22L-44 0z",  # hexagon
    "M0 44L-43 -30H43z",  # triangle, its point below
)
_APART = 2 * RADIUS + 14
_ROUNDS = 40
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """How a group is drawn; `path` is about (0, 0), `dash` is that of its region."""

    group: str
    letter: str
    colour: str
    path: str
    dash: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark at (x, y) for what lies at (at_x, at_y): moved aside where marks would cover one another."""

    mark: Mark
    x: int
    y: int
    at_x: int
    at_y: int

    @property
    def is_moved(self) -> bool:
        """Whether a line has to lead from the mark to its place."""
        return hypot(self.x - self.at_x, self.y - self.at_y) > _NEAR


def marks_of(groups: Sequence[str]) -> Mapping[str, Mark]:
    """The mark of each group, by its name."""
    dashes = ("", "18 9", "4 9", "30 9 4 9", "9 9", "2 14")
    return {
        group: Mark(group, chr(ord("A") + place), _COLOURS[place % 6], _SHAPES[place % 6], dashes[place % 6])
        for place, group in enumerate(groups)
    }


def spread(points: Sequence[tuple[Mark, float, float]]) -> tuple[Spot, ...]:
    """Marks near their points, none covering another."""
    # A little to different sides at first, so that marks in one spot know where to go.
    held = [[x + 0.5 * place, y - 0.3 * place] for place, (_, x, y) in enumerate(points)]
    for _ in range(_ROUNDS):
        if not _push(held):
            break
    return tuple(
        Spot(mark, round(x), round(y), round(at_x), round(at_y))
        for (mark, at_x, at_y), (x, y) in zip(points, held, strict=True)
    )


def _push(held: list[list[float]]) -> bool:
    """Push every two that are too near half of the way apart; whether any were."""
    moved = False
    for one in range(len(held)):
        for other in range(one):
            dx, dy = held[one][0] - held[other][0], held[one][1] - held[other][1]
            distance = hypot(dx, dy) or 1.0
            if distance < _APART - 0.5:
                moved = True
                by = (_APART - distance) / 2 / distance
                for place, sign in ((one, 1), (other, -1)):
                    held[place][0] += sign * by * dx
                    held[place][1] += sign * by * dy
    return moved
