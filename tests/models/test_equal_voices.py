import numpy as np
import pytest

from models.equal_voices import beyond, equal_mean


def test_a_mean_over_organisations_does_not_know_how_many_answered():
    found = equal_mean([0.1, 0.3, 0.5], [20, 90_000, 500])
    assert found.share == pytest.approx(0.3)
    assert (found.low, found.high) == pytest.approx((0.0, 0.7968), abs=1e-4)


def test_fewer_than_three_organisations_have_no_mean():
    with pytest.raises(ValueError, match="a mean of 2 organisations is not told; it takes 3"):
        equal_mean([0.1, 0.3], [50, 50])
    with pytest.raises(ValueError, match="1 others are too few"):
        beyond(0.5, 100, [0.4], 0.95)


def test_the_interval_holds_the_mean_of_all_organisations_as_often_as_it_says():
    chance = np.random.default_rng(7)
    held = sum(
        found.low <= 0.5 <= found.high
        for found in (equal_mean(chance.normal(0.5, 0.06, 6).tolist(), [10_000] * 6) for _ in range(2000))
    )
    assert 0.93 <= held / 2000 <= 0.97


def test_nothing_is_called_where_nothing_differs_however_many_answer_at_one():
    chance = np.random.default_rng(8)
    called = 0
    for _ in range(2000):
        truths = chance.normal(0.4, 0.0001, 6)
        shares = (chance.binomial(400, truths) / 400).tolist()
        found = beyond(shares[0], 400, shares[1:], 0.95)
        called += found.low > 0 or found.high < 0
    assert called / 2000 <= 0.06


def test_one_that_lies_far_from_all_others_is_called():
    found = beyond(0.9, 500, [0.3, 0.32, 0.31, 0.29, 0.33], 0.99)
    assert found.share == pytest.approx(0.59)
    assert 0 < found.low < 0.59 < found.high <= 1


def test_a_share_of_all_answers_scatters_too():
    found = beyond(1.0, 10, [1.0, 1.0, 1.0], 0.95)
    assert found.low < 0 < found.high


def test_organisations_that_happen_to_agree_are_as_unsure_as_their_answers():
    found = equal_mean([1.0, 1.0, 1.0], [30, 30, 900])
    assert found.low == pytest.approx(0.93, abs=0.02) and found.high == 1.0
    assert equal_mean([1.0, 1.0, 1.0], [3000, 3000, 3000]).low > found.low
