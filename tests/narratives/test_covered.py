"""Settings that members decide about: how values are read, kept and said."""

import pytest

from narratives.covered import WORDS, NeedsVoteError, Setting, ValueRefusedError, read_value, value_words


def test_every_setting_has_words():
    assert WORDS.keys() == set(Setting)


@pytest.mark.parametrize(
    ("setting", "typed", "kept", "said"),
    [
        (Setting.SMALLEST_GROUP, " 015 ", "15", "at least 15 people"),
        (Setting.FALSE_ALARMS, "0.50", "0.5", "0.5 a year"),
        (Setting.MONTHS_KEPT, "1", "1", "1 month"),
        (Setting.READERS, "member manager", "manager member", "managers and members"),
        (Setting.READERS, "", "", "nobody"),
        (Setting.SHARED_WITH, ["b", "a"], '["a", "b"]', "a, b"),
        (Setting.SHARED_WITH, ["a", "+moves"], '["+moves", "a"]', "that stories of these collections moved, a"),
        (Setting.SHARED_WITH, "[]", "[]", "no collection"),
        (Setting.PUBLIC_PAGE, "on", "on", "on"),
        (Setting.QUESTIONS, "3", "3", "open revision 3"),
    ],
)
def test_a_value_is_kept_in_one_spelling_and_said_in_words(setting, typed, kept, said):
    assert read_value(setting, typed) == kept
    assert value_words(setting, kept) == said


@pytest.mark.parametrize(
    ("setting", "typed", "message"),
    [
        (Setting.SMALLEST_GROUP, "9", "Enter the fewest people as a whole number from 10 to 100; “9” is none"),
        (Setting.FALSE_ALARMS, "often", "Enter alarms a year as a number from 0.05 to 52; “often” is none"),
        (Setting.FALSE_ALARMS, "nan", "Enter alarms a year as a number from 0.05 to 52; “nan” is none"),
        (Setting.MONTHS_KEPT, "2.5", "Enter the months as a whole number from 1 to 120; “2.5” is none"),
        (Setting.READERS, "practitioner", "Choose managers, members, both or neither"),
        (Setting.PUBLIC_PAGE, "yes", "Choose on or off"),
        (Setting.TOLD_OUTSIDE, "on", "Choose yes or no"),
        (Setting.WORDING, " ", "Write what it should be"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused_with_what_it_can(setting, typed, message):
    with pytest.raises(ValueRefusedError) as refused:
        read_value(setting, typed)
    assert str(refused.value) == message


def test_a_number_that_is_too_long_to_be_read_is_refused_like_any_other():
    with pytest.raises(ValueRefusedError, match="as a whole number from 10 to 100"):
        read_value(Setting.SMALLEST_GROUP, "9" * 5_000)


def test_the_way_to_a_vote_is_said():
    said = str(NeedsVoteError(Setting.MONTHS_KEPT, "plot"))
    assert said == "Members decide about this (how long stories are kept): propose the change under Decisions."
