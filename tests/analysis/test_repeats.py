import numpy as np
import pytest

from analysis.repeats import REMEMBERED_DAYS, Repeats, source_numbers, within_quota
from tests.analysis.test_monitor import make_telling

LONG, OTHER = "a" * 64, "b" * 64


def make_copy(text=LONG, **changes):
    return make_telling(text_hash=text, is_long=True, **changes)


def weights(repeats, day, tellings):
    return repeats.weights(day, np.zeros(len(tellings), dtype=int), tellings).tolist()


def test_copies_of_a_text_weigh_one_together_within_four_weeks():
    repeats = Repeats()
    assert weights(repeats, 10, [make_copy(), make_copy(OTHER), make_copy()]) == [0.5, 1, 0.5]
    assert weights(repeats, 37, [make_copy(OTHER), make_copy()]) == [0, 0]
    assert weights(repeats, 38, [make_copy()]) == [1]
    assert weights(repeats, 66, [make_copy()] * 4) == [0.25] * 4


def test_short_texts_and_none_are_the_same_by_chance_and_no_copies():
    short, silent = make_telling(text_hash=LONG), make_telling()
    assert weights(Repeats(), 10, [short, short, silent, silent]) == [1, 1, 1, 1]


def test_a_story_of_several_voices_weighs_what_the_one_with_the_least_left_leaves_it():
    repeats = Repeats()
    assert weights(repeats, 10, [make_copy(respondent="ann"), make_copy(respondent="bob")]) == [0.5, 0.5]
    mixed = [make_telling(respondent="ann"), make_telling(respondent="bob", voice="choir"), make_telling(voice="choir")]
    assert weights(repeats, 11, mixed) == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("seed", range(5))
def test_whatever_one_voice_tells_weighs_one_story_at_most_in_any_four_weeks(seed, promised):
    chance, repeats, told = np.random.default_rng(seed), Repeats(), []
    for day in np.sort(chance.choice(150, 90, replace=False)).tolist():
        tellings = [
            make_copy(
                chance.choice([LONG, OTHER, "c" * 64]),
                respondent=chance.choice(["ann", "bob", None], p=[0.5, 0.2, 0.3]),
                voice=chance.choice(["choir", None], p=[0.4, 0.6]),
            )
            for _ in range(chance.integers(1, 9))
        ]
        told += [(day, one, weight) for one, weight in zip(tellings, weights(repeats, day, tellings), strict=True)]
    most = 0.0
    for name in ("text_hash", "respondent", "voice"):
        for voice in {getattr(one, name) for _, one, _ in told} - {None}:
            of_voice = [(day, weight) for day, one, weight in told if getattr(one, name) == voice]
            for first in range(150 - REMEMBERED_DAYS + 1):
                most = max(most, sum(weight for day, weight in of_voice if first <= day < first + REMEMBERED_DAYS))
    assert 0.99 < most
    promised(
        "T12",
        "everything that one person, one text or one group of alike stories tells in four weeks weighs one story",
        tried=len(told),
        failures=int(most > 1 + 1e-9),
    )


def test_a_day_without_stories_changes_nothing():
    assert weights(Repeats(), 10, []) == []


@pytest.mark.parametrize("again", [False, True])
def test_restored_it_goes_on_exactly(again):
    repeats = Repeats()
    weights(repeats, 10, [make_copy(respondent="ann"), make_copy(voice="choir")])
    if again:
        state, repeats = repeats.state(), Repeats()
        repeats.restore(state)
    later = [make_copy(), make_telling(respondent="ann"), make_telling(voice="choir"), make_telling()]
    assert weights(repeats, 11, later) == [0, 0.5, 0.5, 1]


def test_beyond_the_quota_what_anybody_may_tell_shares_it_and_what_somebody_vouches_for_does_not():
    anybody = np.array([True, True, True, True, False])
    assert within_quota(np.ones(5), anybody, 2).tolist() == [0.5, 0.5, 0.5, 0.5, 1]
    assert within_quota(np.array([1, 0.5, 0.5, 0, 1]), anybody, 2).tolist() == [1, 0.5, 0.5, 0, 1]


def test_alike_stories_are_no_echoes_of_each_other():
    one, other, alone = source_numbers([make_copy(voice="choir"), make_copy(OTHER, voice="choir"), make_copy()])
    assert one == other != alone
