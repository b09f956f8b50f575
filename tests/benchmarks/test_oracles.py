"""The oracle keeps the rate it is set to and is faster the more it knows."""

import numpy as np
import pytest

from benchmarks.oracles import Oracle, limit, oracle, watched_pairs
from benchmarks.simulator import Shift, World

WORLD = World(areas=3, days=190, shift=Shift("dyad", 0.7, on=90))
SEEDS = range(8)


def test_the_rate_by_importance_sampling_is_the_rate_that_is_counted():
    known = oracle(WORLD, range(30))
    threshold = known.threshold(20.0)
    assert known.rate(threshold) == pytest.approx(20.0, rel=0.05)
    assert known.counted_rate(threshold) == pytest.approx(20.0, rel=0.5)


def test_a_rarer_alarm_takes_a_higher_threshold_and_longer():
    known = oracle(WORLD, SEEDS)
    alone, shared = known.threshold(1.0), known.threshold(1 / 100)
    assert shared - alone == pytest.approx(np.log(100), abs=1.0)
    assert np.median(known.delays(alone)) < np.median(known.delays(shared))


def test_an_alarm_before_the_shift_is_no_detection():
    gains = np.array([[5.0, 0.0, -9.0, 2.0, 2.0]])
    known = Oracle(Shift("dyad", 1.0, on=2), gains[:, :2], gains[:, 2:], gains)
    assert known.delays(4.0).tolist() == [3.0]
    assert known.delays(5.0).tolist() == [np.inf]


def test_the_oracle_that_shares_its_budget_shares_it_with_every_unit_and_signifier():
    assert watched_pairs(World(areas=1, regions=1)) * 14 == watched_pairs(World())
    found = limit(WORLD, SEEDS)
    assert found.alone <= found.shared and found.bets == watched_pairs(WORLD)


def test_texts_are_known_by_theme_and_novelty():
    known = oracle(World(areas=2, regions=1, days=120, shift=Shift("new topic", 0.2, on=90)), range(2))
    assert known.before.mean() < 0 < known.after.mean()


def test_a_world_without_a_shift_has_no_oracle():
    with pytest.raises(ValueError, match="choose one of"):
        oracle(World(), SEEDS)
