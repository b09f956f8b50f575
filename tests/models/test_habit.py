import numpy as np
import pytest

from models.habit import Habits
from models.streams import choice_stream, dyad_streams

STREAMS = [dyad_streams("d")[0], choice_stream("c", 4)]
REAL = np.arange(12) < np.array([[12], [4]])
EVEN = REAL / REAL.sum(axis=1, keepdims=True)


@pytest.fixture
def habits():
    return Habits(STREAMS, REAL)


def corrected(habits, observed, n, strength=8.0):
    """What is expected of one part of which `observed` (2, 12) was told where (n,) was expected evenly."""
    return habits.apply(EVEN[None], np.asarray(observed, dtype=float)[None], n * EVEN[None], EVEN, strength)[0]


def at(dyad, choice, n):
    counts = np.zeros((2, 12))
    counts[0, dyad], counts[1, choice] = n, n
    return counts


def test_where_nothing_was_told_the_prediction_stays(habits):
    np.testing.assert_allclose(corrected(habits, np.zeros((2, 12)), 0), EVEN)


def test_where_it_was_told_as_expected_the_prediction_stays(habits):
    np.testing.assert_allclose(corrected(habits, 200 * EVEN, 200), EVEN)


def test_answers_of_a_few_stories_count_for_their_neighbours_too(habits):
    found = corrected(habits, at(3, 1, 6.0), 6)[0]
    assert found[3] > found[4] > found[6] > found[11] > 0
    assert found[2] > EVEN[0, 2] > found[11]


def test_a_bin_departs_from_its_neighbours_as_stories_allow(habits):
    few, many = corrected(habits, at(3, 1, 10.0), 10)[0], corrected(habits, at(3, 1, 2_000.0), 2_000)[0]
    assert few[3] / few[4] < 4 and many[3] / many[4] > 40
    assert many[3] > 0.9


def test_levels_of_a_choice_have_no_neighbours(habits):
    found = corrected(habits, at(3, 1, 20.0), 20)[1, :4]
    assert found[1] > 0.5
    np.testing.assert_allclose(found[[0, 2]], found[3])


def test_a_stronger_prior_gives_way_more_slowly(habits):
    weak, strong = (corrected(habits, at(3, 1, 20.0), 20, strength)[1, 1] for strength in (5.0, 50.0))
    assert EVEN[1, 1] < strong < weak


def test_shares_sum_to_one_and_bins_that_do_not_exist_stay_empty(habits):
    found = corrected(habits, at(11, 3, 40.0), 40)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert not found[1, 4:].any()


def test_smoothing_moves_counts_only_among_the_bins_of_an_ordered_stream(habits):
    counts = at(5, 2, 10.0)[None]
    smooth = habits.smoothed(counts)[0]
    assert smooth[0].argmax() == 5 and smooth[0, 4] > 1 and smooth[0].sum() == pytest.approx(10, rel=0.1)
    np.testing.assert_array_equal(smooth[1], counts[0, 1])
