"""Sets of small triangles as short paths: rows of neighbours in one stroke, and the line round a set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from narratives.triangle import HEIGHT, cell_centroids, cell_of

SIDE = 1000
Size = tuple[float, float]
WHOLE: Size = (SIDE, SIDE * HEIGHT)  # an SVG's units that show the triangle as it is
SMALL: Size = (40, 20)  # as few digits as a thumbnail needs: it is drawn higher than wide
Vertex = tuple[int, int]  # steps from the left along a row, and rows from the base


@lru_cache(maxsize=4)
def places(n: int) -> tuple[tuple[int, int], ...]:
    """For each cell of a grid of n its row from the base and its place in the row; even places point upward."""
    return tuple((row, place) for row in range(n) for place in range(2 * (n - row) - 1))


def cells_path(cells: Iterable[int], n: int, size: Size = WHOLE) -> str:
    """The area of some cells in a triangle of a size; neighbours in a row are drawn as one."""
    return "".join(_run_path(row, first, last, n, size) for row, first, last in _runs(cells, n))


def outline_path(cells: Collection[int], n: int, size: Size = WHOLE) -> str:
    """The line round some cells, straight stretches in one stroke."""
    edges = {edge for cell in cells for edge in _edges(*places(n)[cell])}
    onward: dict[Vertex, list[Vertex]] = {}
    for start, end in sorted(edges):
        if (end, start) not in edges:
            onward.setdefault(start, []).append(end)
    return "".join(_loop_path(loop, n, size) for loop in _loops(onward))


@lru_cache(maxsize=4)
def coarser_cells(n: int, coarse: int) -> tuple[int, ...]:
    """For each cell of a grid of n, the cell of a coarser grid that holds it."""
    return tuple(cell_of(middle, coarse) for middle in cell_centroids(n))


def _runs(cells: Iterable[int], n: int) -> Iterator[tuple[int, int, int]]:
    """Neighbours in a row as (row, first place, last place)."""
    run: tuple[int, int, int] | None = None
    for cell in sorted(cells):
        row, place = places(n)[cell]
        if run and run[0] == row and run[2] == place - 1:
            run = (row, run[1], place)
            continue
        if run:
            yield run
        run = (row, place, place)
    if run:
        yield run


def _run_path(row: int, first: int, last: int, n: int, size: Size) -> str:
    left, right = first // 2, last // 2
    below = _point((left + first % 2, row), n, size), _point((right + 1, row), n, size)
    above = _point((right + last % 2, row + 1), n, size), _point((left, row + 1), n, size)
    along = below[1][0] - below[0][0]
    back = above[1][0] - above[0][0]
    up = f"l{_pair(above[0][0] - below[1][0], above[0][1] - below[1][1])}"
    start = f"M{_pair(*below[0])}" + (f"h{along}" if along else "")
    return start + up + (f"h{back}" if back else "") + "z"


def _edges(row: int, place: int) -> tuple[tuple[Vertex, Vertex], ...]:
    """The sides of a cell, all cells turning the same way, so that a shared side is met once in each direction."""
    k = place // 2
    if place % 2:
        a, b, c = (k + 1, row), (k + 1, row + 1), (k, row + 1)
    else:
        a, b, c = (k, row), (k + 1, row), (k, row + 1)
    return (a, b), (b, c), (c, a)


def _loops(onward: dict[Vertex, list[Vertex]]) -> Iterator[list[Vertex]]:
    while onward:
        start = min(onward)
        loop, at = [start], start
        while at in onward:
            following = onward[at].pop()
            if not onward[at]:
                del onward[at]
            loop.append(following)
            at = following
        yield loop


def _loop_path(loop: list[Vertex], n: int, size: Size) -> str:
    corners = [loop[0]]
    for before, at, after in zip(loop, loop[1:], loop[2:], strict=False):
        if (at[0] - before[0], at[1] - before[1]) != (after[0] - at[0], after[1] - at[1]):
            corners.append(at)
    points = [_point(corner, n, size) for corner in corners]
    steps = [f"l{_pair(x - u, y - v)}" for (u, v), (x, y) in zip(points, points[1:], strict=False)]
    return f"M{_pair(*points[0])}{''.join(steps)}z"


def _pair(x: int, y: int) -> str:
    """Two numbers; a minus tells them apart as well as a space."""
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _point(vertex: Vertex, n: int, size: Size) -> tuple[int, int]:
    along, row = vertex
    return round(size[0] * (along + row / 2) / n), round(size[1] * (n - row) / n)
