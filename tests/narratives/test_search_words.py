"""What is typed into the search box is understood as it is explained, and nothing that is typed fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.search_words import (
    LONE_STAR,
    MOST_CHARACTERS,
    NOTHING_AFTER_NOT,
    ONLY_WITHOUT,
    OPEN_QUOTE,
    STAR_IN_QUOTES,
    STAR_INSIDE,
    Search,
    Term,
    clean,
    read_search,
)

TYPED = st.one_of(st.text(max_size=60), st.text('ab "*-−NOT()“”\x00\ud800é', max_size=40))


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("school bus", ["school", "bus"], []),
        ('"school bus" late', ["school bus", "late"], []),
        ("“school bus”", ["school bus"], []),
        ("school -bus", ["school"], ["bus"]),
        ('school -"late bus"', ["school"], ["late bus"]),
        ("school NOT bus stop", ["school", "stop"], ["bus"]),
        ("school −bus", ["school"], ["bus"]),
        ("not here", ["not", "here"], []),
        ("AND OR (NEAR)", ["AND", "OR", "(NEAR)"], []),
        ("well-being - now", ["well-being", "now"], []),
        ("text:beans ^a col*", ["text:beans", "^a", "col*"], []),
        ('bus"stop sign"', ["bus", "stop sign"], []),
        ("!!! — ,", [], []),
    ],
)
def test_words_quotations_beginnings_and_what_is_left_out_are_told_apart(typed, wanted, unwanted):
    found = read_search(typed)
    assert [term.words + "*" * term.begins for term in found.wanted] == wanted
    assert [term.words for term in found.unwanted] == unwanted
    assert found.problem == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ('"school bus', OPEN_QUOTE),
        ("-bus", ONLY_WITHOUT),
        ("NOT bus", ONLY_WITHOUT),
        ("school NOT", NOTHING_AFTER_NOT),
        ("*", LONE_STAR),
        ("b*", LONE_STAR),
        ("be*n", STAR_INSIDE),
        ('"school bu*"', STAR_IN_QUOTES),
    ],
)
def test_wrong_use_is_a_sentence_that_says_what_to_do(typed, problem):
    assert read_search(typed) == Search(problem=problem)
    assert problem.endswith(".") and len(problem) < 120


def test_a_beginning_keeps_its_letters_alone():
    assert read_search("bull*").wanted == (Term("bull", begins=True),)


def test_the_meaning_is_the_wanted_words_in_one_spelling():
    assert read_search('  Nobody   CAME "to the Door" -police').meaning == "nobody came to the door"
    assert read_search("NOBODY came").meaning == read_search("nobody  Came").meaning


@given(TYPED)
def test_whatever_is_typed_is_understood_or_answered_with_a_sentence(typed):
    found = read_search(typed)
    assert not (found.problem and (found.wanted or found.unwanted))
    assert found.problem or found.wanted or not found.unwanted
    for term in (*found.wanted, *found.unwanted):
        assert any(letter.isalnum() or not letter.isascii() for letter in term.words)
        assert '"' not in term.words and "*" not in term.words
        assert term.words.isprintable()


@given(TYPED)
def test_what_is_kept_of_the_typed_is_printable_short_and_stays_itself(typed):
    kept = clean(typed)
    assert kept.isprintable() and len(kept) <= MOST_CHARACTERS and clean(kept) == kept
