import numpy as np
import pytest

from models.budget import CALIBRATION, bet_slices, scope_shares, signifier_shares, thresholds
from models.streams import Stream, dyad_stream, hot_stream, triad_streams


def test_scope_shares_add_up_to_one_whatever_exists():
    for groups, parents in ((1, 0), (1, 1), (8, 0), (8, 3)):
        assert sum(scope_shares(groups, parents).values()) == pytest.approx(1)
    assert scope_shares(8, 3)["group"] == pytest.approx(0.5)


def test_the_temperature_gets_three_times_the_budget_of_another_signifier():
    names, shares = signifier_shares([dyad_stream("safe"), hot_stream()], volume=True)
    assert names == ["safe", "temperature", "volume"]
    np.testing.assert_allclose(shares, [0.2, 0.6, 0.2])


def test_a_signifier_with_two_weights_is_refused_by_name():
    with pytest.raises(ValueError, match="'a' have different weights: give them one"):
        signifier_shares([Stream("x", "a", "ordered", 3), Stream("y", "a", "ordered", 3, weight=2)], volume=False)


def test_the_slices_of_all_bets_spend_the_budget_exactly_once():
    streams = [*triad_streams("t", "abc"), dyad_stream("d")]
    _, shares = signifier_shares(streams, volume=False)
    assert bet_slices(np.array([0] * 18 + [1] * 6), shares).sum() == pytest.approx(1)


def test_at_its_threshold_a_bet_alarms_as_often_as_its_slice_allows():
    h = thresholds(np.array([0.01]), np.array([[0.04]]), 18_250)
    assert CALIBRATION * 0.04 * 18_250 * np.exp(-h[0, 0]) == pytest.approx(0.01)


def test_a_larger_budget_never_raises_a_threshold():
    renewal = np.array([[0.04]])
    assert thresholds(np.array([0.1]), renewal, 5000) < thresholds(np.array([0.01]), renewal, 5000)
