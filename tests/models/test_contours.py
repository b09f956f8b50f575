import time

import numpy as np
import pytest

from models.contours import contour_lines, density
from models.lattice import lattice_of
from narratives.triangle import cell_centroids, cell_of, to_xy

GRID = 20
CELLS = GRID * GRID
MIDDLES = np.array(cell_centroids(GRID))


def counted(shares):
    return np.bincount([cell_of(tuple(one), GRID) for one in shares], minlength=CELLS)


def inside(shares, contour):
    """Which points an odd number of the contour's lines goes round."""
    points = np.array([to_xy(tuple(one)) for one in shares])
    found = np.zeros(len(points), dtype=bool)
    for line in contour.lines:
        corners = [to_xy(one) for one in line]
        for (x0, y0), (x1, y1) in zip(corners, corners[1:], strict=False):
            if y0 != y1:
                crosses = (y0 > points[:, 1]) != (y1 > points[:, 1])
                found ^= crosses & (points[:, 0] < x0 + (points[:, 1] - y0) / (y1 - y0) * (x1 - x0))
    return found


def test_no_story_leaves_the_triangle():
    counts = np.random.default_rng(1).poisson(0.2, CELLS)
    assert density(counts, GRID).sum() == pytest.approx(1)


def test_stories_all_over_the_triangle_heap_up_at_no_edge_and_no_corner():
    chance = np.random.default_rng(2)
    lattice = lattice_of(GRID)
    heights = sum(
        lattice.to_vertices @ density(chance.multinomial(100, np.full(CELLS, 1 / CELLS)), GRID) for _ in range(400)
    )
    heights = heights / heights.mean()
    smallest, largest = lattice.shares.min(axis=1), lattice.shares.max(axis=1)
    assert heights[smallest == 0].mean() == pytest.approx(1, abs=0.02)
    assert heights[largest == 1].mean() == pytest.approx(1, abs=0.05)
    assert heights[smallest > 0.1].mean() == pytest.approx(1, abs=0.02)


def test_evenly_spread_stories_have_no_lines():
    assert contour_lines(np.full(CELLS, 7), GRID) == ()


def test_scatter_has_no_lines_and_a_tendency_has():
    chance = np.random.default_rng(7)
    scatter = [contour_lines(counted(chance.dirichlet([1, 1, 1], 50)), GRID) for _ in range(100)]
    assert sum(map(bool, scatter)) <= 11, "five of a hundred in the long run"
    tendency = [contour_lines(counted(chance.dirichlet([2, 2, 2], 50)), GRID) for _ in range(30)]
    assert sum(map(bool, tendency)) >= 20


def test_few_stories_have_no_lines():
    counts = np.zeros(CELLS)
    counts[50] = 9
    assert contour_lines(counts, GRID) == ()
    counts[51] = 1
    assert len(contour_lines(counts, GRID)) == 3


@pytest.mark.parametrize("corner", [0, 1, 2])
def test_a_heap_in_a_corner_has_its_line_round_the_corner_along_both_borders(corner):
    weights = np.ones(3)
    weights[corner] = 25
    shares = np.random.default_rng(3).dirichlet(weights, 200)
    half = contour_lines(counted(shares), GRID)[0]
    (line,) = half.lines
    vertex = tuple(1.0 if axis == corner else 0.0 for axis in range(3))
    assert vertex in [tuple(round(share, 9) for share in point) for point in line]
    assert all(point[corner] > 0.85 for point in line)


@pytest.mark.parametrize(
    ("weights", "n"), [((2, 1, 1), 100), ((8, 1, 1), 300), ((0.3, 0.3, 0.3), 1_000), ((3, 3, 6), 150)]
)
def test_each_line_holds_the_stories_it_says(weights, n):
    shares = np.random.default_rng(4).dirichlet(weights, n)
    for contour in contour_lines(counted(shares), GRID):
        assert inside(shares, contour).mean() == pytest.approx(contour.mass, abs=0.06)


def test_wider_lines_go_round_narrower_ones_and_every_line_is_closed_inside_the_triangle():
    shares = np.random.default_rng(5).dirichlet([0.6, 0.6, 0.6], 500)
    found = contour_lines(counted(shares), GRID)
    held = [inside(MIDDLES, contour) for contour in found]
    assert [contour.mass for contour in found] == [0.5, 0.75, 0.9]
    assert (held[0] <= held[1]).all() and (held[1] <= held[2]).all()
    for contour in found:
        for line in contour.lines:
            assert line[0] == line[-1] and len(line) > 3
            assert np.min(line) >= -1e-9 and np.allclose(np.sum(line, axis=1), 1)


def test_two_heaps_get_a_line_each():
    counts = np.zeros(CELLS)
    counts[[cell_of((0.9, 0.05, 0.05), GRID), cell_of((0.05, 0.05, 0.9), GRID)]] = 50
    assert len(contour_lines(counts, GRID)[0].lines) == 2


def test_a_hole_in_the_middle_stays_outside():
    counts = np.where(MIDDLES.max(axis=1) > 0.55, 5, 0)
    widest = contour_lines(counts, GRID)[-1]
    assert not inside([(1 / 3, 1 / 3, 1 / 3)], widest)[0]


def test_counts_of_another_grid_are_refused():
    with pytest.raises(ValueError, match=r"shape \(16,\) and need \(400,\)"):
        contour_lines(np.ones(16), GRID)


def test_the_lines_of_a_triad_take_milliseconds():
    counts = counted(np.random.default_rng(6).dirichlet([0.5, 0.5, 0.5], 2_000))
    contour_lines(counts, GRID)
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        contour_lines(counts, GRID)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.015, "5 ms on a quiet machine"
