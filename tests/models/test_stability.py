import math

import numpy as np
import pytest
from sklearn.cluster import KMeans

from models.stability import agreements, half, jackknifed, largest_jaccard, stability, summarised


def groups(apart, seed=0):
    chance = np.random.default_rng(seed)
    return np.repeat(np.array([[0, 0], [apart, 0], [0, apart]]), 40, axis=0) + chance.normal(size=(120, 2))


def k_means(k):
    return lambda rows: KMeans(k, n_init=4, random_state=0).fit(rows)


def test_groups_that_lie_apart_are_always_found_again():
    found = stability(groups(12.0), k_means(3))
    assert found.whole > 0.99 and min(found.themes) > 0.99 and found.low <= found.whole <= found.high


def test_one_group_cut_in_pieces_is_not():
    found = stability(groups(0.0), k_means(5))
    assert found.whole < 0.7 and found.high < 0.85


def test_the_cluster_that_is_cut_anywhere_is_named_the_loose_one():
    chance = np.random.default_rng(3)
    X = np.vstack([chance.normal(size=(100, 2)) * [1, 1], chance.normal(size=(50, 2)) + [30, 0]])
    found = stability(X, k_means(3), seed=1)
    firm = int(KMeans(3, n_init=4, random_state=0).fit(X).predict([[30.0, 0.0]])[0])
    assert found.themes[firm] > 0.99
    assert all(one < 0.9 for place, one in enumerate(found.themes) if place != firm)


def test_a_half_has_every_row_once_at_most():
    drawn = half(101, np.random.default_rng(0))
    assert len(drawn) == len(set(drawn.tolist())) == 50 and (np.diff(drawn) > 0).all()


def test_the_interval_is_narrower_with_more_resamples():
    few, many = (stability(groups(3.0), k_means(3), resamples=r) for r in (3, 12))
    assert many.high - many.low < few.high - few.low


def test_a_resample_without_clusters_leaves_stability_unknown():
    none, some = np.full(6, -1), np.array([0, 0, 0, 1, 1, 1])
    assert all(math.isnan(one) for one in jackknifed(agreements([some, none, some])))
    assert summarised(some, [none, some, some]).themes == (2 / 3, 2 / 3)


def test_the_largest_jaccard_index_counts_stories_on_either_side():
    assert largest_jaccard(np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0])).tolist() == [2 / 3, 1 / 2]


def test_two_resamples_say_nothing():
    with pytest.raises(ValueError, match="2 resamples say nothing about stability: take at least 3"):
        stability(groups(3.0), k_means(3), resamples=2)
