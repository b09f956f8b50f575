import numpy as np
import pytest

from models.correlation import correlate, interval
from tests.models.chances import distance_from_uniform


def test_without_gaps_it_is_spearmans_with_middle_ranks():
    # Ranks of the second are 1, 2.5, 2.5, 4, ... : computed by hand as Pearson's of the ranks.
    chance = np.random.default_rng(1)
    one, other = chance.integers(0, 5, 40), chance.integers(0, 5, 40)

    def ranks(values):
        return np.array([(values < x).sum() + ((values == x).sum() + 1) / 2 for x in values])

    found = correlate(np.column_stack([one, other]), [0, 1])
    assert found.rho[0, 1] == found.rho[1, 0] == pytest.approx(np.corrcoef(ranks(one), ranks(other))[0, 1])
    assert found.n.tolist() == [[40, 40], [40, 40]]


def test_directions_of_one_question_are_not_compared():
    shares = np.random.default_rng(2).dirichlet([2, 2, 2], 200)
    found = correlate(np.column_stack([shares, shares[:, 0]]), [0, 0, 0, 1])
    assert np.isnan(found.rho[:3, :3]).all() and np.isnan(found.q[:3, :3]).all()
    assert found.rho[0, 3] == pytest.approx(1)


def test_pairs_count_the_stories_that_answered_both_and_few_say_nothing():
    columns = np.random.default_rng(3).random((40, 3))
    columns[:25, 0] = np.nan
    columns[30:, 1] = np.nan
    columns[:, 2] = 1.0
    found = correlate(columns, [0, 1, 2])
    assert found.n[0, 1] == 5 and np.isnan(found.rho[0, 1])
    assert found.n[0, 2] == 15 and np.isnan(found.rho[0, 2]), "an answer that all give goes with nothing"


@pytest.mark.parametrize("ties", [False, True])
def test_p_is_uniform_when_answers_have_nothing_to_do_with_each_other(ties):
    chance = np.random.default_rng(4)
    found = []
    for _ in range(40):
        columns = chance.random((60, 8))
        if ties:
            columns = np.round(columns * 4)
        columns[chance.random(columns.shape) < 0.15] = np.nan
        found += correlate(columns, np.arange(8)).p[np.triu_indices(8, 1)].tolist()
    assert distance_from_uniform(found) < 1.7


def test_what_goes_together_is_called_and_little_else():
    chance = np.random.default_rng(5)
    missed = false = 0
    for _ in range(40):
        columns = chance.normal(size=(150, 6))
        columns[:, 1] = columns[:, 0] + chance.normal(0, 1, 150)
        called = {tuple(pair) for pair in np.argwhere(np.triu(correlate(columns, np.arange(6)).q <= 0.05, 1)).tolist()}
        missed += (0, 1) not in called
        false += bool(called - {(0, 1)})
    assert missed == 0 and false <= 5


def test_every_pair_counts_once_among_the_comparisons():
    found = correlate(np.random.default_rng(7).random((50, 6)), np.arange(6))
    assert np.nanmin(found.q) >= np.nanmin(found.p) and np.nanmin(found.q) <= 15 * np.nanmin(found.p)
    assert found.q[0, 1] == found.q[1, 0]


def test_the_interval_holds_the_true_correlation_in_nineteen_of_twenty():
    chance = np.random.default_rng(6)
    rho = 0.5
    true = 6 / np.pi * np.arcsin(rho / 2)  # of two normal values with Pearson's rho
    held = []
    for _ in range(500):
        one = chance.normal(size=80)
        other = rho * one + np.sqrt(1 - rho**2) * chance.normal(size=80)
        low, high = interval(float(correlate(np.column_stack([one, other]), [0, 1]).rho[0, 1]), 80)
        held.append(low <= true <= high)
    assert 0.93 <= np.mean(held) <= 0.97


def test_a_perfect_correlation_has_an_interval():
    low, high = interval(1.0, 12)
    assert 0.99 < low <= high <= 1


def test_no_stories_have_an_empty_map():
    assert np.isnan(correlate(np.zeros((0, 3)), [0, 1, 2]).rho).all()
