"""The triangular grid as a graph: its cells, their neighbours, its border, and the waves that heat makes in it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Lattice:
    """A triangular grid with m cells a side.

    `cells` (m * m, 3): vertices of each cell, anticlockwise, cells row by row from the base as they are stored;
    `border` (3 * m, 2): edges of the border, anticlockwise round the triangle; `shares` (vertices, 3);
    `rates`, `modes`: eigenvalues (m * m,) and eigenvectors (m * m, m * m) of the graph of neighbouring cells;
    `to_vertices` (vertices, m * m): means of the cells that touch in a vertex.
    """

    cells: Ints
    border: Ints
    shares: Floats
    rates: Floats
    modes: Floats
    to_vertices: Floats


@lru_cache(maxsize=4)
def lattice_of(grid: int) -> Lattice:
    """The lattice of `grid` cells a side, kept: its waves take half a second to find at 20."""
    cells, shares = _grid(grid)
    neighbours = _neighbours(cells)
    graph = np.zeros((grid * grid, grid * grid))
    graph[neighbours[:, 0], neighbours[:, 1]] = graph[neighbours[:, 1], neighbours[:, 0]] = -1
    graph[np.diag_indices(grid * grid)] = -graph.sum(axis=1)
    rates, modes = np.linalg.eigh(graph)
    touching = np.zeros((len(shares), grid * grid))
    touching[cells.ravel(), np.repeat(np.arange(grid * grid), 3)] = 1
    return Lattice(
        cells, _border(grid), shares, np.maximum(rates, 0.0), modes, touching / touching.sum(axis=1, keepdims=True)
    )


def _grid(grid: int) -> tuple[Ints, Floats]:
    """The cells' vertices (grid * grid, 3), anticlockwise, and the vertices' shares."""
    cells = []
    for row in range(grid):
        for offset in range(2 * (grid - row) - 1):
            place, downward = divmod(offset, 2)
            if downward:
                corners = ((row, place + 1), (row + 1, place + 1), (row + 1, place))
            else:
                corners = ((row, place), (row, place + 1), (row + 1, place))
            cells.append([_vertex(grid, *corner) for corner in corners])
    places = [(row, place) for row in range(grid + 1) for place in range(grid + 1 - row)]
    shares = [(row / grid, (grid - row - place) / grid, place / grid) for row, place in places]
    return np.array(cells, dtype=np.int64), np.array(shares)


def _vertex(grid: int, row: int, place: int) -> int:
    return row * (grid + 1) - row * (row - 1) // 2 + place


def _border(grid: int) -> Ints:
    base = [_vertex(grid, 0, place) for place in range(grid)]
    right = [_vertex(grid, row, grid - row) for row in range(grid)]
    left = [_vertex(grid, row, 0) for row in range(grid, 0, -1)]
    round_trip = np.array([*base, *right, *left], dtype=np.int64)
    return np.stack([round_trip, np.roll(round_trip, -1)], axis=1)


def _neighbours(cells: Ints) -> Ints:
    """Pairs of cells that share an edge (pairs, 2)."""
    edges = np.sort(np.stack([cells, np.roll(cells, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    owner = np.repeat(np.arange(len(cells)), 3)
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    same = (edges[order][1:] == edges[order][:-1]).all(axis=1)
    return np.stack([owner[order][:-1][same], owner[order][1:][same]], axis=1)
