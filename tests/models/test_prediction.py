import numpy as np
import pytest

from models.prediction import CountTables
from models.streams import choice_stream, dyad_stream

ZERO, ONE = np.array([0]), np.array([1])


def teach(tables, chance, q, group, n, stratum=0, mode=0):
    for _ in range(n):
        counts = np.zeros((1, *tables.real.shape))
        for s, distribution in enumerate(q):
            counts[0, s, chance.choice(len(distribution), p=distribution)] = 1
        cell = (np.array([group]), np.array([stratum]), np.array([mode]))
        tables.learn(0, *cell, counts, tables.predict(0, *cell))


@pytest.fixture
def tables():
    return CountTables([dyad_stream("d"), choice_stream("c", 3)], groups=2, strata=2, modes=1)


def test_predictions_are_distributions_over_the_real_bins_only(tables):
    q = tables.predict(0, ZERO, ZERO, ZERO).full
    np.testing.assert_allclose(q.sum(axis=2), 1)
    assert not q[0, 1, 3:].any()


def test_a_group_is_expected_to_keep_its_own_habit(tables):
    chance = np.random.default_rng(0)
    low, high = np.array([0.3] * 3 + [0.1 / 9] * 9), np.array([0.1 / 9] * 9 + [0.3] * 3)
    for _ in range(30):
        teach(tables, chance, [low, [0.8, 0.1, 0.1]], group=0, n=5)
        teach(tables, chance, [high, [0.1, 0.1, 0.8]], group=1, n=5)
    q = tables.predict(0, np.array([0, 1]), np.zeros(2, int), np.zeros(2, int)).full
    assert q[0, 0, :3].sum() > 0.75 > 0.25 > q[1, 0, :3].sum()
    assert q[0, 1, 0] > 0.65 and q[1, 1, 2] > 0.65


def test_a_bin_not_met_in_a_group_is_not_taken_for_impossible(tables):
    chance = np.random.default_rng(1)
    usual = np.array([0.01] + [0.09] * 11)
    teach(tables, chance, [usual, [1 / 3] * 3], group=0, n=600)
    never = usual.copy()
    never[0], never[1] = 0, 0.1
    teach(tables, chance, [never, [1 / 3] * 3], group=1, n=100)
    q = tables.predict(0, ONE, ZERO, ZERO).full
    assert q[0, 0, 0] > 0.003


def test_a_stratum_that_answers_otherwise_is_expected_to(tables):
    chance = np.random.default_rng(2)
    for _ in range(60):
        for group in (0, 1):
            teach(tables, chance, [np.full(12, 1 / 12), [0.9, 0.05, 0.05]], group=group, n=1, stratum=0)
            teach(tables, chance, [np.full(12, 1 / 12), [0.05, 0.05, 0.9]], group=group, n=1, stratum=1)
    q = tables.predict(0, np.array([0, 0]), np.array([0, 1]), np.zeros(2, int)).who
    assert q[0, 1, 0] > 0.65 and q[1, 1, 2] > 0.65


def test_fading_one_group_leaves_the_others_alone(tables):
    teach(tables, np.random.default_rng(0), [np.full(12, 1 / 12), [1 / 3] * 3], group=0, n=50)
    teach(tables, np.random.default_rng(0), [np.full(12, 1 / 12), [1 / 3] * 3], group=1, n=50)
    before = tables.group.copy()
    tables.fade(np.array([True, False]), np.array([True, False]), 0.1, programme=False)
    np.testing.assert_allclose(tables.group[0, 0], before[0, 0] * 0.1)
    np.testing.assert_array_equal(tables.group[0, 1], before[0, 1])
    np.testing.assert_array_equal(tables.group[1], before[1])
