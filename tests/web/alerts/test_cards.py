"""A finding in words."""

import pytest

from narratives.alert import Signal
from tests.builders import make_framework
from tests.web.explore.telling import make_finding
from web.alerts.cards import SIGNALS, tone_of
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
        ("zone:1", "mood", "trouble"),
        ("wider", "mood", "change"),
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


def test_each_signal_has_a_name_of_its_own():
    assert len(set(SIGNALS.values())) == len(Signal) == 3


@pytest.mark.parametrize(
    ("a_year", "words"), [(1.0, "at most 1 false alert a year"), (0.5, "at most 0.5 false alerts a year")]
)
def test_the_promise_is_said_in_alerts_a_year(a_year, words):
    assert budget_words(a_year) == words
