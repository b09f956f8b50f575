"""Rivals get the same budget of false alarms, and only what a shift moved counts as found."""

import numpy as np
import pytest

from benchmarks.drift_rivals import Rival, ears, ks_distance, windowed
from benchmarks.rival_delays import null_statistics, rival_delay, rung, series, threshold, tuned
from benchmarks.simulator import Shift, World

PLAIN = World(areas=2, regions=1, days=100)
KS = Rival("KS", lambda values, day, days: windowed(ks_distance, 7, values, day, days))
COUNTS = Rival("EARS", lambda counts, day, days: ears(1, counts, day, days), "counts")


def test_after_ringing_it_is_silent_for_four_weeks():
    statistic = np.zeros(60)
    statistic[[3, 10, 31, 32]] = 5.0
    assert np.flatnonzero(rung(statistic, 4.0)).tolist() == [3, 32]


def test_the_threshold_allows_so_many_alarms_and_no_more():
    statistics = [np.array([1.0, 5.0]), np.array([4.0, -np.inf]), np.array([3.0, 2.0])]
    assert threshold(statistics, 1.0) == 4.0
    assert threshold([np.full(3, -np.inf)], 1.0) == -np.inf


def test_a_rival_shown_some_areas_has_their_part_of_the_budget():
    few = Rival("KS", KS.detector, tuned_on=1)
    statistics = [null_statistics(few, PLAIN, 1)]
    rings = sum(int(rung(one, tuned(few, PLAIN, statistics, 20.0)).sum()) for one in statistics[0])
    assert rings == int(20.0 * 70 / 365.25 / 2)


def test_values_are_shown_where_answered_and_counts_for_every_day():
    shown = list(series(PLAIN, 1, KS, [0]))
    assert {"stories", "hot", "triad0:top", "dyad1", "choice3", "theme0"} <= {one.name for one in shown}
    assert all(np.isfinite(one.values).all() and len(one.values) == len(one.day) for one in shown)
    counted = list(series(PLAIN, 1, COUNTS, [1]))
    assert {len(one.values) for one in counted} == {100} and {one.area for one in counted} == {1}


@pytest.mark.parametrize(("kind", "found"), [("dyad", True), ("volume", False)])
def test_an_alarm_counts_where_the_shift_moved_something(kind, found):
    world = World(areas=2, regions=1, days=100, shift=Shift(kind, 3.0 if kind == "dyad" else 1.01, on=60))
    delay = rival_delay(KS, world, 2.5, 1)
    assert np.isfinite(delay) == found and delay >= 1
