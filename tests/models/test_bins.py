import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bins import (
    AWAY_BINS,
    CORNER_BINS,
    DYAD_BINS,
    EXTREME_BINS,
    SCORE_BINS,
    SPOTS,
    UNANSWERED,
    ZONES,
    away_bins,
    category_bins,
    corner_bins,
    dyad_bins,
    extreme_bins,
    score_bins,
    spot_bins,
    zone_bins,
)
from narratives.triangle import ZONES as ZONE_NAMES
from narratives.triangle import zone_of


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


def spread_evenly(n=20_000):
    return np.random.default_rng(0).dirichlet([1, 1, 1], n)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda s: sum(s) > 0.01))
def test_every_placement_has_a_zone_a_spot_and_a_distance_from_the_centre(shares):
    shares = np.array([shares]) / sum(shares)
    assert 0 <= zone_bins(shares)[0] < ZONES
    assert 0 <= spot_bins(shares)[0] < SPOTS
    assert 0 <= extreme_bins(shares)[0] < EXTREME_BINS


def test_all_spots_are_equally_large_and_each_is_one_connected_place():
    shares = spread_evenly()
    spots = spot_bins(shares)
    counts = np.bincount(spots, minlength=SPOTS)
    assert len(counts) == SPOTS and (np.abs(counts - 800) < 150).all()
    widest = [np.ptp(shares[spots == spot], axis=0).max() for spot in range(SPOTS)]
    assert max(widest) <= 0.2 + 1e-9


def test_two_answers_a_tenth_apart_at_most_lie_in_spots_that_touch():
    assert spot_bins([[0.95, 0.03, 0.02]]) == spot_bins([[0.85, 0.1, 0.05]])
    assert spot_bins([[0.95, 0.03, 0.02]]) != spot_bins([[0.03, 0.95, 0.02]])


def test_turning_the_triangle_turns_its_spots_one_to_one():
    shares = spread_evenly(4_000)
    pairs = set(zip(spot_bins(shares).tolist(), spot_bins(shares[:, [1, 2, 0]]).tolist(), strict=True))
    assert len(pairs) == SPOTS


@pytest.mark.parametrize(
    ("shares", "zone"),
    [
        ([0.6, 0.2, 0.2], 0),
        ([0.1, 0.8, 0.1], 1),
        ([0.0, 0.0, 1.0], 2),
        ([0.45, 0.45, 0.1], 3),
        ([0.45, 0.1, 0.45], 4),
        ([0.1, 0.45, 0.45], 5),
        ([0.4, 0.4, 0.2], 6),
    ],
)
def test_zones_are_corners_then_edges_then_the_middle(shares, zone):
    assert zone_bins([shares]).tolist() == [zone]


def test_zones_are_those_of_the_pages():
    shares = spread_evenly(500)
    assert [ZONE_NAMES[zone] for zone in zone_bins(shares)] == [zone_of(tuple(one)) for one in shares]
    assert len(ZONE_NAMES) == ZONES


def test_nearer_to_a_corner_is_more_extreme_whichever_corner():
    steps = np.linspace(1 / 3, 1, 50)
    placements = np.column_stack([steps, (1 - steps) / 2, (1 - steps) / 2])
    for turn in range(3):
        bins = extreme_bins(np.roll(placements, turn, axis=1))
        assert (np.diff(bins) >= 0).all() and set(bins) == set(range(EXTREME_BINS))


def test_both_ends_of_a_dyad_are_equally_far_from_its_middle():
    places = np.linspace(0.01, 0.49, 25)
    assert away_bins(places).tolist() == away_bins(1 - places).tolist()
    assert set(away_bins([0.0, 0.05, 0.15, 0.25, 0.35, 0.45])) == set(range(AWAY_BINS))
