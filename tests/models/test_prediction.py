import numpy as np
import pytest

from models.prediction import LEAST_CHANCE, CountTables
from models.streams import choice_stream, dyad_streams

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
    return CountTables([dyad_streams("d")[0], choice_stream("c", 3)], groups=2, strata=2, modes=1)


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


def test_no_bin_is_ever_ruled_out_and_none_that_is_not_there_is_expected(tables):
    always = [np.eye(12)[3], np.eye(3)[1]]
    teach(tables, np.random.default_rng(0), always, group=0, n=300)
    q = tables.predict(0, ZERO, ZERO, ZERO).full[0]
    assert q[0, :12].min() >= LEAST_CHANCE / 12 and q[1, :3].min() >= LEAST_CHANCE / 3
    assert q[0, 3] > 0.9 and q[1, 1] > 0.9 and not q[1, 3:].any()


def test_what_is_answered_otherwise_on_weekends_is_expected_then_only(tables):
    chance = np.random.default_rng(3)
    even = np.full(12, 1 / 12)
    for _ in range(80):
        for weekend, usual in ((0, [0.8, 0.1, 0.1]), (1, [0.1, 0.1, 0.8])):
            counts = np.zeros((1, 2, 12))
            counts[0, 0, chance.choice(12, p=even)] = counts[0, 1, chance.choice(3, p=usual)] = 1
            tables.learn(weekend, ZERO, ZERO, ZERO, counts, tables.predict(weekend, ZERO, ZERO, ZERO))
    work, rest = (tables.predict(weekend, ONE, ZERO, ZERO).full[0, 1] for weekend in (0, 1))
    assert work[0] > rest[0] + 0.2 and rest[2] > work[2] + 0.2


def test_one_groups_shift_is_hardly_expected_of_another_group(tables):
    chance = np.random.default_rng(4)
    even, low = [np.full(12, 1 / 12), [1 / 3] * 3], [np.eye(12)[0] * 0.9 + 0.1 / 12, [0.9, 0.05, 0.05]]
    for _ in range(60):
        teach(tables, chance, even, group=0, n=2)
        teach(tables, chance, even, group=1, n=2)
    for _ in range(40):
        teach(tables, chance, low, group=0, n=2)
        teach(tables, chance, even, group=1, n=2)
    shifted, other = tables.predict(0, np.array([0, 1]), np.zeros(2, int), np.zeros(2, int)).full[:, 0, 0]
    assert shifted > 0.7 and other == pytest.approx(1 / 12, abs=0.04)


def test_an_alarm_about_everybody_lets_the_programmes_tables_fade_too(tables):
    teach(tables, np.random.default_rng(0), [np.full(12, 1 / 12), [1 / 3] * 3], group=0, n=60)
    before = {name: array.copy() for name, array in tables.state().items()}
    tables.fade(np.array([True, False]), np.array([True, True]), 0.1, programme=True)
    np.testing.assert_allclose(tables.marginal[0], before["marginal"][0] * 0.1)
    np.testing.assert_allclose(tables.who[..., 0, :], before["who"][..., 0, :] * 0.1)
    np.testing.assert_allclose(tables.weekend[..., 0, :], before["weekend"][..., 0, :] * 0.1)
    np.testing.assert_array_equal(tables.marginal[1], before["marginal"][1])


def test_a_restored_table_predicts_the_same_and_room_for_more_changes_nothing(tables):
    teach(tables, np.random.default_rng(0), [np.full(12, 1 / 12), [1 / 3] * 3], group=0, n=60)
    other = CountTables([dyad_streams("d")[0], choice_stream("c", 3)], groups=2, strata=2, modes=1)
    other.restore({name: array.copy() for name, array in tables.state().items()})
    other.extend(3, 4, 2)
    np.testing.assert_array_equal(other.predict(1, ZERO, ZERO, ZERO).full, tables.predict(1, ZERO, ZERO, ZERO).full)
    far = other.predict(1, np.array([2]), np.array([3]), ONE).full
    np.testing.assert_allclose(far.sum(axis=2), 1)
