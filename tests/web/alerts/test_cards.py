"""A finding in words."""

import pytest

from narratives.alert import Signal
from tests.builders import make_framework
from tests.web.explore.telling import make_finding
from web.alerts.cards import how_much, how_sure, tone_of
from web.alerts.watching import budget_words


@pytest.mark.parametrize(
    ("direction", "signifier", "tone"),
    [
        ("hotter", "hot-score", "trouble"),
        ("calmer", "hot-score", "opportunity"),
        ("anchor:sad", "mood", "trouble"),
        ("anchor:glad", "mood", "opportunity"),
        ("away:sad", "mood", "opportunity"),
        ("away:glad", "mood", "trouble"),
        ("anchor:all", "say", "change"),
        ("option:w1", "wish", "change"),
        ("anchor:sad", "gone", "change"),
    ],
)
def test_a_finding_points_to_trouble_or_to_an_opportunity(direction, signifier, tone):
    finding = make_finding(direction=direction, signifier=signifier)
    assert tone_of(finding, make_framework()).name == tone


@pytest.mark.parametrize("signal", [Signal.THEME, Signal.COLLECTION])
def test_themes_and_ways_of_arriving_never_pose_as_temperature(signal):
    finding = make_finding(signal=signal, direction="hotter", signifier="hot-score")
    assert tone_of(finding, make_framework()).name == "change"


def test_more_stories_about_one_option_stand_under_what_people_talk_about():
    finding = make_finding(signal=Signal.THEME, direction="option:slugs", signifier="about")
    assert tone_of(finding, make_framework()).words == "What people talk about"


@pytest.mark.parametrize(
    ("effect", "low", "high", "words"),
    [
        (0.2, 0.1, 0.3, "A small shift: 0.2 (0.1 to 0.3)"),
        (-0.5, -0.7, -0.3, "A clear shift: 0.5 (0.3 to 0.7)"),
        (0.9, 0.5, 1.3, "A large shift: 0.9 (0.5 to 1.3)"),
        (2.0, 1.5, 2.5, "A very large shift: 2.0 (1.5 to 2.5)"),
        (0.3, -0.1, 0.7, "A small shift: 0.3 (-0.1 to 0.7)"),
    ],
)
def test_the_size_is_said_in_words_and_as_a_number_with_its_interval(effect, low, high, words):
    finding = make_finding(effect=effect, effect_low=low, effect_high=high)
    assert how_much(finding).startswith(words)


def test_a_change_of_volume_is_a_ratio():
    finding = make_finding(signal=Signal.COLLECTION, direction="more", effect=2.1, effect_low=1.5, effect_high=2.9)
    assert how_much(finding) == "2.1 times the usual number of stories (1.5 to 2.9)"


def test_where_no_story_came_no_endless_number_is_shown():
    finding = make_finding(signal=Signal.COLLECTION, direction="fewer", effect=0.0, effect_low=0.0, effect_high=5e51)
    assert how_much(finding) == "Hardly any of the usual number of stories; too few to say how much exactly"


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (4000.0, "less than once in 1,000 years"),
        (12.4, "about once in 12 years"),
        (1.1, "about once a year"),
        (0.25, "about 4 times a year"),
        (0.0, "often"),
    ],
)
def test_how_sure_is_said_as_a_return_time(years, words):
    assert how_sure(make_finding(evidence=years)) == f"A change this strong comes up by chance {words}"


@pytest.mark.parametrize(
    ("a_year", "words"), [(1.0, "at most 1 false alert a year"), (0.5, "at most 0.5 false alerts a year")]
)
def test_the_promise_is_said_in_alerts_a_year(a_year, words):
    assert budget_words(a_year) == words
