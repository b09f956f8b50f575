import random

import pytest

from narratives.quotation import LEAST_WORDS, plain_words, typed, words_of

STORY = "I rang at eight – nobody picked up the telephone, and I didn’t ring again. Why would I?"


def found(text: str, story: str = STORY) -> str:
    sought = typed([text])
    return sought.longest_in(story) if sought.may_stand_in(story) else ""


def test_six_words_in_a_row_are_a_quotation_and_five_are_how_people_speak():
    assert (
        found("You said that nobody picked up the telephone and you were right.")
        == "nobody picked up the telephone and"
    )
    assert found("You said that nobody picked up the telephone at the desk.") == ""


@pytest.mark.parametrize(
    "said",
    [
        "NOBODY PICKED UP THE TELEPHONE AND I",
        "nobody… picked up “the telephone”; and, I",
        "nobody picked\nup  the telephone and I",
        "and I didn't ring again why would",
        "and I didnt ring again why would",
    ],
)
def test_capitals_marks_spaces_and_apostrophes_hide_nothing(said):
    assert found(f"Perhaps {said} perhaps") == said


def test_the_longest_run_is_named_as_it_was_typed():
    text = "You said: I RANG AT EIGHT, nobody picked up... We put in a second telephone."
    assert found(text) == "I RANG AT EIGHT, nobody picked up"


def test_words_in_another_order_are_no_quotation():
    assert found("the telephone nobody picked up at eight and I rang") == ""


@pytest.mark.parametrize("text", ["", "   ", "One two three.", "…", "nobody picked up the telephone"])
def test_what_is_shorter_than_a_quotation_looks_for_nothing(text):
    assert typed([text]).rare == ()
    assert found(text) == ""


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("ni atebodd neb y ffôn yn y bore", "Ni atebodd neb y ffôn yn y bore yno."),
        ("لم يرد أحد على الهاتف في الصباح", "قلت: لم يرد أحد على الهاتف في الصباح!"),
        ("DIE STRASSE WAR DEN GANZEN TAG LAUT", "Die Straße war den ganzen Tag laut."),
        ("誰も電話に出なかった", "朝から誰も電話に出なかった。"),
    ],
)
def test_other_languages_are_compared_too(text, story):
    assert found(text, story) == text


def test_every_run_of_a_text_is_found_wherever_it_stands_in_a_story():
    rng = random.Random(7)
    words = [f"{letter * rng.randint(1, 9)}{number}" for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")]
    text = " ".join(words)
    for first in range(len(words) - LEAST_WORDS + 1):
        run = " ".join(words[first : first + LEAST_WORDS])
        assert found(text, f"Before, {run.upper()}! After.") == run
        assert found(text, f"Before, {run.rpartition(' ')[0]} after.") == ""


def test_the_two_ways_of_reading_words_agree():
    for text in (STORY, "O'Brien's 2nd “go”—twice", "'tis", "誰も abc 出", "ŵyr y bont", "a_b", ""):
        assert [word.plain for word in words_of(text)] == plain_words(text)


def test_a_word_stands_where_it_was_typed():
    text = "  I didn’t’ go."
    assert [text[word.start : word.end] for word in words_of(text)] == ["I", "didn’t", "go"]
