"""How far two ways of grouping the same stories agree beyond chance."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from models.agreement import agreement, agreement_of


def labels(seed, n=800, tied=0.5):
    chance = np.random.default_rng(seed)
    one = chance.integers(6, size=n)
    return one, np.where(chance.random(n) < tied, one % 4, chance.integers(4, size=n))


@pytest.mark.parametrize("tied", [0.0, 0.3, 0.9])
def test_the_value_is_adjusted_mutual_information(tied):
    one, other = labels(1, tied=tied)
    assert agreement(one, other).value == pytest.approx(adjusted_mutual_info_score(one, other), abs=0.002)


def test_groups_that_have_nothing_to_do_with_each_other_lie_inside_the_band():
    inside = 0
    for seed in range(40):
        found = agreement(*labels(seed, tied=0.0), seed=seed)
        inside += found.by_chance[0] <= found.value <= found.by_chance[1]
    assert 33 <= inside <= 40


def test_groups_that_go_together_agree_beyond_chance():
    found = agreement(*labels(2))
    assert found.is_beyond_chance and found.by_chance[1] < found.low < found.value < found.high


def test_the_interval_holds_what_all_stories_would_say():
    whole = adjusted_mutual_info_score(*labels(7, n=60_000, tied=0.4))
    held = 0
    for seed in range(40):
        found = agreement(*labels(100 + seed, n=500, tied=0.4), seed=seed)
        held += found.low <= whole <= found.high
    assert held >= 34


def test_stories_without_a_label_do_not_count():
    one, other = labels(3)
    found = agreement(np.append(one, [-1, 2]), np.append(other, [0, -1]))
    assert found.table.sum() == len(one) and found.value == agreement(one, other).value


@pytest.mark.parametrize("table", [[[5, 5]], [[5], [5]], [[0, 0], [3, 4]], np.zeros((0, 0))])
def test_a_single_group_says_nothing(table):
    found = agreement_of(table)
    assert found.value == 0.0 and not found.is_beyond_chance


def test_labels_of_other_stories_are_refused():
    with pytest.raises(ValueError, match="give both of the same stories"):
        agreement([0, 1], [0, 1, 1])
