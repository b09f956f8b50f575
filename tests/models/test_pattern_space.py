"""Where a story lies among patterns of answers, whichever questions it answered."""

import numpy as np
import pytest

from models.pattern_space import NO_PATTERN, PatternSpace

NAN = float("nan")


def space(**changes):
    facts = {
        "blocks": np.array([0, 1, 2]),
        "centre": np.zeros(3),
        "scale": np.ones(3),
        "middles": np.array([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]]),
        "usual": 0.1,
        "unusual_beyond": 1.2,
    }
    return PatternSpace(**(facts | changes))


def test_a_story_goes_to_the_nearest_middle_by_the_questions_that_it_answered():
    found = space().assign([[0.9, 1.1, 1.0], [-1.0, NAN, -0.8], [NAN, 0.7, 0.7]])
    assert found.label.tolist() == [0, 1, 0]


def test_one_answer_is_no_pattern():
    found = space().assign([[1.0, NAN, NAN], [NAN, NAN, NAN]])
    assert found.label.tolist() == [NO_PATTERN, NO_PATTERN]
    assert not found.unusual.any()


def test_stones_of_one_question_are_parts_of_it():
    stones = space(blocks=np.array([0, 0, 1]))
    assert stones.assign([[1.0, NAN, 1.0], [1.0, 1.0, 1.0]]).label.tolist() == [NO_PATTERN, 0]


def test_a_story_far_from_every_middle_is_unusual():
    assert space().assign([[1.0, 1.0, 1.0], [4.0, -4.0, 4.0]]).unusual.tolist() == [False, True]


def test_few_answers_at_the_middle_are_less_typical_than_many():
    few, many = space().assign([[1.0, 1.0, NAN], [1.0, 1.0, 1.0]]).distance
    assert few > many > 0


def test_without_middles_nobody_has_a_pattern():
    found = space(middles=np.zeros((0, 3))).assign([[1.0, 1.0, 1.0]])
    assert found.label.tolist() == [NO_PATTERN] and found.distance.tolist() == [0.0]


def test_no_stories_have_no_places():
    assert space().assign(np.zeros((0, 3))).label.tolist() == []


def test_what_was_learnt_comes_back_from_plain_arrays():
    again = PatternSpace.from_arrays(space().to_arrays())
    answers = [[0.5, 1.0, NAN], [-3.0, 0.2, -1.0]]
    one, other = space().assign(answers), again.assign(answers)
    assert one.label.tolist() == other.label.tolist() and one.distance.tolist() == other.distance.tolist()


def test_answers_of_another_framework_are_refused():
    with pytest.raises(ValueError, match="answers have 3 columns"):
        space().assign([[1.0, 2.0]])
