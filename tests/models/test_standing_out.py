"""What marks each of several heaps against the rest."""

import numpy as np
import pytest

from models.comparison import share_difference
from models.standing_out import standing_out


def test_shares_and_intervals_are_those_of_one_heap_against_all_others():
    found = standing_out([[30, 8], [10, 9], [20, 10]], [[50, 40], [60, 45], [90, 50]])
    wanted = share_difference(30, 50, 30, 150)
    assert found.share[0, 0] == 0.6 and found.rest[0, 0] == 0.2
    for name in ("effect", "low", "high"):
        assert getattr(found, name)[0, 0] == pytest.approx(float(getattr(wanted, name)[0]))


def test_with_few_stories_nothing_is_said():
    found = standing_out([[3, 40], [1, 5]], [[9, 60], [9, 60]])
    assert np.isnan(found.q[:, 0]).all() and np.isnan(found.effect[:, 0]).all()
    assert (found.q[:, 1] < 0.05).all()


def test_a_heap_that_nobody_asked_does_no_harm():
    found = standing_out([[0], [20], [40]], [[0], [50], [50]])
    assert np.isnan(found.q[0, 0]) and found.q[1, 0] < 0.05


def test_of_heaps_that_are_alike_at_most_one_table_in_twenty_has_a_mark():
    chance = np.random.default_rng(0)
    asked = np.full((4, 20), 120)
    tables = (standing_out(chance.binomial(asked, 0.3), asked) for _ in range(200))
    assert sum(bool(np.nanmin(found.q) <= 0.05) for found in tables) <= 24
