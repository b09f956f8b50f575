"""The large triad: what is said about its middle."""

from dataclasses import replace

import pytest

from narratives.landscape import Counts, Ellipse, TriadShape, zone_counts
from narratives.triangle import to_xy
from store.release import View
from tests.builders import make_collection, make_framework
from web.explore.filters import Filters
from web.explore.picks import Picks
from web.explore.triad_panel import triad_panel, triad_thumb

FRAMEWORK = make_framework()
(MOOD,) = FRAMEWORK.triads
MEAN = (0.4, 0.3, 0.3)
X, Y = to_xy(MEAN)
SHAPE = TriadShape(Counts(40, 2, 0), (0,) * 400, zone_counts((0,) * 400), MEAN, (), Ellipse(X, Y, 0.1, 0.02, 0.0))
PICKS = Picks(FRAMEWORK, Filters(make_collection(), View(), "", "", "", ()), {})


def apart(shape):
    return triad_panel(MOOD, shape, PICKS, read=None, bands=("?show=contours", False)).apart


def test_two_middles_that_differ_by_more_than_scatter_are_said_to():
    said = apart(replace(SHAPE, centre=(0.1, 0.45, 0.45)))
    assert said.startswith("The two middles lie apart: the average is pulled towards “glad”")


@pytest.mark.parametrize(
    "centre",
    [
        pytest.param(None, id="there is none"),
        pytest.param((0.41, 0.3, 0.29), id="it lies so near that it looks the same"),
        pytest.param((0.4, 0.38, 0.22), id="it lies in the region of the average"),
    ],
)
def test_nothing_is_said_where_they_may_be_the_same(centre):
    assert apart(replace(SHAPE, centre=centre)) == ""


def test_a_turned_region_is_followed():
    upright = replace(SHAPE, region=Ellipse(X, Y, 0.1, 0.02, 1.5708), centre=(0.49, 0.255, 0.255))
    assert apart(upright) == ""
    assert apart(replace(upright, region=Ellipse(X, Y, 0.1, 0.02, 0.0))) != ""


def test_corners_say_what_the_framework_declared_them_to_be():
    panel = triad_panel(MOOD, SHAPE, PICKS, read=None, bands=("", False))
    assert [(corner.label, corner.heat) for corner in panel.corners] == [
        ("glad", "calm"),
        ("sad", "hot"),
        ("cross", "hot"),
    ]


def test_a_thumb_says_how_many_placed_it():
    thumb = triad_thumb(MOOD, SHAPE, PICKS, href="?", current=False)
    assert (thumb.placed, thumb.picked) == (40, False)
