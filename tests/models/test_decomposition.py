import numpy as np
import pytest
from scipy.stats import ttest_ind

from models.decomposition import decompose


def test_the_parts_of_a_change_add_up_to_it():
    chance = np.random.default_rng(0)
    change = decompose(
        chance.normal(size=(40, 3)),
        chance.integers(0, 4, 40),
        chance.normal(0.3, 1, size=(60, 3)),
        chance.integers(0, 4, 60),
    )
    assert change.by_signifier.sum() == pytest.approx(change.total)
    assert change.mix + change.placements == pytest.approx(change.total)


def test_other_people_with_the_same_minds_are_mix():
    before, after = np.array([[0.0]] * 9 + [[1.0]]), np.array([[0.0]] + [[1.0]] * 9)
    change = decompose(before, [0] * 9 + [1], after, [0] + [1] * 9)
    assert change.mix == pytest.approx(0.8) and change.placements == pytest.approx(0)


def test_the_same_people_with_other_minds_are_placements():
    change = decompose(np.zeros((4, 1)), [0, 0, 1, 1], np.full((4, 1), 0.5), [0, 0, 1, 1])
    assert change.placements == pytest.approx(0.5) and change.mix == pytest.approx(0)


def test_people_met_on_one_side_only_are_mix():
    change = decompose(np.zeros((2, 1)), [0, 0], np.ones((2, 1)), [1, 1])
    assert change.mix == pytest.approx(1) and change.placements == pytest.approx(0)


def test_nothing_is_compared_with_no_stories():
    with pytest.raises(ValueError, match="a change needs stories on both sides"):
        decompose(np.zeros((0, 1)), [], np.ones((2, 1)), [1, 1])


def test_the_interval_of_a_change_is_welchs():
    chance = np.random.default_rng(3)
    before, after = chance.normal(0, 1, 30), chance.normal(0.5, 2, 90)
    change = decompose(before[:, None], np.zeros(30, int), after[:, None], np.zeros(90, int))
    peer = ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert (change.low, change.high) == pytest.approx((peer.low, peer.high))


def test_a_side_of_one_story_has_no_interval_and_stories_that_agree_have_a_point():
    alone = decompose([[0.0]], [0], [[1.0], [0.5]], [0, 0])
    assert np.isnan(alone.low) and np.isnan(alone.high)
    agreed = decompose([[0.2]] * 3, [0] * 3, [[0.7]] * 3, [0] * 3)
    assert (agreed.low, agreed.high) == pytest.approx((0.5, 0.5))
