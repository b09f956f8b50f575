import numpy as np
import pytest

from models.comparison import (
    cliffs_delta,
    difference,
    joined,
    share_difference,
    side_of_batches,
    side_of_stories,
    wilson,
)


def stories(values):
    table = np.asarray(values).reshape(len(values), -1)
    return side_of_stories(len(table), table.sum(axis=0), (table**2).sum(axis=0))


def batches(table):
    """`table` is (batches, stories of each, d)."""
    numbers = np.full(len(table), table.shape[1])
    return side_of_batches(numbers, table.sum(axis=1), (table**2).sum(axis=1))


def coverage(found, true):
    held = [bool((one.low <= true).all() and (true <= one.high).all()) for one in found]
    return np.mean(held)


def test_one_measure_has_welchs_interval():
    first, second = np.array([27.5, 21.0, 19.0, 23.6, 17.0]), np.array([18.2, 21.1, 23.4, 24.5, 26.0, 20.0, 22.3])
    found = difference(stories(first), stories(second))
    errors = first.var(ddof=1) / 5, second.var(ddof=1) / 7
    freedom = sum(errors) ** 2 / (errors[0] ** 2 / 4 + errors[1] ** 2 / 6)
    assert freedom == pytest.approx(6.43, abs=0.01)
    assert (found.high[0] - found.effect[0]) / np.sqrt(sum(errors)) == pytest.approx(2.4078, abs=1e-3)
    assert found.effect[0] == pytest.approx(first.mean() - second.mean())


def test_the_interval_of_a_dyad_holds_the_true_difference_in_nineteen_of_twenty():
    chance = np.random.default_rng(1)
    found = [difference(stories(chance.beta(2, 4, 25)), stories(chance.beta(3, 3, 60))) for _ in range(2_000)]
    assert 0.93 <= coverage(found, 1 / 3 - 1 / 2) <= 0.97


def test_the_intervals_of_a_triad_hold_all_three_corners_at_once():
    chance = np.random.default_rng(2)
    one, other = np.array([4, 2, 1]), np.array([2, 2, 2])
    true = one / one.sum() - other / other.sum()
    found = [difference(stories(chance.dirichlet(one, 30)), stories(chance.dirichlet(other, 50))) for _ in range(2_000)]
    # Shadows of an ellipse on three axes hold at least as often as the ellipse itself.
    assert 0.94 <= coverage(found, true) <= 0.985
    assert found[0].effect.sum() == pytest.approx(0)
    assert found[0].distance == pytest.approx(np.linalg.norm(found[0].effect) / np.sqrt(2))


def test_from_corner_to_corner_is_a_distance_of_one():
    chance = np.random.default_rng(3)
    first, second = (chance.dirichlet(weights, 100) for weights in ([900, 1, 1], [1, 900, 1]))
    assert difference(stories(first), stories(second)).distance == pytest.approx(1, abs=0.01)


def test_the_standardised_size_is_cohens_d():
    values = np.random.default_rng(4).normal(0, 2, 4_000)
    assert difference(stories(values[:2_000] + 1), stories(values[2_000:])).standardised == pytest.approx(0.5, abs=0.05)


def test_stories_of_one_batch_that_are_alike_do_not_count_as_many():
    chance = np.random.default_rng(5)
    found, naive = [], []
    for _ in range(1_000):
        sides = [
            np.clip(0.5 + chance.normal(0, 0.15, (number, 1, 1)) + chance.normal(0, 0.1, (number, 10, 1)), 0, 1)
            for number in (8, 14)
        ]
        found.append(difference(*(batches(side) for side in sides)))
        naive.append(difference(*(stories(side.reshape(-1, 1)) for side in sides)))
    assert 0.93 <= coverage(found, 0.0) <= 0.975
    assert coverage(naive, 0.0) < 0.75


def test_batches_of_a_triad_hold_their_corners():
    chance = np.random.default_rng(6)
    found = []
    for _ in range(1_000):
        sides = []
        for number in (9, 12):
            middles = chance.dirichlet([20, 20, 20], number)
            sides.append(np.stack([chance.dirichlet(middle * 10 + 0.1, 10) for middle in middles]))
        found.append(difference(*(batches(side) for side in sides)))
    assert coverage(found, np.zeros(3)) >= 0.93


def test_open_stories_and_batches_together_are_one_side():
    values = np.random.default_rng(7).beta(2, 2, (60, 1))
    whole = joined(stories(values[:20]), batches(values[20:].reshape(4, 10, 1)))
    assert whole.n == 60
    assert whole.mean == pytest.approx(values.mean(axis=0))
    assert whole.spread == pytest.approx(values.var(axis=0, ddof=1))


def test_a_side_of_one_batch_is_taken_as_single_stories():
    values = np.random.default_rng(8).beta(2, 2, (1, 12, 1))
    assert batches(values).error == pytest.approx(stories(values[0]).error)


def test_newcombes_interval_is_that_of_his_table():
    # Table II, method 10, contrast 9/10 against 3/10.
    found = share_difference(9, 10, 3, 10)
    assert (found.low[0], found.high[0]) == pytest.approx((0.1705, 0.8090), abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "sizes"), [(0.5, 0.4, (40, 60)), (0.1, 0.2, (30, 200)), (0.03, 0.03, (80, 80))]
)
def test_the_interval_of_an_option_holds_the_true_difference_in_nineteen_of_twenty(one, other, sizes):
    chance = np.random.default_rng(9)
    draws = zip(chance.binomial(sizes[0], one, 2_000), chance.binomial(sizes[1], other, 2_000), strict=True)
    found = [share_difference(int(x), sizes[0], int(y), sizes[1]) for x, y in draws]
    assert 0.93 <= coverage(found, one - other) <= 0.985


def test_wilsons_interval_stays_between_nought_and_one():
    assert wilson(0, 10)[0] == pytest.approx(0) and wilson(10, 10)[1] == 1
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_cliffs_delta_counts_pairs():
    chance = np.random.default_rng(10)
    first, second = chance.integers(0, 6, 30), chance.integers(1, 6, 40)
    expected = np.sign(first[:, None] - second[None, :]).mean()
    counts = [np.bincount(one, minlength=6) for one in (first, second)]
    assert cliffs_delta(*counts) == pytest.approx(expected)
