"""Whole tables of comparisons, simulated many times over: how often is what is called distinguishable scatter?"""

import numpy as np
import pytest

from models.comparison import difference, share_difference, side_of_stories
from models.discoveries import LEVEL, adjusted
from models.permutation import share_chance, story_chance
from narratives.disclosure import GRID
from narratives.triangle import cell_centroids, cell_of, to_xy
from tests.models.chances import distance_from_uniform

pytestmark = pytest.mark.nightly

TABLES = 300
SIDE = 10
POINTS = np.array([to_xy(middle) for middle in cell_centroids(SIDE)])
APART = np.linalg.norm(POINTS[:, None] - POINTS[None, :], axis=2)
LARGER = np.array([cell_of(middle, SIDE) for middle in cell_centroids(GRID)])


def cells(shares):
    fine = [cell_of(tuple(one), GRID) for one in shares]
    return np.bincount(LARGER[fine], minlength=SIDE * SIDE)


def table(chance, seed, moved, n=(60, 90)):
    """The p-values of four triads that share a common factor, and of two questions of six options each.

    `moved` says of each of the sixteen rows whether its second side lies elsewhere.
    """
    found = []
    factors = [chance.normal(0, 0.5, size) for size in n]
    for triad in range(4):
        sides = []
        for side, size in enumerate(n):
            logs = chance.normal(0, 0.8, (size, 3)) + np.outer(factors[side], [1, 0, -1])
            logs[:, 0] += 0.9 * moved[triad] * side
            weights = np.exp(logs)
            sides.append(cells(weights / weights.sum(axis=1, keepdims=True)))
        found.append(story_chance(*sides, APART, rounds=999, seed=seed * 10 + triad))
    for question in range(2):
        weights = np.full((2, 6), 1 / 6)
        which = moved[4 + 6 * question : 10 + 6 * question]
        weights[1] += 0.25 * which
        chosen = [chance.multinomial(size, row / row.sum()) for size, row in zip(n, weights, strict=True)]
        found += [share_chance(int(chosen[0][i]), n[0], int(chosen[1][i]), n[1]) for i in range(6)]
    return np.array(found)


def test_where_nothing_moved_hardly_a_table_has_a_call():
    chance = np.random.default_rng(1)
    calls = [(adjusted(table(chance, seed, np.zeros(16))) <= LEVEL).any() for seed in range(TABLES)]
    # The upper end of 95 % for 300 tables at the level of 5 %.
    assert np.mean(calls) <= LEVEL + 1.65 * np.sqrt(LEVEL * (1 - LEVEL) / TABLES)


def test_of_what_is_called_at_most_one_in_twenty_is_scatter():
    chance = np.random.default_rng(2)
    moved = np.zeros(16)
    moved[[0, 2, 4]] = 1
    # With an option that gains, the others of its question lose: they have moved as well.
    truly = moved.astype(bool) | (np.arange(16) >= 4) & (np.arange(16) < 10)
    shares, found = [], []
    for seed in range(TABLES):
        called = adjusted(table(chance, seed, moved)) <= LEVEL
        shares.append((called & ~truly).sum() / max(called.sum(), 1))
        found.append(called[[0, 2]].mean())
    assert np.mean(shares) <= LEVEL
    assert np.mean(found) > 0.85, "a shift of a whole standard deviation is found"


def test_triads_have_uniform_p_under_the_null():
    chance = np.random.default_rng(3)
    found = [table(chance, seed, np.zeros(16))[:4] for seed in range(200)]
    assert distance_from_uniform(np.array(found)[:, 0]) < 1.63


@pytest.mark.parametrize("n", [(10, 10), (12, 300), (200, 200)])
@pytest.mark.parametrize("weights", [(2, 2, 2), (6, 1, 1)])
def test_intervals_of_corners_hold(n, weights):
    chance = np.random.default_rng(4)
    held = []
    for _ in range(4_000):
        sides = [chance.dirichlet(weights, size) for size in n]
        found = difference(*(side_of_stories(len(one), one.sum(axis=0), (one**2).sum(axis=0)) for one in sides))
        held.append(bool((found.low <= 0).all() and (found.high >= 0).all()))
    # Lowest where a dozen stories, heaped in a corner, are held against many.
    assert 0.92 <= np.mean(held) <= 0.99


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.2, 0.35), (0.05, 0.1), (0.9, 0.6)])
@pytest.mark.parametrize("n", [(10, 30), (50, 50), (30, 1_000)])
def test_intervals_of_options_hold(shares, n):
    chance = np.random.default_rng(5)
    draws = np.stack([chance.binomial(size, share, 4_000) for size, share in zip(n, shares, strict=True)], axis=1)
    found = [share_difference(int(x), n[0], int(y), n[1]) for x, y in draws]
    held = np.mean([one.low[0] <= shares[0] - shares[1] <= one.high[0] for one in found])
    assert 0.92 <= held <= 0.99
