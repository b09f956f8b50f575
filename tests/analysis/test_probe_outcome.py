"""What an aim measures on a story."""

import pytest

from analysis.probe_outcome import BALANCE, SHARE, bounds_of, outcome
from narratives.movement import HOT_SCORE
from narratives.probe import Aim
from store.watching import Telling
from tests.builders import make_framework

ANSWERS = {"mood": {"shares": [0.1, 0.2, 0.7]}, "say": {"value": 0.25}, "wish": {"options": ["w1", "w13"]}}
STORY = Telling("a" * 32, 20_000, "east", "digger", "web", None, ANSWERS, 0.4)
SILENT = Telling("b" * 32, 20_000, "east", "digger", "web", None, {"mood": {"na": True}, "wish": {"na": True}}, None)


@pytest.mark.parametrize(
    ("signifier", "region", "value"),
    [
        ("mood", "zone:2", 1.0),
        ("mood", "zone:0", 0.0),
        ("mood", "anchor:cross", 0.7),
        ("say", "anchor:none", 0.75),
        ("say", "anchor:all", 0.25),
        ("wish", "option:w13", 1.0),
        ("wish", "option:w2", 0.0),
        (HOT_SCORE, "hot", 0.4),
    ],
)
def test_a_story_lies_in_a_region_or_so_near_to_it(signifier, region, value):
    measure = outcome(make_framework(), Aim(signifier, region, grows=True))
    assert measure(STORY) == pytest.approx(value)
    assert measure(SILENT) is None


def test_a_question_that_is_not_asked_measures_nothing():
    assert outcome(make_framework(), Aim("mood", "zone:9", grows=True)) is None
    assert outcome(make_framework(), Aim("gone", "anchor:a", grows=True)) is None


def test_the_hot_score_lies_between_its_own_bounds():
    assert bounds_of(Aim(HOT_SCORE, "hot", grows=True)) == BALANCE
    assert bounds_of(Aim("mood", "zone:1", grows=True)) == SHARE
