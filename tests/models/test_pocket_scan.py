import numpy as np
import pytest

from models.pocket_scan import Balls, best_ball, best_by_chance, evidence, expected_share, first_heard


def balls(places, weight=None):
    places = np.array(places)
    return Balls(places, np.ones(places.shape) if weight is None else np.array(weight, dtype=float))


def test_evidence_is_the_log_likelihood_ratio_of_the_recent_in_a_ball():
    recent = np.array([True, True, True, False, False])
    found = evidence(balls([[1, 2, 3]]), recent, np.full(5, 0.2))
    assert found[0, 1] == pytest.approx(2 * np.log(5))
    assert found[0, 0] == pytest.approx(np.log(5))
    assert found[0, 2] == 0.0  # a ball never ends with an earlier story


def test_a_neighbour_without_a_voice_of_its_own_counts_nothing():
    recent = np.array([True, True, True, False])
    both = evidence(balls([[1, 2]]), recent, np.full(4, 0.2))[0, 1]
    one = evidence(balls([[1, 2]], [[1, 0]]), recent, np.full(4, 0.2)).max()
    assert one == pytest.approx(both / 2)


def test_a_teller_and_a_text_are_heard_once_and_a_full_cell_twice():
    unknown = np.full(5, -1)
    rows, places = np.array([0]), np.array([[1, 2, 3, 4]])
    teller = np.array([7, 7, 8, 8, -1])
    assert first_heard(rows, places, teller, unknown, unknown).tolist() == [[0, 1, 0, 1]]
    assert first_heard(rows, places, unknown, teller, unknown).tolist() == [[0, 1, 0, 1]]
    assert first_heard(rows, places, unknown, unknown, np.full(5, 3)).tolist() == [[1, 0, 0, 0]]
    assert first_heard(rows, places, unknown, unknown, unknown).tolist() == [[1, 1, 1, 1]]


def test_a_group_that_tells_more_lately_is_expected_to():
    recent = np.array([True] * 40 + [False] * 10 + [True] * 10 + [False] * 40)
    share = expected_share(recent, np.repeat([0, 1], 50))
    assert share[0] == pytest.approx((40 + 20 * 0.5) / 70) and share[-1] == pytest.approx((10 + 20 * 0.5) / 70)


def test_a_ball_with_too_many_recent_stories_is_no_pocket():
    recent = np.array([True] * 6 + [False] * 20)
    around = balls([[1, 2, 3, 4, 5, 6]])
    strength, _, large = best_ball(around, recent, np.full(26, 0.2), most=4)
    assert large.all() and strength.tolist() == [0.0]
    strength, place, large = best_ball(around, recent, np.full(26, 0.2), most=5)
    assert not large.any() and place.tolist() == [4] and strength[0] > 0


def test_no_neighbours_are_no_evidence():
    strength, _, large = best_ball(Balls(np.zeros((3, 0), int), np.zeros((3, 0))), np.ones(3, bool), np.ones(3), 4)
    assert strength.tolist() == [0.0, 0.0, 0.0] and not large.any()


def test_chance_deals_the_days_within_each_stratum():
    chance = np.random.default_rng(0)
    n = 300
    stratum = np.repeat([0, 1], n // 2)
    recent = stratum == 0  # one group is all recent, the other not at all: nothing can be dealt otherwise
    around = balls(np.array([chance.permutation(n)[:20] for _ in range(40)]))
    share = expected_share(recent, stratum)
    seen = best_ball(around, recent, share, 40)[0].max()
    assert best_by_chance(around, recent, stratum, share, shuffles=5, most=40, seed=1) == pytest.approx([seen] * 5)
