import numpy as np
import pytest

from models.bets import BetBook
from models.budget import bet_slices, scope_shares, signifier_shares, thresholds
from models.streams import Stream, dyad_streams, hot_stream, triad_streams


def test_scope_shares_add_up_to_one_whatever_exists():
    for groups, parents in ((1, 0), (1, 1), (8, 0), (8, 3)):
        assert sum(scope_shares(groups, parents).values()) == pytest.approx(1)
    assert scope_shares(8, 3)["group"] == pytest.approx(0.5)


def test_the_temperature_gets_three_times_the_budget_of_another_signifier():
    names, shares = signifier_shares([*dyad_streams("safe"), hot_stream()], volume=True)
    assert names == ["safe", "temperature", "volume"]
    np.testing.assert_allclose(shares, [0.2, 0.6, 0.2])


def test_a_signifier_with_two_weights_is_refused_by_name():
    with pytest.raises(ValueError, match="'a' have different weights: give them one"):
        signifier_shares([Stream("x", "a", "ordered", 3), Stream("y", "a", "ordered", 3, weight=2)], volume=False)


def test_the_slices_of_all_bets_spend_the_budget_exactly_once():
    streams = [*triad_streams("t", "abc"), *dyad_streams("d"), hot_stream()]
    book = BetBook(streams)
    names, shares = signifier_shares(streams, volume=False)
    of_bet = np.array([names.index(streams[s].signifier) for s in book.stream])
    slices = bet_slices(of_bet, book.share, shares)
    assert slices.sum() == pytest.approx(1) and slices.min() > 0
    np.testing.assert_allclose(np.bincount(of_bet, weights=slices), shares)


def test_a_signifiers_part_is_divided_in_proportion_and_whatever_the_unit_of_the_parts():
    of_bet, shares = np.array([0, 0, 0, 1]), np.array([0.6, 0.4])
    for unit in (1.0, 7.0):
        slices = bet_slices(of_bet, unit * np.array([1.0, 1.0, 2.0, 5.0]), shares)
        np.testing.assert_allclose(slices, [0.15, 0.15, 0.3, 0.4])


def test_at_its_threshold_a_bet_alarms_as_often_as_its_slice_allows():
    h = thresholds(np.array([0.01]), np.array([[0.04]]), 18_250)
    assert 0.04 * 18_250 * np.exp(-h[0, 0]) == pytest.approx(0.01)


def test_a_larger_budget_never_raises_a_threshold():
    renewal = np.array([[0.04]])
    assert thresholds(np.array([0.1]), renewal, 5000) < thresholds(np.array([0.01]), renewal, 5000)


def test_no_threshold_is_so_low_that_one_answer_could_pass_it():
    h = thresholds(np.array([1e6]), np.array([[1e-9]]), 0.0)
    np.testing.assert_allclose(h, np.log(10))
