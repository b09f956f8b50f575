"""What an alert's evidence says, on the alert's own page."""

import re

import pytest

from narratives.alert import Signal, sentence
from narratives.alert_message import SIGNALS
from store.alerts import add_sign
from tests.web.explore.telling import make_finding, make_reading


@pytest.fixture
def shown(ada):
    return lambda alert: ada.get(f"/changed/{alert}").text


def test_each_signal_has_a_name_of_its_own():
    assert len(set(SIGNALS.values())) == len(Signal) == 3


def test_an_alert_says_how_much_when_it_was_noticed_and_how_sure(raise_alert, shown):
    page = shown(raise_alert())
    assert "A large shift: 0.7 standard deviations (0.4 to 1.0), where 1 is how much stories usually differ" in page
    assert "Noticed on 20 February 2026, from 24 stories told since it began." in page
    assert "A change this strong comes up by chance about once in 12 years." in page


def test_fewer_than_k_stories_are_no_number(raise_alert, shown):
    assert "from fewer than 10 stories told since it began" in shown(raise_alert(n=7))


def test_an_alert_says_how_far_it_went_what_that_is_made_of_and_what_else_moved(raise_alert, shown):
    also = (("temperature", "say", "anchor:none"), ("theme", "wish", "option:w1"))
    parts = {"change": 12.0, "change_low": 8.0, "change_high": 16.0, "mix": 2.0, "placements": 10.0}
    page = shown(raise_alert(**parts, also=also))
    assert re.search(r'mm-evidence__size">On average 12 points of a hundred nearer to “sad” \(8 to 16\)<', page)
    assert "10 points: people said other things" in page and "2 points: other people answered" in page
    assert "What else moved (2)" in page and "Stories have moved towards “no say” (“I had…”)" in page
    assert re.search(r"What people talk about:</span> more stories have been about “wish 1”", page)


def test_further_signs_of_a_shift_stand_inside_its_alert_once(world, raise_alert, shown):
    also = (("temperature", "say", ""), ("temperature", "mood", "anchor:sad"))
    alert = raise_alert(signifier="hot-score", direction="hotter", also=also)
    sign = make_finding(signifier="say", direction="anchor:none")
    add_sign(world.db, alert, sign, sentence=sentence(sign, world.framework))
    page = shown(alert)
    assert page.count("Stories have moved towards “no say” (“I had…”)") == 1
    assert "Stories have moved towards “sad” (“It left me…”)" in page and "answers to" not in page


def test_the_words_of_a_theme_stay_with_its_sign(world, raise_alert, shown):
    alert = raise_alert(signal=Signal.THEME, signifier="wish", direction="option:w1")
    sign = make_finding(signal=Signal.THEME, signifier="theme", direction="topic:3")
    add_sign(world.db, alert, sign, sentence=sentence(sign, world.framework, {3: "lamp, light"}))
    assert "about the theme “lamp, light”" in shown(alert)


def test_a_count_of_how_stories_arrive_shows_no_story_and_no_temperature(world, raise_alert, shown):
    world.read_temperature(*(make_reading(week, 50.0 + week) for week in range(6)))
    page = shown(raise_alert(signal=Signal.COLLECTION, signifier="copies", direction="copies", n=12, evidence=0.0))
    assert "This is a count, not a test" in page and "12 stories" in page
    assert "Temperature in east" not in page and "may be read one by one" not in page


def test_only_stories_that_may_be_read_are_quoted(world, raise_alert, shown):
    (told,) = world.tell(text="The frost took the beans.")
    (hidden,) = world.tell(text="Only count me.", read=False)
    page = shown(raise_alert(exemplars=[hidden.id, told.id]))
    assert "The frost took the beans." in page and "Only count me." not in page
    assert "No story behind this alert may be read one by one." in shown(raise_alert(group="west"))
