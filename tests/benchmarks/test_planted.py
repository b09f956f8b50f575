"""The benchmark's truth about a finding."""

import pytest

from benchmarks.detection import streams_and_bins
from benchmarks.planted import Planted
from benchmarks.simulator import FIRST_DAY, Shift, World
from models.findings import Finding

AREA = World(areas=4, regions=2, days=80, shift=Shift("triad", 1.4, on=40))
REGION = World(areas=4, regions=2, days=80, shift=Shift("triad", 1.4, on=40, areas=(0, 2)))
EVERYWHERE = World(areas=4, regions=2, days=80, shift=Shift("triad", 1.4, on=40, areas=(0, 1, 2, 3)))


@pytest.fixture(scope="module")
def planted_in_one_area():
    return Planted(AREA, 1, streams_and_bins)


def _finding(scope="group", unit=0, signifier="triad0", stream="triad0:top", direction="up", level=None):
    on = FIRST_DAY + 45
    return Finding(on, on, "temperature", signifier, stream, direction, level, scope, unit, 9, 9, 1.0, 0.5, 1.5, 3.0)


@pytest.mark.parametrize(
    ("world", "scope", "unit", "touches", "right"),
    [
        (AREA, "group", 0, True, True),
        (AREA, "group", 2, False, False),
        (AREA, "parent", 0, True, False),
        (AREA, "parent", 1, False, False),
        (REGION, "group", 2, True, False),
        (REGION, "parent", 0, True, True),
        (EVERYWHERE, "parent", 1, True, False),
        (EVERYWHERE, "collection", 0, True, True),
    ],
)
def test_a_finding_touches_a_shift_or_names_exactly_its_place(world, scope, unit, touches, right):
    planted, finding = Planted(world, 1, streams_and_bins), _finding(scope, unit)
    assert (planted.touches(finding), planted.right_scope(finding)) == (touches, right)


@pytest.mark.parametrize(
    ("named", "moved", "right"),
    [
        ({}, True, True),
        ({"direction": "down"}, True, False),
        ({"stream": "triad0:left", "direction": "down"}, True, True),
        ({"stream": "triad0:zone", "level": 0}, True, True),
        ({"stream": "triad0:zone", "level": 1}, True, False),
        ({"signifier": "temperature", "stream": "temperature"}, True, True),
        ({"signifier": "pockets", "stream": "triad0:zone&triad1:zone", "level": 6}, True, True),
        ({"signifier": "triad1", "stream": "triad1:top"}, False, False),
        ({"signifier": "volume", "stream": "volume"}, False, False),
    ],
)
def test_signifier_and_direction_are_judged_by_the_same_stories_without_the_shift(
    planted_in_one_area, named, moved, right
):
    finding = _finding(**named)
    assert planted_in_one_area.moved(finding) == moved
    assert planted_in_one_area.right_direction(finding) == right


def test_of_more_stories_only_a_finding_about_volume_is_right():
    planted = Planted(World(areas=4, regions=2, days=80, shift=Shift("volume", 1.8, on=40)), 1, streams_and_bins)
    assert planted.right_direction(_finding(signifier="volume", stream="volume"))
    assert not planted.right_direction(_finding(signifier="volume", stream="volume", direction="down"))
    assert not planted.moved(_finding())


def test_a_world_without_a_shift_has_no_truth():
    with pytest.raises(ValueError, match="choose one of"):
        Planted(World(), 1, streams_and_bins)
