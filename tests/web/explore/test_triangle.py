"""The picture of a triad, in an SVG's units."""

import pytest

from narratives.codes import pack
from narratives.landscape import triad_shape
from narratives.triangle import cell_of
from tests.builders import make_answers, make_framework
from web.explore.triangle import PALETTE, ZONE_OUTLINES, colour_steps, dot_at, shape_for_script, triangle_picture

GLAD = (0.8, 0.1, 0.1)


def shape_of(*places):
    codes = [int.from_bytes(pack(make_framework(), make_answers(place))[:2], "little") for place in places]
    return triad_shape(codes, [], 2000)


@pytest.mark.parametrize("most", [1, 2, 3, 6, 7, 22, 100, 5000, 1_000_000])
def test_colour_steps_leave_no_number_out_and_grow_darker(most):
    steps = colour_steps(most)
    assert len(steps) <= len(PALETTE)
    assert steps[0][0] == 1 and steps[-1][1] == most
    assert all(low <= high for low, high, _ in steps)
    assert all(after[0] == before[1] + 1 for before, after in zip(steps, steps[1:], strict=False))
    places = [PALETTE.index(colour) for _, _, colour in steps]
    assert places == sorted(set(places))


def test_nothing_told_needs_no_colour():
    assert colour_steps(0) == []
    picture = triangle_picture(shape_of())
    assert picture.steps == () and picture.mean is None and picture.dots == ""


def test_each_told_cell_is_drawn_once_in_its_colour():
    picture = triangle_picture(shape_of(GLAD, GLAD, (0.1, 0.8, 0.1)))
    assert [(step.label, step.path.count("Z")) for step in picture.steps] == [("1", 1), ("2", 1)]


def test_the_script_gets_the_same_numbers():
    shape = shape_for_script(shape_of(GLAD, GLAD))
    assert shape["cells"][cell_of(GLAD, 20)] == 2
    assert len(shape["dots"]) == 2
    assert shape["steps"] == [(1, 1, PALETTE[0]), (2, 2, PALETTE[-1])]


def test_a_dot_lies_under_its_corner():
    assert dot_at((1.0, 0.0, 0.0)) == (50, 0)
    assert dot_at((0.0, 1.0, 0.0)) == (0, 87)
    assert dot_at((0.0, 0.0, 1.0)) == (100, 87)


def test_every_zone_has_an_outline():
    assert all(outline.startswith("M") and outline.endswith("Z") for outline in ZONE_OUTLINES.values())
    assert len(ZONE_OUTLINES) == 7
