"""Did the words change too? The section beside an alert."""

from dataclasses import replace
from datetime import date

import pytest

from narratives.collection import Policy
from store.text_drifts import Answer, keep_text_drift
from tests.builders import make_collection
from tests.store.test_text_drifts import DRIFT
from web.alerts.words_changed import described

NOTHING = replace(DRIFT, p=None, usual=(), gained=(), lost=(), size=0.0)


@pytest.fixture
def shown(world, raise_alert, ada):
    def page(drift):
        which = raise_alert()
        if drift is not None:
            keep_text_drift(world.db, which, "model", drift, date(2026, 3, 2))
        return ada.get(f"/changed/{which}").text

    return page


def test_changed_words_are_told_with_what_came_and_went(shown):
    page = shown(DRIFT)
    assert "Did the words change too?" in page
    assert "Yes: since it began, stories are told in other words than in the weeks before." in page
    assert "“fire” (1 before, 20 since); theme “Smoke” (0 before, 12 since)" in page
    assert "Less often since:" in page and "“beans”" in page and "mm-words__strip" in page
    assert "Evidence only: no alert is ever raised from it, and no story is scored." in page
    assert "about 1 times in 100" not in page and "about 1 time in 100" in page


def test_an_alert_that_nobody_looked_at_has_no_section(shown):
    assert "Did the words change too?" not in shown(None)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer.SCATTER, "Not as far as can be told: the words differ no more than those of other weeks do."),
        (Answer.TOO_EARLY, "Too early to say: words are compared once stories came in two weeks since it began."),
        (Answer.TOO_FEW, "Too few stories to say: at least 10 on each side, over 8 weeks before and 2 since, are"),
    ],
)
def test_every_other_answer_is_said_as_plainly(shown, answer, words):
    page = shown(replace(NOTHING, answer=answer))
    assert words in page and "mm-words__strip" not in page and "More often since" not in page


def test_a_change_without_words_that_may_be_named_says_so():
    found = described(replace(DRIFT, gained=(), lost=()), make_collection())
    assert found.no_words == "No single word can be named: none stands out in 10 stories that may be read."


def test_a_later_look_says_that_each_look_may_be_wrong():
    chances = [described(replace(DRIFT, look=look), make_collection()).chance for look in (1, 4)]
    assert "the first look" in chances[0] and "look number 4, each with its own chance to be wrong" in chances[1]


def test_a_protected_collection_names_words_without_numbers():
    found = described(DRIFT, make_collection(policy=Policy.PROTECTED))
    assert found.gained == ("“fire”", "theme “Smoke”")


def test_the_picture_has_the_words_beyond_what_is_usual():
    usual = described(DRIFT, make_collection()).usual
    assert usual.low < usual.inner_low < usual.inner_high < usual.high < usual.at
    assert usual.said == "These words lie further away than 100 of 100 usual distances."
