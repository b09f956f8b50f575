"""Geometry of a triad: corners, zones and the triangular grid that stories are counted in.

A position is three shares in the order top, left, right that sum to 1. On a page with y upward and
a triangle of unit width, x = right + top / 2 and y = top (times the height of the triangle).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import sqrt

Shares = tuple[float, float, float]

HEIGHT = sqrt(3) / 2
FINE = 240  # cells along a side of the stored grid: 57,600 codes, divisible by every coarser grid shown

ZONES = ("top", "left", "right", "top-left", "top-right", "left-right", "centre")

# Shares are compared with a tolerance so that a point typed as 0.6 is in the corner whatever its rounding.
_SLACK = 1e-9


def zone_of(shares: Shares) -> str:
    """The zone of a position: a corner from a share of 0.6, an edge when the third share is under 0.2."""
    top, left, right = shares
    for name, share in (("top", top), ("left", left), ("right", right)):
        if share >= 0.6 - _SLACK:
            return name
    for name, third in (("top-left", right), ("top-right", left), ("left-right", top)):
        if third < 0.2 - _SLACK:
            return name
    return "centre"


_CENTROIDS: dict[str, Shares] = {
    "top": (11 / 15, 2 / 15, 2 / 15),
    "left": (2 / 15, 11 / 15, 2 / 15),
    "right": (2 / 15, 2 / 15, 11 / 15),
    "top-left": (4 / 9, 4 / 9, 1 / 9),
    "top-right": (4 / 9, 1 / 9, 4 / 9),
    "left-right": (1 / 9, 4 / 9, 4 / 9),
    "centre": (1 / 3, 1 / 3, 1 / 3),
}


def zone_centroid(zone: str) -> Shares:
    """Where an answer given by zone is shown: never a vertex, which would invent an extreme."""
    return _CENTROIDS[zone]


def cell_of(shares: Shares, n: int = FINE) -> int:
    """The cell of a triangular grid with n cells along a side, as 0 .. n*n - 1, row by row from the base."""
    top, left, right = shares
    i = min(int(top * n + _SLACK), n - 1)
    row = n - i
    k = min(int(right * n + _SLACK), row - 1)
    j = int(left * n + _SLACK)
    upward = i + j + k >= n - 1
    start = n * n - row * row
    offset = 2 * k if upward or k >= row - 1 else 2 * k + 1
    return start + min(offset, 2 * row - 2)


@lru_cache(maxsize=16)
def cell_centroids(n: int) -> tuple[Shares, ...]:
    """The middle of each cell of a grid, in the order of `cell_of`."""
    return tuple(
        tuple(sum(corner[axis] for corner in corners) / 3 for axis in range(3))  # type: ignore[misc]
        for corners in _cells(n)
    )


@lru_cache(maxsize=16)
def cell_corners(n: int) -> tuple[tuple[Shares, Shares, Shares], ...]:
    """The three corners of each cell of a grid, in the order of `cell_of`."""
    return tuple(_cells(n))


def _cells(n: int) -> Iterator[tuple[Shares, Shares, Shares]]:
    for i in range(n):
        row = n - i
        for offset in range(2 * row - 1):
            k, downward = divmod(offset, 2)
            if downward:
                points = ((i, k + 1), (i + 1, k), (i + 1, k + 1))
            else:
                points = ((i, k), (i, k + 1), (i + 1, k))
            yield tuple((top / n, (n - top - right) / n, right / n) for top, right in points)  # type: ignore[misc]


@lru_cache(maxsize=16)
def coarser(n: int) -> tuple[int, ...]:
    """For each stored (FINE) cell, the cell of a grid with n cells a side that holds its middle."""
    if FINE % n:
        raise ValueError(f"a grid of {n} does not nest in the stored grid of {FINE}")
    return tuple(cell_of(middle, n) for middle in cell_centroids(FINE))


@lru_cache(maxsize=1)
def fine_zones() -> tuple[str, ...]:
    """For each stored (FINE) cell, its zone."""
    return tuple(zone_of(middle) for middle in cell_centroids(FINE))


def to_xy(shares: Shares) -> tuple[float, float]:
    """Cartesian position in a triangle of unit width: (0, 0) left, (1, 0) right, (0.5, HEIGHT) top."""
    top, _, right = shares
    return right + top / 2, top * HEIGHT
