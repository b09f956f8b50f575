import numpy as np
import pytest

from models.consensus import Table, apartness, common_ground, divides, evenly_apart, high_share, interval


def table(rows, sizes, parts, worth=None):
    """Groups (rows of counts) of given sizes; `parts` are how many items each question has."""
    chosen = np.array(rows, np.int64)
    answered = np.repeat(np.array(sizes)[:, None], chosen.shape[1], axis=1)
    return Table(
        chosen,
        answered,
        answered.astype(float) if worth is None else worth,
        np.repeat(np.arange(len(parts)), parts),
        np.repeat([high_share(one) for one in parts], parts),
        np.ones(chosen.shape, dtype=bool),
    )


def test_what_every_group_has_often_is_common_ground_and_its_bound_lies_above_the_line():
    found = common_ground(table([[80, 10, 10], [170, 20, 10]], [100, 200], [3]))
    assert found.is_shared.tolist() == [True, False, False]
    assert found.smallest[0] == pytest.approx(0.8) and 0.5 < found.least[0] < 0.8
    assert found.gap[0] == pytest.approx(0.05) and 0.05 < found.gap_most[0] < 0.25


def test_what_all_but_one_group_have_often_is_not_common():
    found = common_ground(table([[90, 10], [180, 20], [40, 60]], [100, 200, 100], [2]))
    assert not found.is_shared.any()
    assert found.gap[0] == pytest.approx(0.5) and 0.5 < found.gap_most[0]


def test_few_stories_that_all_say_the_same_are_called_only_when_they_are_enough():
    assert not common_ground(table([[4, 1], [4, 1]], [5, 5], [2])).is_shared.any()
    assert common_ground(table([[40, 10], [40, 10]], [50, 50], [2])).is_shared.tolist() == [True, False]


def test_the_bound_of_a_call_agrees_with_it_whatever_the_sizes():
    chance = np.random.default_rng(1)
    for _ in range(60):
        sizes = chance.integers(10, 200, 3)
        counts = [np.concatenate([chance.multinomial(n, chance.dirichlet((4, 1, 1))) for _ in range(4)]) for n in sizes]
        one = table(counts, sizes, [3] * 4)
        found = common_ground(one)
        assert ((found.least > one.high) == found.is_shared).all()


def test_alike_is_never_taken_from_a_difference_that_was_not_found():
    few, many = (table([[9 * n, n], [8 * n, 2 * n]], [10 * n, 10 * n], [2]) for n in (2, 200))
    assert not divides(few).is_told.any() and common_ground(few).gap_most[0] > 0.3
    assert divides(many).is_told.any() and common_ground(many).gap_most[0] < 0.15


def test_a_group_that_differs_is_told_with_an_interval_that_leaves_nothing_out():
    found = divides(table([[80, 20], [30, 70], [32, 68]], [100, 100, 100], [2]))
    assert found.is_told[0].all() and found.difference[0, 0] == pytest.approx(0.8 - 62 / 200)
    assert 0 < found.low[0, 0] < found.difference[0, 0] < found.high[0, 0]


def test_groups_that_do_not_differ_are_rarely_told_apart():
    chance = np.random.default_rng(3)
    shares = chance.dirichlet(np.ones(5), size=8)
    called = 0
    for _ in range(40):
        rows = [np.concatenate([chance.multinomial(n, share) for share in shares]) for n in (60, 90, 150)]
        called += bool(divides(table(rows, [60, 90, 150], [5] * 8)).is_told.any())
    assert called <= 6  # 5 % of 40 is 2; more than 6 happens once in 300 such runs


def test_what_is_not_tested_is_no_part_of_the_table():
    one = table([[80, 20], [30, 70]], [100, 100], [2])
    found = divides(one, np.array([[True, False], [False, False]]))
    assert np.isfinite(found.q).tolist() == [[True, False], [False, False]] and found.q[0, 0] == found.p[0, 0]


def test_groups_further_apart_on_other_questions_count_more_for_what_bridges_them():
    # The first two groups differ on the second question; the third goes with the first.
    rows = [[70, 30, 90, 10], [70, 30, 10, 90], [70, 30, 90, 10]]
    apart = apartness(table(rows, [100] * 3, [2, 2]))
    assert apart[0, 1] > 0.3 and apart[0, 2] == 0 and evenly_apart(apart) == pytest.approx(apart.sum() / 6)
    shared_by_the_far = table([[90, 10, 90, 10], [90, 10, 10, 90], [50, 50, 90, 10]], [100] * 3, [2, 2])
    shared_by_the_near = table([[90, 10, 90, 10], [50, 50, 10, 90], [90, 10, 90, 10]], [100] * 3, [2, 2])
    far, near = (common_ground(one) for one in (shared_by_the_far, shared_by_the_near))
    assert far.bridged[0] > near.bridged[0] and far.agreement[0] == pytest.approx(near.agreement[0])


def test_a_question_says_nothing_of_how_far_groups_are_apart_on_the_others():
    one = table([[90, 10, 50, 50], [10, 90, 50, 50]], [200, 200], [2, 2])
    assert apartness(one, 0)[0, 1] == 0 < apartness(one, 1)[0, 1]


def test_clustered_stories_that_seem_to_differ_are_not_told_apart():
    rows, sizes = [[70, 30], [45, 55]], [100, 100]
    assert divides(table(rows, sizes, [2])).is_told.any()
    assert not divides(table(rows, sizes, [2], worth=np.full((2, 2), 15.0))).is_told.any()


def test_one_group_alone_has_nothing_to_share():
    with pytest.raises(ValueError, match="choose another one beside it"):
        common_ground(table([[10, 0]], [10], [2]))


def test_the_interval_of_a_share_stays_between_none_and_all():
    low, high = interval([0.0, 1.0, 0.5], [10, 10, 10])
    assert low[0] == 0 and high[1] == pytest.approx(1) and 0.2 < low[2] < 0.3
