import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bins import (
    CORNER_BINS,
    DYAD_BINS,
    SCORE_BINS,
    UNANSWERED,
    category_bins,
    corner_bins,
    dyad_bins,
    score_bins,
)


def test_a_corner_gets_the_last_bin_and_the_other_two_low_ones():
    assert corner_bins([[0, 1, 0]]).tolist() == [[2, 12, 2]]


def test_the_exact_centre_is_the_middle_bin_of_all_three_corners():
    assert corner_bins([[1 / 3, 1 / 3, 1 / 3]]).tolist() == [[6, 6, 6]]


def test_a_triad_with_any_nan_was_not_answered():
    assert (corner_bins([[np.nan, 0.5, 0.5]]) == UNANSWERED).all()


def test_triads_of_another_shape_are_refused_with_both_shapes():
    with pytest.raises(ValueError, match=r"shape \(2, 2\) and need \(n, 3\)"):
        corner_bins([[0.5, 0.5], [1, 0]])


def test_the_exact_ends_of_a_dyad_have_bins_of_their_own():
    assert dyad_bins([0.0, 1e-9, 1 - 1e-9, 1.0]).tolist() == [0, 1, 10, 11]


def test_codes_outside_the_levels_count_as_not_answered():
    assert category_bins([0, 3, 4, -1, np.nan], 4).tolist() == [0, 3, UNANSWERED, UNANSWERED, UNANSWERED]


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda s: sum(s) > 0.01))
def test_more_of_a_share_never_lowers_its_bin(shares):
    shares = np.array(shares) / sum(shares)
    bins = corner_bins([shares])[0]
    assert 0 <= bins.min() and bins.max() < CORNER_BINS
    assert (np.diff(bins[np.argsort(shares, kind="stable")]) >= 0).all()


@given(st.floats(-1, 1), st.floats(0, 1))
def test_bins_stay_inside_their_levels(score, value):
    assert 0 <= score_bins([score])[0] < SCORE_BINS
    assert 0 <= dyad_bins([value])[0] < DYAD_BINS
