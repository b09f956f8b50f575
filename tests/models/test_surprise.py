import numpy as np
import pytest

from models.surprise import divergence, surprise

ZONES = 7


def test_the_divergence_goes_from_nought_to_one_and_back_the_same_way():
    one, other = [0.5, 0.5, 0], [0.25, 0.25, 0.5]
    assert divergence(one, other) == divergence(other, one)
    # H(M) - (H(P) + H(Q)) / 2 with M = (.375, .375, .25): 1.5613 - (1 + 1.5) / 2.
    assert divergence(one, other) == pytest.approx(0.3113, abs=1e-4)
    assert divergence([3, 1], [6, 2]) == 0 and divergence([1, 0], [0, 9]) == 1


def test_the_interval_holds_the_surprise_of_all_who_could_have_told():
    chance = np.random.default_rng(1)
    expected, true = np.array([6, 0, 0, 1, 1, 1, 1]) / 10, np.array([0.1, 0.3, 0.05, 0.2, 0.1, 0.15, 0.1])
    found = [surprise(expected, chance.multinomial(80, true), seed=seed) for seed in range(150)]
    held = np.mean([one.low <= divergence(expected, true) <= one.high for one in found])
    assert 0.9 <= held <= 0.99


def test_a_good_guess_is_nearer_than_an_even_spread_and_a_bad_one_further_off():
    found = [60, 5, 5, 10, 10, 5, 5]
    assert surprise([6, 1, 0, 1, 1, 0, 1], found).nearer == 1
    assert surprise([0, 5, 5, 0, 0, 0, 0], found).nearer == -1
    few = [4, 1, 1, 2, 1, 2, 1]
    assert surprise([4, 1, 1, 1, 1, 1, 1], few).nearer == 0


def test_an_even_spread_may_know_how_large_the_parts_are():
    found = surprise([1, 1], [75, 25], even=[3, 1])
    assert found.even == 0 and found.nearer == -1


def test_the_words_say_the_score_and_the_comparison():
    words = surprise([0, 5, 5, 0, 0, 0, 0], [60, 5, 5, 10, 10, 5, 5]).words
    assert words.startswith("Surprise: 0.7") and "95 % interval" in words
    assert "The expectation was further off than an even spread, which would have scored 0.1" in words


def test_few_stories_are_no_finding_and_no_expectation_is_refused():
    assert surprise([1] * ZONES, [1] * ZONES) is None
    with pytest.raises(ValueError, match="not all 0"):
        surprise([0] * ZONES, [5] * ZONES)
