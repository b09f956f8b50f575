"""How often patterns are found where there are none: pure scatter of 300 to 2,000 stories, a hundred times."""

import numpy as np
import pytest

from benchmarks.meaning_patterns import scatter
from models.patterns import find_patterns

pytestmark = pytest.mark.nightly


def test_in_a_hundred_sets_of_pure_scatter_at_most_five_hold_patterns():
    false = 0
    for seed in range(100):
        chance = np.random.default_rng(seed)
        false += find_patterns(*scatter(chance, int(chance.integers(300, 2_001))), seed=seed).k > 0
    assert false <= 5
