"""A triad's picture: what marks it has, and what they are called."""

import re
from math import pi

import pytest

from narratives.landscape import Contour, Counts, Ellipse, TriadShape
from narratives.selection import zone_cells
from narratives.triangle import HEIGHT, ZONES
from tests.builders import make_framework
from web.explore.pictures.triad_svg import triad_picture

TRIAD = make_framework().triads[0]
MIDDLE = (1 / 3, 1 / 3, 1 / 3)


def make_shape(**changes) -> TriadShape:
    cells = [0] * 400
    cells[190] = 12
    zones = dict.fromkeys(ZONES, 0) | {"centre": 12}
    facts = {"counts": Counts(12, 1, 0), "cells": tuple(cells), "zones": zones, "mean": None, "dots": None}
    return TriadShape(**(facts | changes))


def keys(shape: TriadShape) -> list[str]:
    return [key.text for key in triad_picture(TRIAD, shape).legend]


def test_only_what_is_drawn_is_in_the_legend():
    assert keys(make_shape())[:2] == ["1 story", "2 stories"]
    assert keys(make_shape())[-1] == "8 to 12 stories"
    shape = make_shape(
        mean=MIDDLE,
        centre=MIDDLE,
        region=Ellipse(0.5, 0.3, 0.1, 0.05, 0.0),
        contours=(Contour(0.5, ((MIDDLE, (0.4, 0.3, 0.3)),)), Contour(0.9, ())),
        dots=(MIDDLE,),
        picked=zone_cells("top"),
    )
    assert keys(shape)[-6:] == [
        "one open story",
        "round the densest 50% and 90%",
        "the average",
        "where it may lie (95%)",
        "the robust centre",
        "picked",
    ]
    assert triad_picture(TRIAD, shape).facts == (
        ("The average", "glad 33%, sad 33%, cross 33%"),
        ("The robust centre", "glad 33%, sad 33%, cross 33%"),
    )


@pytest.mark.parametrize(("angle", "ends"), [(0.0, ((400, 566), (600, 566))), (pi / 2, ((500, 666), (500, 466)))])
def test_the_region_lies_along_its_axis_with_y_upward(angle, ends):
    shape = make_shape(mean=MIDDLE, region=Ellipse(0.5, HEIGHT - 0.566, 0.1, 0.05, angle))
    (path,) = [one.d for one in triad_picture(TRIAD, shape).shapes if one.d.count("a100 50") == 2]
    start = [float(number) for number in re.findall(r"-?[\d.]+", path)[:2]]
    assert start in ([*map(float, ends[0])], [*map(float, ends[1])])


def test_the_rows_of_what_is_picked_say_so():
    rows = triad_picture(TRIAD, make_shape(picked=zone_cells("top"))).rows
    assert [row.place for row in rows[:7] if row.picked] == ["top"]
    assert sum(row.picked for row in rows[7:]) == len(zone_cells("top"))
