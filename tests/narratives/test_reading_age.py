"""How old somebody is who reads a text with ease, and when nothing is said."""

from narratives.reading_age import FEWEST_WORDS, reading_age

EASY = "The bus was late. We got wet. A man gave us his coat."
HARD = "Notwithstanding considerable organisational restructuring, interdepartmental communication deteriorated."


def test_long_words_in_long_sentences_are_for_older_readers():
    easy, hard = reading_age([EASY] * 10), reading_age([HARD] * 10)
    assert easy is not None and hard is not None
    assert easy <= 7 and hard >= 18


def test_the_index_is_the_published_one():
    words = ["abcd"] * FEWEST_WORDS  # one sentence: 4.71 * 4 + 0.5 * 60 - 21.43 = 27.41
    assert reading_age([" ".join(words)]) == 27 + 5


def test_too_few_words_say_nothing():
    assert reading_age([" ".join(["word"] * (FEWEST_WORDS - 1))]) is None
    assert reading_age([]) is None


def test_welsh_has_no_figure():
    assert reading_age([EASY] * 10, "cy") is None
    assert reading_age([EASY] * 10, "en-GB") is not None
