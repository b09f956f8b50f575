import pytest

from narratives.disclosure import GRID, STONE_CELLS
from narratives.landscape import (
    Counts,
    Figures,
    add_frozen,
    choice_shape,
    mean_of,
    stone_zone,
    stones_shape,
    zone_counts,
)
from narratives.selection import zone_cells
from narratives.signifiers import Anchor, Choice, Option, Stones
from narratives.triangle import ZONES

YARD = Stones(
    "yard",
    "Where they lie",
    (Anchor("near", "near"), Anchor("far", "far")),
    (Anchor("low", "low"), Anchor("high", "high")),
    (Option("rake", "the rake"), Option("spade", "the spade")),
)
ROLE = Choice("role", "I am…", (Option("digger", "a digger"), Option("picker", "a picker")))


def test_zones_are_made_of_whole_cells():
    for zone in ZONES:
        cells = [int(cell in zone_cells(zone)) for cell in range(GRID * GRID)]
        counts = zone_counts(cells)
        assert counts.pop(zone) == len(zone_cells(zone)) > 0
        assert set(counts.values()) == {0}


def test_there_is_no_mean_of_nothing():
    assert mean_of(Figures(Counts(0, 3, 1), [0] * 20, [0.0])) is None
    assert mean_of(Figures(Counts(4, 0, 0), [4], [1.0])) == (0.25,)


def test_frozen_sums_add_to_those_of_open_stories():
    opened = Figures(Counts(2, 1, 0, 3), [0, 2], [0.5], [0.3])
    frozen = {"n": 10, "not_applicable": 2, "not_answered": 1, "sum": 4.0, "square": 2.0, "bins": {"0": 7, "1": 3}}
    assert add_frozen(opened, [frozen, frozen]) == Figures(Counts(22, 5, 2, 3), [14, 8], [8.5], [4.3])
    assert add_frozen(opened, [{**frozen, "never_shown": 5}]).counts.never_shown == 8


def test_frozen_options_are_found_by_name():
    frozen = {"n": 10, "not_applicable": 0, "not_answered": 0, "options": {"picker": 10}}
    figures = add_frozen(Figures(Counts(1, 0, 0), [1, 0]), [frozen], ["digger", "picker"])
    assert choice_shape(ROLE, figures).options == {"digger": 1, "picker": 10}


def test_stones_are_counted_one_by_one_and_by_ninths():
    frozen = {"n": 10, "not_applicable": 0, "not_answered": 0, "stones": {"spade": {"0": 9, "99": 1}}}
    opened = Figures(Counts(1, 0, 0), [0] * 44 + [1] + [0] * (2 * STONE_CELLS - 45))
    shape = stones_shape(YARD, add_frozen(opened, [frozen], ["rake", "spade"]), frozenset({44}))
    assert (shape.stones["rake"].n, shape.stones["rake"].zones) == (1, (0, 0, 0, 0, 1, 0, 0, 0, 0))
    assert (shape.stones["spade"].n, shape.stones["spade"].zones) == (10, (9, 0, 0, 0, 0, 0, 0, 0, 1))
    assert shape.picked == {44}


@pytest.mark.parametrize(("cell", "zone"), [(0, 0), (2, 0), (3, 1), (6, 1), (7, 2), (33, 4), (66, 4), (70, 6), (99, 8)])
def test_the_middle_ninths_of_the_square_are_a_little_larger(cell, zone):
    assert stone_zone(cell) == zone
