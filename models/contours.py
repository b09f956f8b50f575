"""Contours of a triad: lines that hold so much of its stories and are true at edges and corners as well."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.lattice import Lattice, lattice_of
from models.quantiles import chi_square_tail

LEAST = 10  # stories: of fewer there are dots or cells, and no lines
MASSES = (0.5, 0.75, 0.9)
WIDEST = 1 / sqrt(24)  # widths of the triangle: the spread along an axis of stories that lie evenly all over it
NARROWEST = 0.75  # sides of a cell: narrower than that a density would show cells rather than stories
_BLUR = 0.4  # sides of a cell that a story's own place is spread over when stories are told off against lines
_WAVES, _LEVEL = 9, 0.05
_NOTHING = 1e-30  # a product of two differences of density that are rounding
_LEVELS, _ROUNDS = 24, 3  # levels tried at once, and how often the step between two of them is looked at closer

Shares = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Contour:
    """Closed lines of (top, left, right) that hold a `mass` between 0 and 1; the last point of each is its first."""

    mass: float
    lines: tuple[tuple[Shares, ...], ...]


def contour_lines(counts: ArrayLike, grid: int, masses: tuple[float, ...] = MASSES) -> tuple[Contour, ...]:
    """Lines round the densest parts of a triad that hold half, three quarters and nine tenths of its stories.

    The density is made by `density`. A line follows one level of it; the level is chosen so that the wanted share of
    the stories themselves lies above, each counted as spread over its cell and the next ones (a highest density
    region). Lines come from marching triangles over the corners of the cells and run along the border of the
    triangle where stories lie against it, so each is closed.

    Parameters
    ----------
    counts : array of shape (grid * grid,)
        Stories in each cell, row by row from the base, from left to right.
    grid : int
        Cells along a side.
    masses : tuple of float between 0 and 1

    Returns
    -------
    One `Contour` a mass, in the order of `masses`; none at all of fewer than 10 stories, or where the stories cannot be
    told from an even spread (`is_even`): lines round scatter would look like a finding.

    References
    ----------
    Hyndman (1996), "Computing and graphing highest density regions", The American Statistician 50, 120-126.

    Examples
    --------
    >>> contour_lines([1] * 400, 20)
    ()
    >>> half, *_ = contour_lines([40] + [0] * 399, 20)
    >>> all(left > 0.8 for line in half.lines for _, left, _ in line)
    True
    """
    numbers = _checked(counts, grid)
    n = float(numbers.sum())
    if n < LEAST or is_even(numbers, grid):
        return ()
    lattice = lattice_of(grid)
    heights = lattice.to_vertices @ density(numbers, grid)
    spread = _diffused(numbers / n, lattice, _time(_BLUR / grid, grid))
    corners = np.sort(heights[lattice.cells], axis=1).T
    found = []
    for mass in masses:
        level = _level(corners, spread, mass)
        found.append(Contour(mass, _lines(heights, level, lattice)))
    return tuple(found)


def is_even(counts: ArrayLike, grid: int) -> bool:
    """Whether stories cannot be told from stories that lie evenly all over the triangle, at a level of 5 %.

    Neyman's smooth test with the slowest waves that heat makes in the triangle: of an even spread the squares of their
    nine amplitudes add up to chi-square with 9 degrees of freedom.

    References
    ----------
    Neyman (1937), "Smooth test for goodness of fit", Skandinavisk Aktuarietidskrift 20, 149-199.

    Examples
    --------
    >>> is_even([2] * 400, 20), is_even([40] + [0] * 399, 20)
    (True, False)
    """
    numbers = _checked(counts, grid)
    n = float(numbers.sum())
    if n <= 0:
        return True
    amplitudes = numbers @ lattice_of(grid).modes[:, 1 : 1 + _WAVES] * (grid / sqrt(n))
    return chi_square_tail(float(amplitudes @ amplitudes), _WAVES) > _LEVEL


def density(counts: ArrayLike, grid: int) -> Floats:
    """How densely stories lie in each cell (grid * grid,): shares of them that sum to 1.

    Stories spread as heat does between cells that share an edge, and none leaves the triangle: what a kernel would
    lose over an edge, or log-ratios would heap up at a corner, stays in. Evenly spread stories stay evenly spread.
    How far (a standard deviation along an axis, in widths of the triangle) follows Scott's rule for two dimensions,
    spread * n ** (-1 / 6), where the spread is that of the stories but at most that of stories evenly all over the
    triangle, since heaps in two corners are no wide heap; and never less than three quarters of a cell's side.

    References
    ----------
    Chaudhuri and Marron (2000), "Scale space view of curve estimation", Annals of Statistics 28, and Botev, Grotowski
    and Kroese (2010), "Kernel density estimation via diffusion", Annals of Statistics 38, for heat as a kernel and
    borders that reflect; Scott (1992), Multivariate Density Estimation, for the width.

    Examples
    --------
    >>> bool(np.allclose(density([3] * 16, 4), 1 / 16))
    True
    """
    numbers = _checked(counts, grid)
    lattice = lattice_of(grid)
    n = float(numbers.sum())
    if n <= 0:
        return np.zeros(grid * grid)
    width = max(_spread(numbers, lattice) * n ** (-1 / 6), NARROWEST / grid)
    return _diffused(numbers / n, lattice, _time(width, grid))


def _checked(counts: ArrayLike, grid: int) -> Floats:
    numbers = np.asarray(counts, dtype=np.float64)
    if numbers.shape != (grid * grid,):
        raise ValueError(f"counts have shape {numbers.shape} and need ({grid * grid},)")
    return numbers


def _spread(counts: Floats, lattice: Lattice) -> float:
    middles = lattice.shares[lattice.cells].mean(axis=1)
    mean = counts @ middles / counts.sum()
    # The squared distance in the plane is half that of the three shares, and there are two axes.
    square = counts @ ((middles - mean) ** 2).sum(axis=1) / counts.sum() / 4
    return min(sqrt(square), WIDEST)


def _time(width: float, grid: int) -> float:
    """How long heat takes to spread so far: each cell passes to three neighbours, 1 / (grid * sqrt(3)) away."""
    return 2 * (width * grid) ** 2


def _diffused(shares: Floats, lattice: Lattice, time: float) -> Floats:
    there = lattice.modes @ (np.exp(-time * lattice.rates) * (shares @ lattice.modes))
    return np.maximum(there, 0.0)


def _level(corners: Floats, spread: Floats, mass: float) -> float:
    """The level above which a share `mass` of the stories lies; `corners` (3, cells) of each cell, in order."""
    low, high = float(corners[0].min()), float(corners[2].max())
    for _ in range(_ROUNDS):
        levels = np.linspace(low, high, _LEVELS)
        above = _part_above(corners, levels) @ spread
        # The more stories the lower the level: the last level above which there are still enough.
        last = min(int(np.count_nonzero(above >= mass * spread.sum())), _LEVELS - 1)
        low, high = float(levels[max(last - 1, 0)]), float(levels[last])
    return (low + high) / 2


def _part_above(corners: Floats, levels: Floats) -> Floats:
    """The part (levels, cells) of each cell's area where a plane through its corners' heights lies above a level."""
    first, second, third = corners
    whole, climb, drop = third - first, second - first, third - second
    below = 1 - (levels[:, None] - first) ** 2 * _inverse(whole * climb)
    above = (third - levels[:, None]) ** 2 * _inverse(whole * drop)
    part = np.where(levels[:, None] < second, below, above)
    return np.where(levels[:, None] <= first, 1.0, np.where(levels[:, None] >= third, 0.0, part))


def _inverse(values: Floats) -> Floats:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > _NOTHING)


def _lines(heights: Floats, level: float, lattice: Lattice) -> tuple[tuple[Shares, ...], ...]:
    inside: Bools = heights >= level
    starts, ends = _pieces(inside, lattice)
    points = _points(heights, level, lattice, np.concatenate([starts, ends]))
    size = len(heights)
    following = dict(zip((starts[:, 0] * size + starts[:, 1]).tolist(), range(len(starts)), strict=True))
    to = (ends[:, 0] * size + ends[:, 1]).tolist()
    left = dict.fromkeys(range(len(starts)))
    lines = []
    while left:
        piece = next(iter(left))
        line = []
        while piece in left:
            del left[piece]
            line.append(piece)
            piece = following[to[piece]]
        lines.append(_straightened(points[line]))
    return tuple(line for line in lines if len(line) > 3)


def _pieces(inside: Bools, lattice: Lattice) -> tuple[Ints, Ints]:
    """Where the pieces of the lines start and end, each an edge between two vertices or one vertex twice (p, 2).

    Every piece has the inside at its left, so that pieces join end to start.
    """
    edges = np.stack([lattice.cells, np.roll(lattice.cells, -1, axis=1)], axis=2)
    out = inside[edges[:, :, 0]] & ~inside[edges[:, :, 1]]
    back = ~inside[edges[:, :, 0]] & inside[edges[:, :, 1]]
    # A cell that the line crosses has one edge of each; rows keep the order of the cells.
    starts, ends = [edges[out]], [edges[back]]
    border = lattice.border
    first, second = border.T
    kept = inside[first] | inside[second]
    here = np.where(inside[first][:, None], np.stack([first, first], axis=1), border)
    there = np.where(inside[second][:, None], np.stack([second, second], axis=1), border)
    starts.append(here[kept])
    ends.append(there[kept])
    return np.sort(np.concatenate(starts), axis=1), np.sort(np.concatenate(ends), axis=1)


def _points(heights: Floats, level: float, lattice: Lattice, ends: Ints) -> Floats:
    first, second = ends.T
    rise = heights[second] - heights[first]
    part = np.divide(level - heights[first], rise, out=np.zeros(len(ends)), where=rise != 0)
    start = lattice.shares[first]
    return np.asarray(start + part[:, None] * (lattice.shares[second] - start))


def _straightened(points: Floats) -> tuple[Shares, ...]:
    """The closed line without points between which it does not bend."""
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    bends = np.abs(before[:, 0] * after[:, 2] - before[:, 2] * after[:, 0]) > 1e-9
    kept = points[bends].tolist()
    return tuple((top, left, right) for top, left, right in [*kept, *kept[:1]])
