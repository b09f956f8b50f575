import time
from math import comb

import numpy as np
import pytest

from models.permutation import energy, enough_batches, share_chance, story_chance
from tests.models.chances import distance_from_uniform

LINE = np.abs(np.arange(20)[:, None] - np.arange(20)[None, :]) / 20


def binned(values):
    return np.bincount(np.clip((np.asarray(values) * 20).astype(int), 0, 19), minlength=20)


def test_the_energy_distance_is_the_one_of_its_definition():
    chance = np.random.default_rng(1)
    first, second = chance.integers(0, 20, 30), chance.integers(5, 20, 40)

    def mean_distance(one, other):
        return np.mean(np.abs(one[:, None] - other[None, :])) / 20

    expected = 2 * mean_distance(first, second) - mean_distance(first, first) - mean_distance(second, second)
    counts = [np.bincount(one, minlength=20) for one in (first, second)]
    assert energy(*counts, LINE) == pytest.approx(expected)


def test_p_is_uniform_when_both_heaps_come_from_the_same_place():
    chance = np.random.default_rng(2)
    found = []
    for seed in range(300):
        values = chance.beta(2, 3, 90)
        found.append(story_chance(binned(values[:30]), binned(values[30:]), LINE, rounds=199, seed=seed))
    assert distance_from_uniform(found) < 1.63
    assert np.mean(np.array(found) <= 0.05) < 0.09


def test_a_shift_is_found():
    chance = np.random.default_rng(3)
    found = [
        story_chance(binned(chance.beta(4, 4, 60)), binned(chance.beta(4, 3, 60) + 0.02), LINE, rounds=199, seed=seed)
        for seed in range(60)
    ]
    # A t-test of a shift of 0.54 standard deviations with 60 a side finds 83 in 100.
    assert np.mean(np.array(found) <= 0.05) > 0.65


def test_two_heaps_about_the_same_middle_are_told_apart():
    ends, middle = np.zeros(20), np.zeros(20)
    ends[[2, 17]], middle[[9, 10]] = 20, 20
    assert story_chance(ends.astype(int), middle.astype(int), LINE) == 1 / 2_000


def test_batches_are_dealt_as_wholes():
    # Each batch lies about a spot of its own: eighteen independent spots, not a hundred and eighty stories.
    chance = np.random.default_rng(4)
    found, as_stories = [], []
    for seed in range(200):
        batches = np.stack([binned(chance.beta(30 * spot, 30 * (1 - spot), 10)) for spot in chance.beta(2, 2, 18)])
        heaps = batches[:6], batches[6:]
        none = np.zeros(20, int)
        found.append(
            story_chance(none, none, LINE, first_batches=heaps[0], second_batches=heaps[1], rounds=199, seed=seed)
        )
        as_stories.append(story_chance(*(heap.sum(axis=0) for heap in heaps), LINE, rounds=199, seed=seed))
    assert distance_from_uniform(found) < 1.63
    assert np.mean(np.array(as_stories) <= 0.05) > 0.4, "dealt one by one, scatter between batches looks like news"


def test_both_layers_are_dealt_each_for_itself():
    chance = np.random.default_rng(5)
    found = []
    for seed in range(200):
        # Batches come from elsewhere than open stories, and the first heap has more of them.
        opened = binned(chance.beta(2, 2, 20)), binned(chance.beta(2, 2, 30))
        batches = [chance.multinomial(10, np.r_[np.zeros(10), np.full(10, 0.1)], size) for size in (8, 4)]
        p = story_chance(*opened, LINE, first_batches=batches[0], second_batches=batches[1], rounds=199, seed=seed)
        found.append(p)
    assert distance_from_uniform(found) < 1.63


def test_the_same_seed_gives_the_same_p():
    one, other = binned(np.linspace(0, 1, 30)), binned(np.linspace(0.1, 1, 40))
    assert story_chance(one, other, LINE, seed=7) == story_chance(one, other, LINE, seed=7)


def test_fishers_exact_test_is_the_sum_over_all_tables():
    chance = np.random.default_rng(6)
    for _ in range(50):
        n_first, n_second = chance.integers(5, 40, 2).tolist()
        chosen_first, chosen_second = int(chance.integers(0, n_first + 1)), int(chance.integers(0, n_second + 1))
        chosen = chosen_first + chosen_second
        weights = {
            x: comb(n_first, x) * comb(n_second, chosen - x)
            for x in range(max(0, chosen - n_second), min(n_first, chosen) + 1)
        }
        told = sum(weight for weight in weights.values() if weight <= weights[chosen_first])
        expected = told / sum(weights.values())
        assert share_chance(chosen_first, n_first, chosen_second, n_second) == pytest.approx(expected)


def test_shares_of_millions_are_compared_in_milliseconds():
    start = time.perf_counter()
    assert share_chance(500_000, 1_000_000, 4_995_000, 10_000_000) == pytest.approx(0.3404, abs=0.001)
    assert share_chance(510_000, 1_000_000, 4_995_000, 10_000_000) < 1e-60
    assert time.perf_counter() - start < 0.2


def test_options_nobody_or_everybody_chose_are_no_difference():
    assert share_chance(0, 20, 0, 30) == share_chance(20, 20, 30, 30) == 1


def test_too_few_batches_cannot_tell():
    assert not enough_batches(2, 50) and not enough_batches(3, 3) and not enough_batches(4, 4)
    assert enough_batches(4, 5) and enough_batches(3, 9)
