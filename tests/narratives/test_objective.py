from dataclasses import replace
from datetime import date

import pytest

from narratives.objective import Direction, Objective, Reading, Standing, baseline_of, judge

DUE = date(2026, 12, 31)
GROWS = Objective("o1", "plot", "More say", "Why", "say", "high", Direction.MORE, 0.2, "a survey", 0.5, DUE)
SHRINKS = replace(GROWS, direction=Direction.LESS, baseline=0.4, target=0.1)


def reading(share, low, high, **changes):
    return replace(Reading(1, date(2026, 1, 1), date(2026, 4, 1), 100, share, low, high), **changes)


def standings(objective, *readings):
    return [one.standing for one in judge(objective, readings)]


@pytest.mark.parametrize(
    ("share", "low", "high", "standing"),
    [
        (0.25, 0.18, 0.33, Standing.UNCLEAR),
        (0.35, 0.27, 0.44, Standing.TOWARDS),
        (0.55, 0.46, 0.64, Standing.TOWARDS),
        (0.62, 0.52, 0.71, Standing.REACHED),
        (0.09, 0.05, 0.16, Standing.AWAY),
    ],
)
def test_a_reading_says_only_what_its_interval_allows(share, low, high, standing):
    assert standings(GROWS, reading(share, low, high)) == [standing]


def test_where_fewer_are_wanted_the_sides_are_the_other_way_round():
    assert standings(SHRINKS, reading(0.25, 0.18, 0.33)) == [Standing.TOWARDS]
    assert standings(SHRINKS, reading(0.55, 0.46, 0.64)) == [Standing.AWAY]
    assert standings(SHRINKS, reading(0.05, 0.02, 0.09)) == [Standing.REACHED]


def test_fewer_than_k_can_reach_a_target_and_never_leave_the_baseline_untold():
    below = reading(None, 0.0, 0.08, is_below=True)
    assert standings(SHRINKS, below) == [Standing.REACHED]
    assert standings(replace(SHRINKS, target=0.02), below) == [Standing.TOWARDS]


def test_what_is_not_told_says_nothing():
    assert standings(GROWS, reading(None, 0.0, 1.0)) == [Standing.UNTOLD]


def test_without_a_baseline_the_first_reading_that_is_told_is_one():
    unsaid = replace(GROWS, baseline=None)
    told = [reading(None, 0.0, 1.0), reading(0.2, 0.13, 0.29), reading(0.3, 0.22, 0.4), reading(0.4, 0.31, 0.5)]
    assert standings(unsaid, *told) == [Standing.UNTOLD, Standing.BASELINE, Standing.UNCLEAR, Standing.TOWARDS]
    assert baseline_of(unsaid, told) == 0.2 and baseline_of(unsaid, ()) is None and baseline_of(GROWS, told) == 0.2


def test_two_readings_are_held_against_each_other_with_the_scatter_of_both():
    """56 of 70 and 48 of 80: Newcombe's (1998) own example of his method 10, 0.0524 to 0.3339."""
    first, then = reading(0.6, 0.4904, 0.7004), reading(0.8, 0.6918, 0.8763)
    assert standings(replace(GROWS, baseline=None, target=0.95), first, then) == [Standing.BASELINE, Standing.TOWARDS]
    near = reading(0.75, 0.6366, 0.8369)
    assert standings(replace(GROWS, baseline=None, target=0.95), first, near)[1] is Standing.UNCLEAR


def test_below_k_is_held_against_a_first_reading_at_its_worst():
    first, below = reading(0.5, 0.4, 0.6), reading(None, 0.0, 0.08, is_below=True)
    assert standings(replace(SHRINKS, baseline=None, target=0.01), first, below)[1] is Standing.TOWARDS
