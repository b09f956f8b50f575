"""What marks a pattern, and its name."""

import numpy as np

from narratives.framework_file import read_framework
from narratives.selection import most_places
from store.release_pattern_marks import Mark, labels_of, marks_of
from tests.builders import FRAMEWORK, make_framework
from tests.store.landscape.test_positions import STONES

MOOD, SAY, _, WISH = make_framework().signifiers


def mark(words, effect=0.5, signifier="mood"):
    return Mark(signifier, "It left me…", words, 0.7, 0.2, effect, 0.1, 0.8, 0.001, 50)


def table(signifier, *patterns):
    """Stories of each pattern by place, with the number placed and that for which it does not apply behind them."""
    places = most_places(signifier)
    rows = np.zeros((len(patterns), places + 4), np.int64)
    for row, (told, outside) in zip(rows, patterns, strict=True):
        for place, n in told.items():
            row[place] = n
        row[places], row[places + 1] = sum(told.values()), outside
    return {signifier: rows}


def test_an_option_that_a_pattern_gives_more_often_marks_it():
    marks = marks_of(table(WISH, ({0: 40, 1: 10}, 0), ({0: 10, 1: 40}, 0)), 10)
    assert [one.words for one in marks[0]] == ["“wish 0”", "“wish 1”"]
    assert (marks[0][0].share, marks[0][0].rest, marks[0][0].n) == (0.8, 0.2, 50)
    assert marks[0][1].effect < 0


def test_a_line_is_told_in_thirds():
    marks = marks_of(table(SAY, ({0: 50}, 0), ({10: 50}, 0), ({19: 50}, 0)), 10)
    assert [one[0].words for one in marks] == [
        "“no say”",
        "halfway between “no say” and “all the say”",
        "“all the say”",
    ]


def test_that_a_question_does_not_apply_marks_a_pattern_as_well():
    marks = marks_of(table(SAY, ({0: 30}, 30), ({0: 60}, 0)), 10)
    assert marks[0][0].words == "“this does not apply”" and marks[0][0].share == 0.5


def test_answers_of_fewer_than_k_stories_are_not_told():
    marks = marks_of(table(WISH, ({0: 9, 1: 41}, 0), ({0: 60, 1: 40}, 0)), 10)
    assert "“wish 0”" not in [one.words for one in marks[0]]


def test_a_stone_is_told_by_the_side_that_it_lies_on():
    framework = read_framework({**FRAMEWORK, "signifiers": [STONES]})
    (stones,) = framework.signifiers
    marks = marks_of(table(stones, ({0: 50}, 0), ({most_places(stones) // 2 - 1: 50}, 0)), 10)
    assert {one.words for one in marks[0] if one.effect > 0} == {"“pot” at “near”", "“pot” at “low”"}


def test_a_name_is_made_of_two_questions():
    marks = [[mark("“glad”", 0.6), mark("between “glad” and “sad”", 0.5), mark("“wish 1”", 0.4, "wish")]]
    assert labels_of(marks, [1]) == ["Mostly “glad”, and “wish 1”"]


def test_what_is_hardly_told_more_often_or_less_often_is_no_name():
    assert labels_of([[mark("“glad”", 0.1)], [mark("“sad”", -0.6)]], [3, 5]) == ["Pattern 3", "Pattern 5"]
    assert labels_of([[mark("“glad”")]], [3]) == ["Mostly “glad”"]


def test_two_patterns_do_not_share_a_name():
    same = [mark("“glad”"), mark("“wish 1”", 0.4, "wish")]
    named = labels_of([[*same, mark("“no say”", 0.3, "say")], same], [1, 2])
    assert len(set(named)) == 2 and named[0] == "Mostly “glad”, “wish 1”, and “no say”"


def test_no_questions_mark_nothing():
    assert marks_of({}, 10) == []
