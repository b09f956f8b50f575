"""The rest of a shape is what would have been found without the part."""

import math
import random

import pytest

from models.centre import mean_region
from narratives.complement import choice_rest, counts_rest, dyad_rest, triad_rest
from narratives.disclosure import DYAD_BINS, GRID
from narratives.landscape import ChoiceShape, Counts, DyadShape, Ellipse, TriadShape, zone_counts
from narratives.triangle import cell_of, to_xy

Z = 1.96


def triad(told):
    cells = [0] * (GRID * GRID)
    for shares in told:
        cells[cell_of(shares, GRID)] += 1
    n = len(told)
    mean = tuple(sum(one[axis] for one in told) / n for axis in range(3))
    points = [to_xy(one) for one in told]
    x, y = (sum(one[axis] for one in points) / n for axis in range(2))
    squares = [sum(one[axis] ** 2 for one in told) for axis in range(3)]
    region = mean_region(n, [one * n for one in mean], squares)
    ellipse = region and Ellipse(x, y, region.major, region.minor, region.angle)
    return TriadShape(Counts(n, 2, 1), tuple(cells), zone_counts(cells), mean, None, ellipse)


def dyad(values):
    bins = [0] * DYAD_BINS
    for value in values:
        bins[int(value * DYAD_BINS)] += 1
    n = len(values)
    mean = sum(values) / n
    half = Z * math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1) / n)
    return DyadShape(Counts(n, 0, 0), tuple(bins), mean, mean - half, mean + half)


def places(seed, n, lean):
    chance = random.Random(seed)
    told = []
    for _ in range(n):
        raw = [chance.gammavariate(one, 1) for one in lean]
        told.append(tuple(value / sum(raw) for value in raw))
    return told


def test_the_rest_of_a_triad_is_the_triad_of_the_others():
    part, others = places(1, 40, (4, 1, 1)), places(2, 160, (1, 2, 1))
    found, direct = triad_rest(triad(part + others), triad(part)), triad(others)
    assert (found.cells, found.zones) == (direct.cells, direct.zones)
    assert found.counts.placed == 160
    assert found.mean == pytest.approx(direct.mean)
    assert found.dots is None, "which dots are whose is not known any more"
    for name in ("x", "y", "major", "minor", "angle"):
        assert getattr(found.region, name) == pytest.approx(getattr(direct.region, name), abs=1e-9), name


def test_the_rest_of_a_dyad_is_the_dyad_of_the_others():
    chance = random.Random(3)
    part, others = [chance.random() for _ in range(30)], [chance.betavariate(2, 5) for _ in range(90)]
    found, direct = dyad_rest(dyad(part + others), dyad(part)), dyad(others)
    assert found.bins == direct.bins
    assert (found.mean, found.low, found.high) == pytest.approx((direct.mean, direct.low, direct.high))


def test_the_rest_of_a_choice_is_the_choice_of_the_others():
    whole, part = ChoiceShape(Counts(9, 1, 0), {"a": 5, "b": 4}), ChoiceShape(Counts(4, 1, 0), {"a": 1, "b": 3})
    assert choice_rest(whole, part) == ChoiceShape(Counts(5, 0, 0), {"a": 4, "b": 1})


def test_nothing_is_left_of_a_part_that_is_everything():
    whole = triad(places(4, 20, (1, 1, 1)))
    found = triad_rest(whole, whole)
    assert found.counts.placed == 0 and found.mean is None and found.region is None
    assert dyad_rest(dyad([0.5, 0.6]), dyad([0.5, 0.6])).mean is None


def test_a_side_too_small_for_a_region_leaves_the_rest_without_one():
    part = triad(places(5, 5, (1, 1, 1)))
    bare = TriadShape(part.counts, part.cells, part.zones, part.mean, None)
    found = triad_rest(triad(places(6, 50, (1, 1, 1))), bare)
    assert found.region is None and found.mean is not None


def test_a_part_too_small_to_have_a_mean_hardly_moves_that_of_the_rest():
    part, whole = triad(places(5, 5, (1, 1, 1))), triad(places(6, 50, (1, 1, 1)))
    found = triad_rest(whole, TriadShape(part.counts, part.cells, part.zones, None, None))
    assert (found.mean, found.region, found.counts.placed) == (pytest.approx(whole.mean), whole.region, 45)
    line = dyad([0.1 * n for n in range(10)] * 3)
    assert dyad_rest(line, DyadShape(Counts(2, 0, 0), dyad([0.1, 0.2]).bins, None)).mean == line.mean
    few = dyad_rest(line, dyad([0.5] * 25))
    assert few.mean is None, "nothing is said of a rest of five stories"


def test_a_story_that_arrives_between_two_readings_makes_no_number_negative():
    assert counts_rest(Counts(3, 0, 1), Counts(4, 1, 1)) == Counts(0, 0, 0)
