from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.triangle import (
    FINE,
    HEIGHT,
    ZONES,
    cell_centroids,
    cell_corners,
    cell_of,
    coarser,
    fine_zones,
    to_xy,
    zone_centroid,
    zone_of,
)


@st.composite
def shares(draw: st.DrawFn) -> tuple[float, float, float]:
    cuts = sorted(draw(st.lists(st.floats(0, 1), min_size=2, max_size=2)))
    return cuts[0], cuts[1] - cuts[0], 1 - cuts[1]


@pytest.mark.parametrize("n", [1, 3, 20, 60, FINE])
def test_the_middle_of_every_cell_lies_in_that_cell(n: int):
    assert [cell_of(middle, n) for middle in cell_centroids(n)] == list(range(n * n))


@given(shares())
def test_every_position_has_a_cell_whose_triangle_holds_it(position):
    corners = cell_corners(20)[cell_of(position, 20)]
    for axis in range(3):
        assert min(c[axis] for c in corners) - 1e-6 <= position[axis] <= max(c[axis] for c in corners) + 1e-6


@pytest.mark.parametrize(("corner", "cell"), [((1, 0, 0), 399), ((0, 1, 0), 0), ((0, 0, 1), 38)])
def test_the_corners_are_the_ends_of_the_grid(corner, cell):
    assert cell_of(corner, 20) == cell


@pytest.mark.parametrize("zone", ZONES)
def test_an_answer_given_by_zone_is_shown_inside_that_zone(zone: str):
    assert zone_of(zone_centroid(zone)) == zone
    assert max(zone_centroid(zone)) < 0.75, "the display point of a list answer never invents an extreme"


@pytest.mark.parametrize(
    ("position", "zone"),
    [
        ((0.6, 0.2, 0.2), "top"),
        ((0.1, 0.3, 0.6), "right"),
        ((0.5, 0.4, 0.1), "top-left"),
        ((0.59, 0.205, 0.205), "centre"),
        ((0.1, 0.45, 0.45), "left-right"),
    ],
)
def test_a_corner_starts_at_three_fifths_and_an_edge_below_a_fifth(position, zone):
    assert zone_of(position) == zone


def test_the_stored_grid_nests_in_the_grid_that_is_shown():
    counts = Counter(coarser(20))
    assert set(counts.values()) == {(FINE // 20) ** 2}


def test_a_grid_that_does_not_nest_is_refused():
    with pytest.raises(ValueError, match="a grid of 7 does not nest"):
        coarser(7)


def test_stored_cells_know_their_zone():
    assert Counter(fine_zones())["top"] == pytest.approx(FINE**2 * 0.16, rel=0.02)


def test_corners_lie_where_the_page_draws_them():
    assert to_xy((0, 1, 0)) == (0, 0)
    assert to_xy((0, 0, 1)) == (1, 0)
    assert to_xy((1, 0, 0)) == (0.5, HEIGHT)
