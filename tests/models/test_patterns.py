"""Patterns of answers: found where there are any, none where answers lie evenly."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from models.patterns import find_patterns, refit, stability_of

MIDDLES = np.array([[0.2, 0.2, 0.3, 0.8], [0.8, 0.7, 0.2, 0.3], [0.3, 0.8, 0.8, 0.2]])
BLOCKS = [0, 0, 1, 2]  # a triad and two lines


def planted(n=240, seed=0, spread=0.1, missing=0.3):
    chance = np.random.default_rng(seed)
    kind = chance.integers(3, size=n)
    answers = MIDDLES[kind] + chance.normal(0, spread, (n, 4))
    for block in range(3):
        out = chance.random(n) < missing
        answers[np.ix_(out, np.array(BLOCKS) == block)] = np.nan
    return answers, kind


@pytest.fixture(scope="module")
def found():
    return find_patterns(planted()[0], BLOCKS)


def test_planted_patterns_are_found_although_a_third_of_the_answers_is_missing(found):
    answers, kind = planted(seed=1)
    placed = found.space.assign(answers)
    told = placed.label >= 0
    assert found.k == 3
    assert adjusted_rand_score(kind[told], placed.label[told]) > 0.8


def test_what_is_found_says_how_sure_it_is(found):
    assert found.stability.whole > 0.9 and len(found.stability.themes) == 3
    assert found.chance <= 0.05
    assert (found.explained > 0.3).all()


def test_about_two_in_a_hundred_stories_are_unusual(found):
    assert 0.01 <= found.space.assign(planted()[0]).unusual.mean() <= 0.03


@pytest.mark.parametrize("seed", range(1))
def test_answers_that_have_nothing_to_do_with_each_other_hold_no_patterns(seed):
    chance = np.random.default_rng(seed)
    answers = np.column_stack([chance.beta(0.5, 0.5, 200), chance.random((200, 2)), chance.integers(2, size=200)])
    assert find_patterns(answers, [0, 1, 1, 2], seed=seed).k == 0


def test_two_crisp_questions_that_do_not_go_together_are_no_pattern():
    chance = np.random.default_rng(3)
    crisp = chance.integers(2, size=(250, 2)) + chance.normal(0, 0.02, (250, 2))
    assert find_patterns(crisp, [0, 1]).k == 0


def test_patterns_that_differ_in_one_question_alone_are_not_told_apart():
    chance = np.random.default_rng(4)
    kind = chance.integers(2, size=250)
    options = np.eye(4)[2 * kind + chance.integers(2, size=250)]  # of each kind one half gives either of two answers
    lines = kind[:, None] + chance.normal(0, 0.15, (250, 2))
    assert find_patterns(np.column_stack([lines, options]), [0, 1, 2, 2, 2, 2]).k == 2


def test_every_question_weighs_the_same_whatever_its_unit():
    answers, _ = planted()
    answers[:, 3] *= 1_000
    assert find_patterns(answers, BLOCKS).k == 3


@pytest.mark.parametrize(("answers", "blocks"), [(planted(n=90)[0], BLOCKS), (planted()[0][:, :2], [0, 0])])
def test_too_few_stories_or_a_single_question_hold_no_patterns(answers, blocks):
    assert find_patterns(answers, blocks).k == 0


def test_a_question_that_all_answered_alike_or_nobody_answered_does_no_harm():
    answers, _ = planted()
    more = np.column_stack([answers, np.full(240, 0.5), np.full(240, np.nan)])
    assert find_patterns(more, [*BLOCKS, 3, 4]).k == 3


def test_a_refit_keeps_every_pattern_and_its_stories(found):
    grown = np.vstack([planted()[0], planted(seed=2)[0]])
    moved = refit(found.space, grown)
    before, after = found.space.assign(grown).label, moved.assign(grown).label
    assert len(moved.middles) == 3 and (before == after).mean() > 0.97


def test_a_refit_of_no_stories_changes_nothing(found):
    assert refit(found.space, np.full((5, 4), np.nan)) is found.space


def test_the_stability_of_patterns_in_use_is_measured_anew(found):
    assert stability_of(found.space, planted(seed=5)[0]).whole > 0.9


def test_columns_without_a_question_are_refused():
    with pytest.raises(ValueError, match="give one for each column"):
        find_patterns(planted()[0], [0, 1])
