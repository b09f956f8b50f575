"""Outlines with fewer points: neighbours stay neighbours, small areas keep their shape."""

from itertools import pairwise
from math import cos, pi, sin

from hypothesis import given
from hypothesis import strategies as st

from narratives.outlines import doubled_area, rewound, simplified

SQUARE = ((0, 0), (0, 100), (100, 100), (100, 0))


def wiggly(start, end, n=40, deep=7):
    """A border of n + 1 points between two places that is anything but straight."""
    (x, y), (to_x, to_y) = start, end
    steps = [(x + (to_x - x) * at / n, y + (to_y - y) * at / n) for at in range(n + 1)]
    bent = [(round(px + deep * sin(at * 1.7)), round(py + deep * cos(at * 2.3))) for at, (px, py) in enumerate(steps)]
    return (start, *bent[1:-1], end)


def circle(n, radius, x=0, y=0):
    return tuple(
        (round(x + radius * cos(2 * pi * at / n)), round(y + radius * sin(2 * pi * at / n))) for at in range(n)
    )


def sides(ring):
    return {frozenset(side) for side in pairwise((*ring, ring[0]))}


def test_a_border_between_two_areas_stays_one_line():
    border = wiggly((1000, 0), (1000, 1000))
    west = ((0, 0), *border, (0, 1000))
    east = (*border[::-1], (2000, 0), (2000, 1000))
    ((left,), (right,)) = simplified([[west], [east]], 24)
    shared = sides(left) & sides(right)
    assert 4 < len(shared) < 40, "thinned, and the same points on both sides"
    assert {(1000, 0), (1000, 1000)} <= set(left) & set(right), "where the border ends, it still ends"
    assert doubled_area(left) + doubled_area(right) != 0
    total = abs(doubled_area(left)) + abs(doubled_area(right))
    assert total == abs(doubled_area(west)) + abs(doubled_area(east)), "no gap, and no land that both have"


def test_an_area_inside_another_fits_its_hole():
    lake = circle(60, 300, 1000, 1000)
    ((outer, hole), (inner,)) = simplified([[((0, 0), (0, 2000), (2000, 2000), (2000, 0)), lake], [lake[::-1]]], 30)
    assert set(hole) == set(inner)
    assert 3 <= len(hole) < 60
    assert len(outer) == 4


def test_about_as_many_points_are_left_as_were_asked_for():
    areas = [[circle(500, 10_000, 30_000 * at)] for at in range(6)]
    left = sum(len(ring) for area in simplified(areas, 240) for ring in area)
    assert 240 <= left <= 270


def test_a_small_area_keeps_as_much_of_its_shape_as_a_large_one():
    ((large,), (small,)) = simplified([[circle(400, 100_000)], [circle(400, 1_000, 500_000)]], 80)
    assert abs(len(large) - len(small)) <= 8


def test_what_matters_least_goes_first():
    spike = ((0, 0), (0, 1000), (480, 1000), (500, 1800), (520, 1000), (900, 1001), (1000, 1000), (1000, 0))
    ((ring,),) = simplified([[spike]], 6)
    assert (500, 1800) in ring
    assert (900, 1001) not in ring


def test_an_islet_goes_and_the_only_island_stays():
    land, islet = circle(100, 10_000), circle(20, 100, 15_000)
    ((kept, gone),) = simplified([[land, islet]], 50)
    assert len(kept) > 10 and gone == ()
    ((alone,),) = simplified([[islet]], 3)
    assert len(alone) >= 3


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=12, unique=True),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 40),
)
def test_any_rings_can_be_thinned(rings, most):
    thinned = simplified([[tuple(ring)] for ring in rings], most)
    for (ring,), (before,) in zip(thinned, [[tuple(ring)] for ring in rings], strict=True):
        assert len(set(ring)) >= 3
        assert set(ring) <= set(before)


def test_a_ring_is_turned_either_way():
    assert doubled_area(SQUARE) < 0, "north is upward: up, then east, is clockwise"
    assert rewound(SQUARE, clockwise=True) == SQUARE
    assert rewound(SQUARE, clockwise=False) == SQUARE[::-1]
    assert rewound(SQUARE[::-1], clockwise=True) == SQUARE


def test_a_border_that_touches_itself_is_thinned_like_any_other():
    bends = [(1000 + at % 2 * 40 + at % 7, at * 10) for at in range(1, 100)]
    knot = [(1000, 1000), (1100, 1050), (1000, 1100), (900, 1050), (1000, 1000)]
    border = ((1000, 0), *bends, *knot, (1000, 2000))
    west, east = ((0, 0), *border, (0, 2000)), (*border[::-1], (2000, 0), (2000, 2000))
    ((left,), (right,)) = simplified([[west], [east]], 40)
    assert set(left) & set(border) == set(right) & set(border)
    assert len(left) < 40
