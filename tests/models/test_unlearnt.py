import numpy as np
import pytest

from models.unlearnt import Unlearnt

RESTS_ON = 4.0  # stories that the prediction was learnt from: it misses by half a standard deviation


def neighbours(residuals):
    """The mean product of one day's residual with the next day's, over units and days."""
    return float((residuals[1:] * residuals[:-1]).mean())


def residuals(units, days=12, told=1.0):
    """Scores of units whose prediction misses, and what is left of them when the unlearnt ones are heeded."""
    chance = np.random.default_rng(6)
    unlearnt, history = Unlearnt(units, 1), np.full((units, 1), RESTS_ON)
    missed = chance.normal(0, 1 / np.sqrt(RESTS_ON), (units, 1))
    raw, left = np.zeros((2, days, units))
    for day in range(days):
        mean = missed + chance.normal(0, 1 / np.sqrt(told), (units, 1))
        raw[day] = mean[:, 0]
        left[day] = (mean - unlearnt.expected(np.zeros((units, 1)), history))[:, 0]
        unlearnt.add(day, mean * told, np.full((units, 1), told))
    return raw, left


@pytest.mark.parametrize("told", [1.0, 5.0])
def test_a_prediction_that_misses_leaves_residuals_that_have_nothing_in_common(told):
    raw, left = residuals(6_000, told=told)
    assert neighbours(raw) == pytest.approx(1 / RESTS_ON, abs=0.02)
    assert neighbours(left) == pytest.approx(0, abs=0.012)


def test_of_a_well_known_unit_hardly_anything_is_expected_otherwise():
    unlearnt, level = Unlearnt(2, 1), np.zeros((2, 1))
    unlearnt.add(0, np.full((2, 1), 8.0), np.full((2, 1), 10.0))
    found = unlearnt.expected(level, np.array([[10_000.0], [10.0]]))
    np.testing.assert_allclose(found, [[8 / 10_010], [8 / 20]])


def test_what_is_expected_already_is_not_expected_twice():
    unlearnt, level = Unlearnt(1, 1), np.full((1, 1), 0.8)
    unlearnt.add(0, np.full((1, 1), 8.0), np.full((1, 1), 10.0))
    np.testing.assert_allclose(unlearnt.expected(level, np.full((1, 1), 5.0)), 0.8)


def test_a_day_that_was_learnt_from_says_nothing_any_more():
    unlearnt, level = Unlearnt(1, 1), np.zeros((1, 1))
    for day in (20, 34):  # a lag apart: neither takes the other's place
        unlearnt.add(day, np.full((1, 1), float(day)), np.ones((1, 1)))
    unlearnt.drop(20)
    np.testing.assert_allclose(unlearnt.sums[:, 0, 0], [34, 1])
    unlearnt.drop(34)
    assert not unlearnt.expected(level, level).any()


def test_a_unit_can_be_forgotten_without_the_others_and_stays_forgotten_when_its_days_are_learnt():
    unlearnt = Unlearnt(2, 2)
    unlearnt.add(3, np.ones((2, 2)), np.ones((2, 2)))
    unlearnt.forget(np.array([0]), np.array([1]))
    assert unlearnt.sums[0].tolist() == [[1, 0], [1, 1]]
    unlearnt.drop(3)
    assert not unlearnt.sums.any()


def test_a_restored_one_goes_on_and_more_units_begin_with_nothing():
    unlearnt, other = Unlearnt(1, 1), Unlearnt(1, 1)
    unlearnt.add(3, np.ones((1, 1)), np.ones((1, 1)))
    other.restore(unlearnt.state())
    other.extend(2)
    other.drop(3)
    assert unlearnt.sums[0].tolist() == [[1]] and other.sums[0].tolist() == [[0], [0]]
