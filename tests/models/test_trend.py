import numpy as np
import pytest

from models.trend import since_then, slope


def test_a_line_is_found_from_its_first_period_to_its_last():
    found = slope([10, 12, 14, 16, 18], [1.0] * 5, freedom=30)
    assert found.points == pytest.approx(8) and found.low > 0


def test_in_series_that_go_nowhere_one_interval_in_twenty_leaves_out_zero():
    chance = np.random.default_rng(0)
    scatter = chance.uniform(50, 200, (2000, 8))
    found = [
        slope(row, variance, 1000) for row, variance in zip(chance.normal(0, np.sqrt(scatter)), scatter, strict=True)
    ]
    assert 0.02 < np.mean([one.low > 0 or one.high < 0 for one in found]) < 0.06


def test_scatter_that_is_known_from_few_periods_makes_it_less_sure():
    few, many = (slope([1, 5, 2, 6, 9], [4.0] * 5, freedom) for freedom in (5, 50))
    assert few.points == many.points and few.high - few.low > many.high - many.low


def test_periods_that_lie_further_off_the_line_than_they_should_widen_the_interval():
    wild, calm = slope([0, 30, 0, 30, 0, 30], [1.0] * 6, 20), slope([0, 1, 0, 1, 0, 1], [1.0] * 6, 20)
    assert wild.high - wild.low > 5 * (calm.high - calm.low)


def test_a_period_with_few_stories_counts_little():
    assert abs(slope([50, 50, 50, 50, 90], [4, 4, 4, 4, 4000.0], 20).points) < 1


def test_gaps_keep_their_place_and_too_few_periods_say_nothing():
    assert slope([0, np.nan, 4, 6, 8, 10], [1.0] * 6, 20).points == pytest.approx(10)
    assert slope([0, np.nan, 4, np.nan, 8, 10], [1.0] * 6, 20) is None


def test_the_same_time_of_another_year_is_compared_with_the_scatter_of_both():
    found = since_then(62.0, 100.0, [50.0, 54.0], [100.0, 100.0], freedom=1000)
    assert found.points == pytest.approx(10)
    assert found.high - found.points == pytest.approx(1.96 * np.sqrt(150), rel=0.01)


def test_without_another_year_there_is_no_comparison():
    assert since_then(62.0, 100.0, [np.nan], [100.0], freedom=10) is None
    assert since_then(np.nan, 100.0, [50.0], [100.0], freedom=10) is None
