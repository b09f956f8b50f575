import pytest

from analysis.repeats import Repeats
from tests.analysis.test_monitor import make_telling

LONG, OTHER = "a" * 64, "b" * 64


def make_copy(text=LONG, **changes):
    return make_telling(text_hash=text, is_long=True, **changes)


def ordinals(repeats, day, tellings, told=None):
    return repeats.ordinals(day, [0] * len(tellings), tellings, {} if told is None else told).tolist()


def test_the_kth_copy_of_a_text_within_four_weeks_is_the_kth_voice_of_it():
    repeats = Repeats()
    assert ordinals(repeats, 10, [make_copy(), make_copy(OTHER), make_copy()]) == [1, 1, 2]
    assert ordinals(repeats, 37, [make_copy(OTHER), make_copy()]) == [2, 3]
    assert ordinals(repeats, 38, [make_copy()]) == [2]
    assert ordinals(repeats, 66, [make_copy(), make_copy()]) == [1, 2]


def test_short_texts_and_none_are_the_same_by_chance_and_no_copies():
    short, silent = make_telling(text_hash=LONG), make_telling()
    assert ordinals(Repeats(), 10, [short, short, silent, silent]) == [1, 1, 1, 1]


def test_a_story_counts_by_whichever_was_repeated_more_its_teller_or_its_text():
    repeats, told = Repeats(), {"ann": 4}
    tellings = [make_copy(respondent="ann"), make_copy(respondent="bob"), make_telling(respondent="bob")]
    assert ordinals(repeats, 10, tellings, told) == [5, 2, 2]
    assert told == {"ann": 5, "bob": 2}


def test_a_day_without_stories_changes_nothing():
    repeats = Repeats()
    assert ordinals(repeats, 10, []) == []


@pytest.mark.parametrize("again", [False, True])
def test_restored_it_goes_on_exactly(again):
    repeats = Repeats()
    ordinals(repeats, 10, [make_copy(respondent="ann"), make_copy()])
    if again:
        state, repeats = repeats.state(), Repeats()
        repeats.restore(state)
    assert ordinals(repeats, 11, [make_copy()]) == [3]
