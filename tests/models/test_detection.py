"""A small, seeded piece of benchmarks/detection.py: does the monitor keep its promise, and does it find anything?

The everyday tests take seconds; the nightly ones take minutes and say more.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import poisson

from benchmarks.detection import HORIZON, SHARES, delays, detection, false_alarms
from benchmarks.simulator import Shift, World

WATCHED = ("answers", "arrivals")
WATCHED_SHARE = sum(SHARES[which] for which in WATCHED)
SURE = 0.999  # a monitor that just keeps its promise fails once in a thousand
CALM = World(areas=3, rate=4.0, days=120, half=60, regions=1)
OTHERS = replace(CALM, mix_reversed=True, mode_changes=True, rate_doubles=True)
LARGE = World(areas=6, days=240, half=110)


def most(budget, years, watched=WATCHED_SHARE):
    """How many false alarms a monitor that keeps its promise hardly ever exceeds."""
    return int(poisson.ppf(SURE, budget * watched * years))


@pytest.mark.parametrize(
    ("world", "seeds"),
    [(CALM, (1, 2)), pytest.param(OTHERS, (3,), marks=pytest.mark.slow)],
    ids=["plain", "others, ways and rates"],
)
@pytest.mark.slow
def test_at_a_high_budget_false_alarms_stay_within_the_promise(world, seeds):
    run = false_alarms(world, seeds, budget=20.0, watched=WATCHED)
    assert run.years == pytest.approx(len(seeds) * 90 / 365.25)
    assert run.alarms <= most(20.0, run.years)


def test_the_bound_is_tight_enough_to_catch_a_monitor_that_rings_four_times_too_often():
    years = 2 * 90 / 365.25
    assert poisson.cdf(most(20.0, years), 4 * 20.0 * WATCHED_SHARE * years) < 0.01


def test_a_clear_shift_in_one_area_is_found_there_within_three_weeks():
    found = detection(replace(CALM, days=90, shift=Shift("triad", 1.4, on=60)), 5, watched=("answers",))
    assert found.delay is not None and found.delay <= 21
    assert found.scope and found.signifier and found.direction and abs(found.onset_error) <= 14


def test_twice_as_many_stories_of_one_area_are_found_as_such_within_three_weeks():
    found = detection(replace(CALM, days=90, shift=Shift("volume", 2.0, on=60)), 5, watched=("arrivals",))
    assert found.delay is not None and found.delay <= 21 and found.placed


@pytest.mark.nightly
@pytest.mark.parametrize("budget", [3.0, 10.0])
@pytest.mark.parametrize(
    "world",
    [
        LARGE,
        replace(LARGE, mix_reversed=True, mode_changes=True, rate_doubles=True),
        replace(LARGE, day_effect=0.3),
        replace(LARGE, prolific=True),
        replace(LARGE, areas=1, regions=1),
        replace(LARGE, rate=1.0),
    ],
    ids=["plain", "others, ways and rates", "days with moods", "one prolific teller", "one area", "one story a day"],
)
def test_whatever_else_changes_false_alarms_stay_within_the_promise(world, budget):
    run = false_alarms(world, range(100, 106), budget=budget, watched=WATCHED)
    assert run.alarms <= most(budget, run.years)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("shift", "watched", "days"),
    [
        (Shift("triad", 1.4), ("answers",), 10),
        (Shift("triad", 0.7), ("answers",), 45),
        (Shift("hot", 0.5, areas=(0, 3)), ("answers",), 30),
        (Shift("dyad", 1.0), ("answers",), 30),
        (Shift("triad", 0.5, areas=tuple(range(6))), ("answers",), 30),
        (Shift("volume", 1.8), ("arrivals",), 40),
    ],
    ids=["area 1.4", "area 0.7", "region hot", "dyad", "whole", "volume"],
)
def test_what_truly_changed_is_found_in_the_median_within_days(shift, watched, days):
    run = delays(replace(LARGE, days=90 + HORIZON, shift=shift), range(1_000, 1_005), watched=watched)
    assert run.median <= days and run.missed <= 0.2
    assert np.nan_to_num(run.share("scope")) >= 0.6
