import numpy as np
import pytest

from models.habit import Habits
from models.lately import MEMORY_DAYS, MOST, Lately
from models.streams import choice_stream

REAL = np.ones((1, 3), dtype=bool)
EVEN = np.full((1, 3), 1 / 3)
GROUPS = np.arange(3)


@pytest.fixture
def lately():
    return Lately(Habits([choice_stream("c", 3)], REAL), (1, 3), 3)


def close(lately, told, days=30, n=20.0):
    """So many days on which n stories of each group were expected evenly; `told` (3, 3) their shares."""
    for _ in range(days):
        lately.close_day(GROUPS, n * np.asarray(told)[:, None, :], np.repeat(n * EVEN[None], 3, axis=0))


def ratios(lately):
    everywhere, own = lately.shared(GROUPS, EVEN)
    return everywhere[0, 0], own[:, 0]


USUAL, SHIFTED = [1 / 3, 1 / 3, 1 / 3], [1 / 6, 1 / 6, 2 / 3]


def test_without_a_surprise_nothing_is_shared(lately):
    close(lately, [USUAL] * 3)
    everywhere, own = ratios(lately)
    np.testing.assert_allclose(everywhere, 1)
    np.testing.assert_allclose(own, 1)


def test_a_surprise_of_all_is_everybodys_and_no_groups_own(lately):
    close(lately, [SHIFTED] * 3)
    everywhere, own = ratios(lately)
    np.testing.assert_allclose(everywhere, [0.5, 0.5, 2], rtol=0.08)
    np.testing.assert_allclose(own, 1, atol=0.12)


def test_a_surprise_of_one_group_is_mostly_its_own(lately):
    close(lately, [SHIFTED, USUAL, USUAL])
    everywhere, own = ratios(lately)
    np.testing.assert_allclose(everywhere[2] * own[0, 2], 2, rtol=0.15)
    assert own[0, 2] > 1.4 and everywhere[2] < 1.4 and (own[1:, 2] < 1).all()


def test_of_a_few_stories_little_is_said(lately):
    close(lately, [SHIFTED] * 3, days=1, n=1.0)
    everywhere, own = ratios(lately)
    np.testing.assert_allclose(everywhere, 1, atol=0.1)
    np.testing.assert_allclose(own, 1, atol=0.05)


def test_no_ratio_is_larger_than_is_believed(lately):
    close(lately, [[0.0, 0.0, 1.0]] * 3, n=1_000.0)
    lately.close_day(GROUPS, np.repeat([[[0.0, 0.0, 1e6]]], 3, axis=0), np.repeat(1e3 * EVEN[None], 3, axis=0))
    everywhere, _ = ratios(lately)
    assert everywhere.max() == MOST and everywhere.min() == 1 / MOST


def test_what_was_told_long_ago_is_lately_no_more(lately):
    close(lately, [SHIFTED] * 3)
    close(lately, [USUAL] * 3, days=int(6 * MEMORY_DAYS))
    np.testing.assert_allclose(ratios(lately)[0], 1, atol=0.02)


def test_a_restored_one_says_the_same_and_a_new_group_has_nothing_of_its_own(lately):
    close(lately, [SHIFTED, USUAL, USUAL])
    other = Lately(Habits([choice_stream("c", 3)], REAL), (1, 3), 3)
    other.restore({name: array.copy() for name, array in lately.state().items()})
    other.extend(4)
    np.testing.assert_array_equal(ratios(other)[1], ratios(lately)[1])
    np.testing.assert_allclose(other.shared(np.array([3]), EVEN)[1], 1)
