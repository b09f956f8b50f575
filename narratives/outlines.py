"""Outlines of areas with fewer points, without gaps between neighbours.

Rings are cut where they meet others, so that a border between two areas is one line (the topology of TopoJSON,
Bostock 2013). Each line then loses the points that matter least to its shape: those whose triangle with their two
neighbours is smallest (Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", 1993).
What a point matters is reckoned in the size of the smaller area beside it: a ward keeps as much of its shape as a
county, and a map of a few small areas is no cruder than one of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from math import inf

Point = tuple[int, int]
Ring = tuple[Point, ...]
_LEAST_SHARE = 1 / 2_000  # an island or a lake that is smaller against its area is left out


@dataclass(slots=True)
class Line:
    """What lies between two places where rings meet, or a whole ring that meets none.

    `scores` says how much each point between the ends matters; `size` is the smallest area beside the line.
    """

    points: Ring
    size: float = inf
    uses: int = 0
    scores: list[float] = field(default_factory=list)

    @property
    def is_loop(self) -> bool:
        """Whether it is a whole ring."""
        return self.points[0] == self.points[-1]


def doubled_area(ring: Sequence[Point]) -> int:
    """Twice the area inside a ring by the shoelace rule; negative where it turns clockwise."""
    return sum(x * later_y - later_x * y for (x, y), (later_x, later_y) in _sides(ring))


def rewound(ring: Ring, *, clockwise: bool) -> Ring:
    """The same ring in the direction wanted, with north upward."""
    return ring if (doubled_area(ring) < 0) == clockwise else ring[::-1]


def simplified(areas: Sequence[Sequence[Ring]], most: int) -> list[list[Ring]]:
    """Each area's rings with about `most` points in all of them together, an empty ring where one is left out.

    Rings are given without their first point repeated at the end, of whole numbers so that neighbours can be
    recognised by equal points. Every ring that is kept has at least three points.
    """
    junctions = _junctions([ring for area in areas for ring in area])
    lines: dict[Ring, Line] = {}
    cut: list[list[list[tuple[Line, bool]]]] = []
    for area in areas:
        sizes = [abs(doubled_area(ring)) / 2 for ring in area]
        cut.append([_cut(ring, junctions, lines, max(sizes)) for ring in area])
    for line in lines.values():
        line.scores = _scores(line)
    least = _least_score(lines.values(), most)
    kept = {id(line): _kept(line, least) for line in lines.values()}
    return [_area(area, pieces, kept) for area, pieces in zip(areas, cut, strict=True)]


def _area(area: Sequence[Ring], pieces: Sequence[Sequence[tuple[Line, bool]]], kept: dict[int, Ring]) -> list[Ring]:
    biggest = max(range(len(area)), key=lambda place: abs(doubled_area(area[place])))
    return [_joined(found, kept, biggest=place == biggest) for place, found in enumerate(pieces)]


def _sides(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _junctions(rings: Sequence[Ring]) -> set[Point]:
    """The points at which rings come together or part: those that have other neighbours in one than in another.

    A ring that touches itself, as narrow bends do, has no junction there: whoever borders on it touches as well.
    """
    between: dict[Point, tuple[Point, Point]] = {}
    met: dict[Point, dict[int, set[tuple[Point, Point]]]] = {}
    for ring in rings:
        for point, pair in _pairs(ring):
            if between.setdefault(point, pair) != pair:
                met[point] = {}
    for number, ring in enumerate(rings):
        for point, pair in _pairs(ring):
            if point in met:
                met[point].setdefault(number, set()).add(pair)
    return {point for point, seen in met.items() if len(set(map(frozenset, seen.values()))) > 1}


def _pairs(ring: Ring) -> Iterator[tuple[Point, tuple[Point, Point]]]:
    """Each point of a ring with its two neighbours, in no order."""
    before = ring[-1]
    for point, after in _sides(ring):
        yield point, (before, after) if before < after else (after, before)
        before = point


def _cut(ring: Ring, junctions: set[Point], lines: dict[Ring, Line], size: float) -> list[tuple[Line, bool]]:
    """A ring as lines, each with whether it is followed backward; new lines are added to `lines`."""
    starts = [place for place, point in enumerate(ring) if point in junctions]
    first = starts[0] if starts else ring.index(min(ring))
    turned = (*ring[first:], *ring[:first], ring[first])
    ends = [place - first for place in starts[1:]] + [len(ring)]
    pieces = []
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        points = turned[start : end + 1]
        backward = points[::-1] < points
        if backward:
            points = points[::-1]
        line = lines.setdefault(points, Line(points))
        line.size = min(line.size, size)
        line.uses += 1
        pieces.append((line, backward))
    return pieces


def _scores(line: Line) -> list[float]:
    """How much each point between the ends of a line matters, against the smallest area beside it.

    A point never matters less than one that had to go before it, so that any level gives a proper line.
    """
    points = line.points
    last = len(points) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    areas = [inf, *(_triangle(points, place - 1, place, place + 1) for place in range(1, last)), inf]
    waiting = [(areas[place], place) for place in range(1, last)]
    heapify(waiting)
    found, highest = [inf] * (last + 1), 0.0
    while waiting:
        area, place = heappop(waiting)
        if area != areas[place] or found[place] != inf:
            continue
        highest = max(highest, area)
        found[place] = highest / (line.size or 1)
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for beside in (left, right):
            if 0 < beside < last:
                areas[beside] = _triangle(points, before[beside], beside, after[beside])
                heappush(waiting, (areas[beside], beside))
    return found


def _triangle(points: Ring, first: int, second: int, third: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = points[first], points[second], points[third]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _least_score(lines: Iterable[Line], most: int) -> float:
    """The level above which as many points are left as there is room for; a shared line is drawn once a side."""
    scores = sorted(((score, line.uses) for line in lines for score in line.scores if score < inf), reverse=True)
    drawn = 0
    for score, uses in scores:
        drawn += uses
        if drawn > most:
            return score
    return -1.0


def _kept(line: Line, least: float) -> Ring:
    """The points of a line that matter; always enough for an area to lie between this line and another."""
    inner = range(1, len(line.points) - 1)
    always = set(sorted(inner, key=lambda place: -line.scores[place])[: 2 if line.is_loop else 1])
    return tuple(
        point
        for place, point in enumerate(line.points)
        if place not in inner or place in always or line.scores[place] > least
    )


def _joined(pieces: Sequence[tuple[Line, bool]], kept: dict[int, Ring], *, biggest: bool) -> Ring:
    """The ring that its lines make; empty for a small island or lake that nothing else shares."""
    (first, _), *others = pieces
    if (
        not biggest
        and not others
        and first.uses == 1
        and abs(doubled_area(first.points)) / 2 < first.size * _LEAST_SHARE
    ):
        return ()
    ring: list[Point] = []
    for line, backward in pieces:
        points = kept[id(line)]
        ring += (points[::-1] if backward else points)[:-1]
    return tuple(ring)
