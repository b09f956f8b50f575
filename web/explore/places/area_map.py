"""Areas as paths of a picture: longitude and latitude flattened, and a place inside each for its number."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, inf, radians

from narratives.outlines import doubled_area
from store.boundaries import GroupArea

WIDTH, TALLEST = 1000, 1150
_EDGE = 8
_LINES = 6  # at so many heights an area is looked through for the widest place
_HALF = 22  # half the height of a number
_ISLANDS = 3  # a number stands on one of the largest of them
Outline = Sequence[Sequence[tuple[float, float]]]
Polygon = Sequence[Sequence[tuple[int, int]]]
Spot = tuple[int, int, int, int]  # x, y, room across, room upright


@dataclass(frozen=True, slots=True)
class AreaShape:
    """An area in the picture's units: its path, and the middle of a place in it of `room` by `tall` for a text."""

    path: str
    x: int
    y: int
    room: int
    tall: int
    rings: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class AreaMap:
    """All areas of a collection's groups, by group."""

    height: int
    shapes: Mapping[str, AreaShape]
    sources: tuple[str, ...]


def area_map(areas: Mapping[str, GroupArea]) -> AreaMap | None:
    """The map of some groups' areas; None where no group has one."""
    if not areas:
        return None
    height, shapes = _drawn(tuple(area.outline for area in areas.values()))
    sources = tuple(dict.fromkeys(area.source for area in areas.values() if area.source))
    return AreaMap(height, dict(zip(areas, shapes, strict=True)), sources)


@lru_cache(maxsize=8)
def _drawn(outlines: tuple[str, ...]) -> tuple[int, tuple[AreaShape, ...]]:
    """Outlines as stored, drawn to fit WIDTH; kept, since they are the same at every look."""
    areas: list[list[Outline]] = [json.loads(outline) for outline in outlines]
    places = [place for area in areas for polygon in area for ring in polygon for place in ring]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    # A degree across is shorter than one upward, by the cosine of the latitude.
    narrow = max(cos(radians((south + north) / 2)), 0.01)
    wide, tall = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * _EDGE) / wide, (TALLEST - 2 * _EDGE) / tall)
    left = (WIDTH - wide * scale) / 2

    def point(x: float, y: float) -> tuple[int, int]:
        return round(left + (x - west) * narrow * scale), round(_EDGE + (north - y) * scale)

    shapes = tuple(_shape([[[point(x, y) for x, y in ring] for ring in polygon] for polygon in area]) for area in areas)
    return round(tall * scale) + 2 * _EDGE, shapes


def _shape(polygons: list[list[list[tuple[int, int]]]]) -> AreaShape:
    rings = [[_cleaned(ring) for ring in polygon] for polygon in polygons]
    x, y, room, tall = max((_roomiest(polygon) for polygon in _largest(rings)), key=_roominess)
    flat = tuple(tuple(ring) for polygon in rings for ring in polygon if len(ring) > 2)
    # An area that is smaller than the picture's unit is drawn as one unit.
    path = "".join(map(path_of, flat)) or f"M{x} {y}h1v1h-1z"
    return AreaShape(path, x, y, room, tall, flat)


def _cleaned(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A ring without points that fell together."""
    return [point for place, point in enumerate(ring) if place == 0 or point != ring[place - 1]]


def path_of(ring: Sequence[tuple[int, int]]) -> str:
    """A ring as a path of steps, which are shorter to write than places."""
    (x, y), *_ = ring
    steps = []
    for (from_x, from_y), (to_x, to_y) in zip(ring, ring[1:], strict=False):
        across, down = to_x - from_x, to_y - from_y
        steps.append(f"{across}{down}" if down < 0 else f"{across} {down}")
    return f"M{x} {y}l{_run(steps)}z"


def _run(steps: Sequence[str]) -> str:
    return "".join(step if not place or step.startswith("-") else f" {step}" for place, step in enumerate(steps))


def _largest(polygons: list[list[list[tuple[int, int]]]]) -> list[list[list[tuple[int, int]]]]:
    return sorted(polygons, key=lambda polygon: -abs(doubled_area(polygon[0])))[:_ISLANDS]


def _roomiest(polygon: Polygon) -> Spot:
    """Where in a polygon a number has most room: looked for at a few heights, then straight above and below."""
    ys = [y for _, y in polygon[0]]
    top, tall = min(ys), max(ys) - min(ys)
    turned = [[(y, x) for x, y in ring] for ring in polygon]
    best = (*polygon[0][0], 0, 0)
    for line in range(1, _LINES):
        y = round(top + tall * line / _LINES)
        for left, right in crossings(polygon, y):
            x = round((left + right) / 2)
            for above, below in crossings(turned, x):
                middle = round((above + below) / 2)
                for at in (y, middle):
                    best = max(best, _spot(polygon, x, at, above, below), key=_roominess)
    return best


def _spot(polygon: Polygon, x: int, y: int, above: float, below: float) -> Spot:
    """A place with the room to both of its sides, as tall as a number is, and above and below."""
    room = inf
    for line in (y - _HALF, y, y + _HALF):
        left, right = next((found for found in crossings(polygon, line) if found[0] < x < found[1]), (x, x))
        room = min(room, x - left, right - x)
    return x, y, round(2 * room), round(2 * min(y - above, below - y))


def _roominess(spot: Spot) -> float:
    """Numbers are about twice as wide as they are tall."""
    return min(spot[2], 2 * spot[3])


def crossings(rings: Polygon, y: float) -> list[tuple[float, float]]:
    """Where a line across, a hair below y, lies inside some rings (the even-odd rule), from left to right."""
    y += 0.37
    found: list[float] = []
    for ring in rings:
        for (x, upper), (to_x, lower) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (upper > y) != (lower > y):
                found.append(x + (y - upper) * (to_x - x) / (lower - upper))
    found.sort()
    return list(zip(found[::2], found[1::2], strict=True))
