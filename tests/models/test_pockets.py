import numpy as np
import pytest

from models.pockets import PocketTables
from models.streams import choice_stream, pocket_stream

A, B = choice_stream("a", 3), choice_stream("b", 2)
POCKET = pocket_stream(A, B)
ALONE = np.array([[[0.5, 0.3, 0.2], [0.6, 0.4, 0.0]]])
PRODUCT = np.outer([0.5, 0.3, 0.2], [0.6, 0.4]).ravel()
OFTEN = 5  # the last of a with the last of b


@pytest.fixture
def tables():
    return PocketTables([POCKET], [(0, 1)], [3, 2], groups=3)


def teach(tables, shares, group, stories):
    """So many stories of a group, in parts of ten, exactly in these shares."""
    own = np.array([group])
    for _ in range(stories // 10):
        _, wide = tables.predict(ALONE, own)
        tables.learn(ALONE, own, 10 * shares[None], np.full((1, 6), 10.0), wide)


def gathered():
    shares = PRODUCT * 0.7
    shares[OFTEN] += 0.3
    return shares


def test_before_anything_is_known_a_pocket_is_as_frequent_as_both_alone_make_it(tables):
    full, wide = tables.predict(ALONE, np.array([0]))
    np.testing.assert_allclose(full[0], PRODUCT)
    np.testing.assert_allclose(wide[0], PRODUCT)


def test_where_nothing_goes_together_a_thousand_stories_leave_the_product(tables):
    teach(tables, PRODUCT, 0, 1_000)
    np.testing.assert_allclose(tables.predict(ALONE, np.array([0]))[0][0], PRODUCT)


def test_what_goes_together_in_a_group_is_learnt_and_expected_of_others_too(tables):
    for _ in range(50):
        teach(tables, gathered(), 0, 10)
        teach(tables, PRODUCT, 1, 10)
    full, wide = tables.predict(np.repeat(ALONE, 3, axis=0), np.arange(3))
    assert full[0, OFTEN] == pytest.approx(gathered()[OFTEN], abs=0.03)
    assert full[1, OFTEN] == pytest.approx(PRODUCT[OFTEN], abs=0.03)
    assert PRODUCT[OFTEN] < full[2, OFTEN] < gathered()[OFTEN]
    np.testing.assert_allclose(full[2], wide[2])


def test_shares_of_all_levels_sum_to_one(tables):
    teach(tables, gathered(), 0, 50)
    for shares in tables.predict(np.repeat(ALONE, 3, axis=0), np.arange(3)):
        np.testing.assert_allclose(shares.sum(axis=1), 1)


def test_what_faded_of_a_group_is_expected_as_of_the_programme_again(tables):
    teach(tables, gathered(), 0, 500)
    teach(tables, PRODUCT, 1, 500)
    tables.fade(np.array([True, False, False]), 0.0)
    full, wide = tables.predict(np.repeat(ALONE, 2, axis=0), np.arange(2))
    np.testing.assert_allclose(full[0], wide[0])
    assert abs(full[1, OFTEN] - wide[1, OFTEN]) > 0.02


def test_the_chances_of_each_pocket_are_its_share_among_its_own_stream():
    tables = PocketTables([POCKET, POCKET], [(0, 1), (0, 1)], [3, 2], groups=1)
    both = np.concatenate([gathered(), PRODUCT])[None]
    tables.learn(ALONE, np.array([0]), 400 * both, np.full((1, 12), 400.0), np.tile(PRODUCT, 2)[None])
    chances = tables.chances()
    np.testing.assert_allclose([chances[:6].sum(), chances[6:].sum()], 1)
    assert chances[OFTEN] == pytest.approx(gathered()[OFTEN], abs=0.01)


def test_a_restored_table_predicts_the_same_and_more_groups_change_nothing(tables):
    teach(tables, gathered(), 0, 60)
    other = PocketTables([POCKET], [(0, 1)], [3, 2], groups=3)
    other.restore({name: array.copy() for name, array in tables.state().items()})
    other.extend(5)
    np.testing.assert_array_equal(other.predict(ALONE, np.array([0]))[0], tables.predict(ALONE, np.array([0]))[0])
    assert other.predict(ALONE, np.array([4]))[0].shape == (1, 6)
