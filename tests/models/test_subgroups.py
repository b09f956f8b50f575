"""A search over conditions finds what is there and pays for how much it looked at."""

import numpy as np
import pytest

from models.subgroups import find_subgroups

LEAST = 10


def world(seed: int, n: int = 300, conditions: int = 12):
    """Stories with an even target and conditions of four questions that have nothing to do with it."""
    chance = np.random.default_rng(seed)
    chosen = chance.random((n, conditions)) < 0.4
    return chance.random(n), chosen, np.ones((n, conditions), bool), np.arange(conditions) % 4


def test_a_planted_condition_comes_first_with_its_effect_inside_the_interval():
    target, chosen, answered, questions = world(1)
    target = np.where(chosen[:, 5], target * 0.7 + 0.3, target * 0.7)
    first = find_subgroups(target, chosen, answered, questions, least=LEAST).found[0]
    assert (first.first, first.second) == (5, None)
    assert first.is_distinguishable
    assert first.low <= 0.3 <= first.high
    assert first.n == chosen[:, 5].sum()
    assert first.n + first.rest_n == 300


def test_a_pair_is_found_for_what_it_adds_to_both_halves():
    target, chosen, answered, questions = world(2, n=600)
    both = chosen[:, 0] & chosen[:, 1]
    target = np.where(both, target * 0.5 + 0.5, target * 0.5)
    first = find_subgroups(target, chosen, answered, questions, least=LEAST).found[0]
    assert {first.first, first.second} == {0, 1}
    assert first.low <= 0.5 <= first.high


def test_a_condition_alone_is_not_said_again_in_pairs_with_others():
    target, chosen, answered, questions = world(3, n=600)
    target = np.where(chosen[:, 4], target * 0.6 + 0.4, target * 0.6)
    told = [one for one in find_subgroups(target, chosen, answered, questions, least=LEAST).found if one.p <= 0.05]
    assert [(one.first, one.second) for one in told] == [(4, None)]


def test_two_answers_to_one_question_are_never_paired():
    target, chosen, answered, questions = world(4)
    found = find_subgroups(target, chosen, answered, questions, least=LEAST).found
    pairs = [one for one in found if one.second is not None]
    assert pairs and all(questions[one.first] != questions[one.second] for one in pairs)


def test_nothing_smaller_than_the_least_is_tried_on_either_side():
    target, chosen, answered, questions = world(5, n=60)
    chosen[:, 0] = False
    chosen[:9, 0] = True
    chosen[:, 1] = True
    chosen[:9, 1] = False
    found = find_subgroups(target, chosen, answered, questions, least=LEAST).found
    assert found and all(one.n >= LEAST and one.rest_n >= LEAST for one in found)
    assert not any({0, 1} & {one.first, one.second} for one in found)


def test_who_did_not_answer_a_question_is_on_neither_side_of_its_condition():
    target, chosen, answered, questions = world(6)
    answered[:100, 3] = False
    one = next(
        one
        for one in find_subgroups(target, chosen, answered, questions, least=LEAST).found
        if (one.first, one.second) == (3, None)
    )
    assert one.n + one.rest_n == 200
    assert one.n == chosen[100:, 3].sum()


def test_stories_without_the_target_are_left_out():
    target, chosen, answered, questions = world(7)
    target[:250] = np.nan
    found = find_subgroups(target, chosen, answered, questions, least=LEAST).found
    assert found and all(one.n + one.rest_n <= 50 for one in found)


@pytest.mark.parametrize("target", [np.zeros(40), np.full(40, np.nan), np.zeros(0)])
def test_a_target_that_never_differs_finds_nothing(target):
    n = len(target)
    assert find_subgroups(target, np.ones((n, 2), bool), np.ones((n, 2), bool), [0, 1], least=LEAST).tried == 0


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fit together"):
        find_subgroups([0.5, 0.1], [[True]], [[True]], [0], least=LEAST)


def test_the_same_stories_give_the_same_answer():
    asked = world(8)
    assert find_subgroups(*asked, least=LEAST) == find_subgroups(*asked, least=LEAST)


def wrong_searches(worlds: int) -> int:
    return sum(
        find_subgroups(*world(1_000 + seed, n=160, conditions=10), least=LEAST, rounds=199).found[0].is_distinguishable
        for seed in range(worlds)
    )


@pytest.mark.slow
def test_searches_where_there_is_nothing_find_something_in_one_of_twenty():
    assert 8 <= wrong_searches(400) <= 34  # 20 expected; 4.4 standard deviations wide


@pytest.mark.slow
def test_intervals_hold_the_truth_of_everything_tried_in_nineteen_of_twenty_searches():
    missed = 0
    for seed in range(300):
        target, chosen, answered, questions = world(5_000 + seed, n=300, conditions=8)
        truth = np.where(np.arange(8) == 2, 0.25, 0.0)
        target = target * 0.75 + 0.25 * chosen[:, 2]
        found = find_subgroups(target, chosen, answered, questions, least=LEAST, rounds=199).found
        singles = [one for one in found if one.second is None]
        assert len(singles) == 8
        missed += any(not one.low <= truth[one.first] <= one.high for one in singles)
    assert missed <= 26  # 15 expected at most
