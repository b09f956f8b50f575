"""Outlines of areas from the user's own file, with as many points as a picture has room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.boundary_file import BoundaryFile, FileArea, Places, read_boundary_file
from narratives.national_grid import to_wgs84
from narratives.outlines import Point, Ring, rewound, simplified

MOST_POINTS = 24_000  # of a whole file: 361 areas are then some 100 kB of paths
MOST_OF_AN_AREA, LEAST_OF_AN_AREA = 300, 12
MOST_WEIGHED = 1_000_000  # points to choose from: each takes memory while its weight is reckoned
_DEGREES, _METRES = 1_000_000, 10  # whole numbers are millionths of a degree, and tenths of a metre
_COARSER = 2
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Boundary:
    """An area: polygons of rings of (longitude, latitude), the outer ring first and clockwise, then its holes.

    A ring does not repeat its first place at its end.
    """

    code: str
    name: str
    polygons: tuple[tuple[tuple[Place, ...], ...], ...]


def read_boundaries(data: bytes, *, code: str, name: str) -> tuple[Boundary, ...]:
    """The areas of a GeoJSON file, with fewer points; `code` and `name` are the properties that name them.

    Raises BoundaryFileError with every problem and what to do about it.
    """
    return _drawn(read_boundary_file(data, code=code, name=name))


def _drawn(file: BoundaryFile) -> tuple[Boundary, ...]:
    """The areas with as many points as a picture has room for, turned clockwise, in longitude and latitude."""
    # A degree across is shorter than one upward. That does not matter here: all triangles shrink by the same factor.
    unit = _unit(file)
    n = len(file.areas)
    most = min(MOST_OF_AN_AREA * n, max(MOST_POINTS, LEAST_OF_AN_AREA * n))
    thinned = simplified([[_whole(ring, unit) for ring in area.rings] for area in file.areas], most)
    return tuple(
        Boundary(area.code, area.name, _assembled(area, rings, unit, file.on_grid))
        for area, rings in zip(file.areas, thinned, strict=True)
    )


def _unit(file: BoundaryFile) -> float:
    """How many whole numbers go into a metre or a degree: fewer where a file has more points than can be weighed.

    Places that fall together then are the same for both sides of a border, so that none is torn.
    """
    unit = float(_METRES if file.on_grid else _DEGREES)
    rings = [ring for area in file.areas for ring in area.rings]
    left = sum(len(ring) // 2 for ring in rings)
    while left > MOST_WEIGHED and left > 4 * len(rings):
        unit /= _COARSER
        left = sum(_apart(ring, unit) for ring in rings)
    return unit


def _apart(ring: Places, unit: float) -> int:
    """How many places of a ring are another whole number than the one before."""
    found, last_x, last_y = 0, 0, 0
    for x, y in zip(ring[::2], ring[1::2], strict=True):
        whole_x, whole_y = round(x * unit), round(y * unit)
        if whole_x != last_x or whole_y != last_y:
            found, last_x, last_y = found + 1, whole_x, whole_y
    return found


def _whole(ring: Places, unit: float) -> Ring:
    """A ring in whole numbers without what repeats; never of fewer than three points."""
    kept: list[Point] = []
    for x, y in zip(ring[::2], ring[1::2], strict=True):
        point = (round(x * unit), round(y * unit))
        if not kept or point != kept[-1]:
            kept.append(point)
    if len(kept) > 1 and kept[-1] == kept[0]:
        kept.pop()
    if len(set(kept)) >= 3:
        return tuple(kept)
    # Smaller than the smallest unit: an area is not left out for being tiny.
    x, y = kept[0]
    return (x, y), (x + 1, y), (x, y + 1)


def _assembled(
    area: FileArea, rings: Sequence[Ring], unit: float, on_grid: bool
) -> tuple[tuple[tuple[Place, ...], ...], ...]:
    found = []
    rest = iter(rings)
    for polygon in area.polygons:
        outer, *holes = [next(rest) for _ in polygon]
        if outer:
            turned = [rewound(outer, clockwise=True), *(rewound(hole, clockwise=False) for hole in holes if hole)]
            found.append(tuple(tuple(_placed(point, unit, on_grid) for point in ring) for ring in turned))
    return tuple(found)


def _placed(point: Point, unit: float, on_grid: bool) -> Place:
    x, y = point[0] / unit, point[1] / unit
    longitude, latitude = to_wgs84(x, y) if on_grid else (x, y)
    return round(longitude, 6), round(latitude, 6)
