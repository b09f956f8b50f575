"""Sets of small triangles as paths."""

import re

import pytest

from narratives.selection import zone_cells
from web.explore.lattice import SIDE, cells_path, coarser_cells, outline_path, places


def polygons(path):
    """The corners of each closed part of a path."""
    found = []
    for part in path.split("z")[:-1]:
        x = y = 0
        corners = []
        for command, numbers in re.findall(r"([Mhl])([-\d ]+)", part):
            values = [int(one) for one in re.findall(r"-?\d+", numbers)]
            if command == "M":
                x, y = values
            elif command == "h":
                x += values[0]
            else:
                x, y = x + values[0], y + values[1]
            corners.append((x, y))
        found.append(corners)
    return found


def area(path):
    total = 0.0
    for corners in polygons(path):
        following = corners[1:] + corners[:1]
        total += abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, following, strict=True))) / 2
    return total


WHOLE = SIDE * 866 / 2


@pytest.mark.parametrize("cells", [range(400), range(39), range(3, 20, 2), [0], [1], [399], [5, 6, 7, 60, 61]])
def test_a_path_covers_just_its_cells(cells):
    assert area(cells_path(cells, 20)) == pytest.approx(WHOLE * len(list(cells)) / 400, rel=0.03)


def test_neighbours_in_a_row_are_one_stroke():
    assert cells_path(range(39), 20).count("M") == 1
    assert cells_path(range(0, 39, 2), 20).count("M") == 20


def test_the_line_round_everything_is_the_triangle():
    assert outline_path(range(400), 20).count("M") == 1
    assert len(polygons(outline_path(range(400), 20))[0]) <= 4


@pytest.mark.parametrize("zone", ["top", "left-right", "centre"])
def test_the_line_round_a_zone_encloses_it(zone):
    cells = zone_cells(zone)
    assert area(outline_path(cells, 20)) == pytest.approx(WHOLE * len(cells) / 400, rel=0.02)


def test_places_that_do_not_touch_have_a_line_each():
    assert outline_path({0, 200}, 20).count("M") == 2
    assert outline_path(frozenset(), 20) == ""


def test_a_coarser_cell_holds_four():
    held = coarser_cells(20, 10)
    assert len(held) == 400
    assert {held.count(cell) for cell in set(held)} == {4}


def test_every_cell_has_a_place():
    assert len(places(20)) == 400
    assert places(20)[0] == (0, 0) and places(20)[399] == (19, 0)
