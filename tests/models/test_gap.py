import numpy as np
import pytest

from models.gap import Batches, Estimate, differences, estimates


def batches(rng, gap, officers=6, pairs=20, n=3, alike=0.1):
    """Batches as the store freezes them, of one pole."""
    totals, spreads, crowding = [], [], []
    for _ in range(n):
        officer = rng.integers(0, officers, pairs)
        officer[:officers] = np.arange(officers)
        values = gap + rng.normal(0, alike, officers)[officer] + rng.normal(0, 0.35, pairs)
        beyond = [float((values[officer == one] - values.mean()).sum()) for one in range(officers)]
        totals.append([values.sum()])
        spreads.append([sum(one**2 for one in beyond)])
        crowding.append(float((np.bincount(officer) ** 2).sum()))
    return Batches(np.full(n, float(pairs)), np.array(crowding), np.array(totals), np.array(spreads))


def test_the_mean_is_that_of_all_pairs():
    rng = np.random.default_rng(1)
    one = batches(rng, 0.2)
    (found,) = estimates(one, 1)
    assert found.mean == pytest.approx(float(one.totals.sum() / one.pairs.sum()))


@pytest.mark.parametrize("gap", [0.0, 0.15])
def test_the_interval_holds_as_often_as_it_says(gap):
    rng = np.random.default_rng(7)
    found = [estimates(batches(rng, gap), 1)[0] for _ in range(400)]
    held = np.mean([one.low <= gap <= one.high for one in found])
    assert 0.93 <= held <= 0.99


def test_all_intervals_of_a_table_hold_together():
    rng = np.random.default_rng(8)
    missed = [any(estimates(batches(rng, 0.0), 5)[0].apart for _ in range(5)) for _ in range(200)]
    assert np.mean(missed) <= 0.07


def test_pairs_of_one_practitioner_that_are_alike_make_it_wider():
    rng = np.random.default_rng(3)
    width = [
        np.mean([(lambda one: one.high - one.low)(estimates(batches(rng, 0.0, alike=alike), 1)[0]) for _ in range(60)])
        for alike in (0.0, 0.4)
    ]
    assert width[1] > 1.3 * width[0]


def test_answers_that_all_agree_still_leave_what_the_list_rounds_away():
    same = Batches(np.array([10.0]), np.array([20.0]), np.array([[2.0]]), np.array([[0.0]]))
    (found,) = estimates(same, 1)
    assert found.low < 0.2 < found.high


def test_one_practitioner_alone_gives_no_interval():
    alone = Batches(np.array([10.0]), np.array([100.0]), np.array([[2.0]]), np.array([[0.1]]))
    with pytest.raises(ValueError, match="at least two practitioners"):
        estimates(alone, 1)


def test_an_interval_on_one_side_of_zero_is_apart():
    assert Estimate(0.2, 0.1, 0.3).apart and Estimate(-0.2, -0.3, -0.1).apart
    assert not Estimate(0.1, -0.1, 0.3).apart


def test_a_difference_is_told_with_an_interval_that_holds():
    rng = np.random.default_rng(11)
    found = [differences(batches(rng, 0.2), batches(rng, 0.05, n=5), 1)[0] for _ in range(400)]
    assert np.mean([one.mean for one in found]) == pytest.approx(0.15, abs=0.02)
    assert 0.93 <= np.mean([one.low <= 0.15 <= one.high for one in found]) <= 0.99


def test_batches_against_others_like_them_are_seldom_told_apart():
    rng = np.random.default_rng(12)
    assert np.mean([differences(batches(rng, 0.1), batches(rng, 0.1), 1)[0].apart for _ in range(400)]) <= 0.07
