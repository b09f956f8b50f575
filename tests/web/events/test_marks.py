from itertools import combinations
from math import hypot

from web.events.marks import RADIUS, marks_of, spread


def test_every_side_has_a_colour_a_shape_and_a_letter_of_its_own():
    marks = list(marks_of([f"side {number}" for number in range(6)]).values())
    for name in ("letter", "colour", "path", "dash"):
        assert len({getattr(mark, name) for mark in marks}) == 6


def test_marks_in_one_spot_are_drawn_apart_and_lead_back_to_it():
    marks = list(marks_of("ABCDEF").values())
    spots = spread([(mark, 500.0, 400.0) for mark in marks])
    assert all(hypot(one.x - two.x, one.y - two.y) >= 2 * RADIUS for one, two in combinations(spots, 2))
    assert all((spot.at_x, spot.at_y) == (500, 400) for spot in spots) and any(spot.is_moved for spot in spots)


def test_marks_that_lie_apart_stay_where_they_are():
    first, second = marks_of("AB").values()
    spots = spread([(first, 100.0, 100.0), (second, 400.0, 100.0)])
    assert not any(spot.is_moved for spot in spots)
