from dataclasses import replace

import pytest

from narratives.promise import TOTAL, Delay, Rate
from store.release_promises import ReleasedPromise, SmallGroup
from tests.builders import make_collection, make_framework
from tests.store.test_promises import FOUND
from tests.web.explore.promise.test_curves import OUTLOOK
from web.explore.promise.page import promise_page, verdict


def page(**outlook):
    found = ReleasedPromise(1.0, {}, replace(OUTLOOK, **outlook), {}, True)
    return promise_page(make_collection(), make_framework(), found)


@pytest.mark.parametrize(
    ("rate", "tone", "words"),
    [
        (Rate(4, 0.3, 0.1, 0.8), "kept", "Kept"),
        (Rate(4, 0.8, 0.3, 1.9), "open", "Kept, as far as can be told yet"),
        (Rate(4, 1.3, 0.6, 2.4), "open", "Not certain yet"),
        (Rate(40, 2.3, 1.6, 3.4), "broken", "Not kept"),
    ],
)
def test_the_verdict_is_what_the_interval_says(rate, tone, words):
    found = verdict(1.0, replace(FOUND, years=42.3, rates={TOTAL: rate}))
    assert (found.tone, found.words) == (tone, words)
    assert f"{rate.a_year:.2f} false alerts a year, with a 95% interval from {rate.low:.2f}" in found.sentence
    assert "over 42 years in which nothing happened" in found.sentence


def test_one_shift_is_told_as_stories_of_a_hundred_and_in_weeks():
    what = "that 76 stories of 100, not 50, lie beyond the usual middle."
    in_one, everywhere = page().ahead.sentences
    assert in_one == f"In a group that tells about 12 stories a week you would notice in about 4 weeks {what}"
    assert everywhere == f"Everywhere at once you would notice in about 9 days {what}"


def test_rows_say_the_median_the_range_and_what_is_missed():
    rows = page().ahead.rows
    assert rows[0].whole == ("more often missed", "–", "60%")
    assert rows[1].group == ("4 weeks", "9 days to more than 6 months", "20%")
    assert rows[2].whole == ("2 days", "1 day to 4 days", "none")
    assert page(group=()).ahead.rows[0].group is None


@pytest.mark.parametrize(
    ("least", "words"),
    [
        (None, "No shift in one group can be counted on to be noticed within three months: stories are too few."),
        (0.7, "A shift in one group that moves fewer than 76 stories of 100 beyond the usual middle is more often"),
        (0.2, "Even a shift in one group that moves no more than 58 stories of 100 beyond the usual middle"),
    ],
)
def test_what_is_too_small_is_said_in_stories(least, words):
    assert page(least_group=least).ahead.small[1].startswith(words)


def test_groups_that_tell_too_little_are_named_with_no_more_than_may_be_told():
    slow = (SmallGroup("east", 1, False), SmallGroup("", None, True), SmallGroup("west", None, False))
    assert page(slow=slow).ahead.slow == (
        "east: about 1 story a week",
        "Stories without a group: fewer than 10 stories",
        "west",
    )


def test_a_question_is_called_by_its_title():
    assert page(question="mood").ahead.about == "answers to “It left me…”"
    assert page().ahead.about == "the temperature"


def test_everything_missed_is_said_too():
    never = (Delay(0.7, 8, None, None, None, 1.0),)
    sentence = page(whole=never, group=()).ahead.sentences[0]
    assert sentence.startswith("Everywhere at once you would more often miss than notice within six months that 76")
