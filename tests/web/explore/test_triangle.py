"""The picture of a triad, in an SVG's units."""

from dataclasses import replace

import pytest

from narratives.landscape import Contour, Counts, Ellipse, TriadShape, zone_counts
from narratives.selection import zone_cells
from narratives.triangle import cell_of
from web.explore.triangle import (
    PALETTE,
    ZONE_OUTLINES,
    colour_steps,
    dot_at,
    shape_for_script,
    small_picture,
    triangle_picture,
)

GLAD, SAD = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1)


def shape_of(*dots, **changes):
    cells = [0] * 400
    for dot in dots:
        cells[cell_of(dot, 20)] += 1
    mean = tuple(sum(axis) / len(dots) for axis in zip(*dots, strict=True)) if dots else None
    shape = TriadShape(Counts(len(dots), 0, 0), tuple(cells), zone_counts(cells), mean, tuple(dots))
    return replace(shape, **changes)


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
    picture = triangle_picture(shape_of(GLAD, GLAD, SAD))
    assert [(step.label, step.path.count("z")) for step in picture.steps] == [("1", 1), ("2", 1)]


def test_what_is_picked_is_told_apart_and_has_a_line_round_it():
    picture = triangle_picture(shape_of(GLAD, GLAD, SAD), zone_cells("top"))
    assert [bool(step.picked) for step in picture.steps] == [False, True]
    assert picture.picked_dots.count("h0") == 2 and picture.dots.count("h0") == 1
    assert picture.outline.count("M") == 1


def test_stories_that_did_not_place_it_may_be_picked_without_a_line():
    picture = triangle_picture(shape_of(GLAD), frozenset({65_535}))
    assert picture.outline == "" and picture.picked_dots == ""


def test_the_ring_of_the_mean_turns_with_the_page():
    ring = triangle_picture(shape_of(GLAD, region=Ellipse(0.5, 0.0, 0.1, 0.05, 0.5236))).ring
    assert ring is not None
    assert (ring.x, ring.y, ring.rx, ring.ry, ring.angle) == (500, 866, 100, 50, -30)


def test_contours_are_drawn_where_they_are_asked_for():
    line = ((0.5, 0.5, 0.0), (0.5, 0.0, 0.5), (0.0, 0.5, 0.5))
    shape = shape_of(GLAD, contours=(Contour(0.5, (line,)),))
    assert triangle_picture(shape).bands == ()
    (band,) = triangle_picture(shape, bands=True).bands
    assert (band.percent, band.path) == (50, "M250 433l500 0l-250 433")
    assert shape_for_script(shape, "mood")["contours"] == []
    assert shape_for_script(shape, "mood", bands=True)["contours"] == [{"mass": 0.5, "lines": [[*map(list, line)]]}]


def test_a_small_picture_adds_up_four_cells_and_leaves_out_dots():
    picture = small_picture(shape_of((0.83, 0.13, 0.04), (0.83, 0.13, 0.04), (0.87, 0.11, 0.02)))
    assert [step.label for step in picture.steps if step.path] == ["3"]
    assert picture.dots == "" and picture.mean is not None


def test_the_script_gets_the_same_numbers():
    shape = shape_for_script(shape_of(GLAD, GLAD), "mood", zone_cells("top"))
    assert shape["id"] == "mood"
    assert shape["cells"][cell_of(GLAD, 20)] == 2
    assert shape["dots"] == [500, 173, 500, 173]
    assert shape["steps"] == [(1, 1, PALETTE[0]), (2, 2, PALETTE[-1])]
    assert set(shape["picked"]) == zone_cells("top")
    assert shape["picks"] is True


def test_a_dot_lies_under_its_corner():
    assert dot_at((1.0, 0.0, 0.0)) == (50, 0)
    assert dot_at((0.0, 1.0, 0.0)) == (0, 87)
    assert dot_at((0.0, 0.0, 1.0)) == (100, 87)


def test_every_zone_has_an_outline():
    assert all(outline.startswith("M") and outline.endswith("Z") for outline in ZONE_OUTLINES.values())
    assert len(ZONE_OUTLINES) == 7
