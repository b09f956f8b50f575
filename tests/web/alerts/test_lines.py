"""An alert in a few words."""

from datetime import date

import pytest

from narratives.alert import Signal, tone_of
from narratives.alert_message import TONES
from narratives.course import Course
from tests.builders import make_framework
from tests.web.explore.telling import make_finding
from web.alerts.lines import course_words, due_words, listed

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("direction", "signifier", "words"),
    [
        ("hotter", "hot-score", "Trouble"),
        ("calmer", "hot-score", "Opportunity"),
        ("anchor:sad", "mood", "Trouble"),
        ("anchor:glad", "mood", "Opportunity"),
        ("away:sad", "mood", "Opportunity"),
        ("away:glad", "mood", "Trouble"),
        ("anchor:all", "say", "Change"),
        ("zone:1", "mood", "Trouble"),
        ("wider", "mood", "Change"),
        ("option:w1", "wish", "Change"),
        ("anchor:sad", "gone", "Change"),
    ],
)
def test_an_alert_points_to_trouble_or_to_an_opportunity(direction, signifier, words):
    finding = make_finding(direction=direction, signifier=signifier)
    assert TONES[tone_of(finding, make_framework())] == words
    for signal in (Signal.THEME, Signal.COLLECTION):
        other = make_finding(signal=signal, direction=direction, signifier=signifier)
        assert TONES[tone_of(other, make_framework())] == "Change", "only a temperature points anywhere"


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (None, ""),
        (TODAY, "Due today"),
        (date(2026, 12, 3), "Due 3 December 2026"),
        (date(2026, 11, 20), "Was due 20 November 2026"),
    ],
)
def test_a_due_day_is_said_from_today(due_on, words):
    assert due_words(due_on, TODAY) == words


@pytest.mark.parametrize(
    ("course", "since", "words"),
    [
        (Course.MOVING, TODAY, ""),
        (Course.RECOVERING, TODAY, "On the way back to usual since 23 November 2026"),
        (Course.NO_DATA, TODAY, "Too few new stories to tell since 23 November 2026"),
        (Course.BACK, None, "Back to usual"),
    ],
)
def test_a_course_is_said_with_its_day(course, since, words):
    assert course_words(course, since) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["East"], "East"),
        (["East", "West"], "East and West"),
        (["East", "West", "North"], "East, West and North"),
        (["East", "West", "North", "South", "Centre"], "East, West, North and 2 more"),
    ],
)
def test_groups_are_listed_and_the_rest_is_counted(names, words):
    assert listed(names) == words
