import numpy as np

from models.pocket_apart import apart


def test_placements_in_a_corner_of_their_own_lie_further_than_nearly_all_random_sets():
    chance = np.random.default_rng(2)
    placed = chance.uniform(0, 0.6, size=(200, 3))
    placed[:8, 1] = 0.95
    found = apart(placed, np.arange(200) < 8)
    assert found.column == 1 and found.share == 1.0 and found.shift > 1


def test_placements_like_all_others_lie_nowhere_special():
    chance = np.random.default_rng(2)
    shares = [apart(chance.uniform(size=(200, 3)), np.arange(200) < 8).share for _ in range(20)]
    assert 0.2 < np.mean(shares) < 0.8


def test_too_few_placements_say_nothing():
    placed = np.full((50, 2), np.nan)
    placed[3:, 0] = 0.5
    assert apart(placed, np.arange(50) < 6) is None
    assert apart(np.full((50, 2), np.nan), np.arange(50) < 6) is None
    assert apart(np.full((50, 1), 0.5), np.arange(50) < 6).share == 0.0
