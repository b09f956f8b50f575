"""How a probe reads in words."""

from math import inf, nan

import pytest

from narratives.movement import HOT_SCORE
from narratives.probe import Aim, Verdict
from narratives.probe_regions import aim_words, region_of, regions
from narratives.probe_words import reading_words, size_words, where
from tests.builders import make_framework
from tests.probes import make_probe, make_reading

FRAMEWORK = make_framework()
ZONE, CORNER = Aim("mood", "zone:2", grows=False), Aim("mood", "anchor:glad", grows=True)
HOT, OPTION = Aim(HOT_SCORE, "hot", grows=False), Aim("wish", "option:w3", grows=True)
OPEN = {"verdict": Verdict.SCATTER, "effect": 0.03, "low": -0.031, "high": 0.09}
FEW = {"verdict": Verdict.FEW, "effect": nan, "low": -inf, "high": inf}


@pytest.mark.parametrize(
    ("aim", "reading", "words"),
    [
        (
            ZONE,
            {},
            (
                "east: stories right at “cross” fell by 12 in every hundred more than elsewhere (4 to 20): moved the "
                "hoped-for way."
            ),
        ),
        (
            OPTION,
            {"effect": 0.09, "low": 0.02, "high": 0.16, "is_compared": False},
            "east: stories about “wish 3” rose by 9 in every hundred (2 to 16): moved the hoped-for way.",
        ),
        (
            CORNER,
            {"verdict": Verdict.OTHER},
            (
                "east: stories lie 12 points of a hundred further from “glad” than elsewhere (4 to 20): "
                "moved the other way."
            ),
        ),
        (HOT, {}, "east: stories became 12 points more hopeful than elsewhere (4 to 20): moved the hoped-for way."),
        (
            ZONE,
            OPEN,
            (
                "east: no clear change in stories right at “cross”, between 3 fewer in every hundred and 9 more in "
                "every hundred than elsewhere: not distinguishable from scatter yet."
            ),
        ),
        (
            CORNER,
            {**OPEN, "is_compared": False},
            (
                "east: no clear change in how near stories lie to “glad”, between 3 points further and 9 points "
                "nearer than before: not distinguishable from scatter yet."
            ),
        ),
        (
            HOT,
            OPEN,
            (
                "east: no clear change in how troubled stories are, between 3 points more hopeful and 9 points "
                "more troubled than elsewhere: not distinguishable from scatter yet."
            ),
        ),
        (
            ZONE,
            FEW,
            (
                "east: not enough stories yet to say anything of stories right at “cross”. It takes stories by 20 "
                "different people, before and since, on each side that is compared."
            ),
        ),
    ],
)
def test_every_kind_of_aim_and_verdict_is_one_sentence(aim, reading, words):
    assert reading_words(make_probe(aims=(aim,)), aim, make_reading(**reading), FRAMEWORK) == words


def test_what_has_not_been_read_says_what_it_takes():
    assert reading_words(make_probe(), ZONE, None, FRAMEWORK).startswith("east: not enough stories yet")


def test_a_question_that_is_gone_says_so():
    gone = Aim("gone", "zone:1", grows=True)
    assert "is not asked any more" in reading_words(make_probe(), gone, make_reading(), FRAMEWORK)


def test_a_probe_without_groups_runs_in_the_whole_collection():
    assert where(make_probe(groups=("",))) == "The whole collection"
    assert where(make_probe(groups=("east", "west"))) == "east, west"


def test_aims_and_sizes_are_said_plainly():
    words = {aim: aim_words(region_of(FRAMEWORK, aim), aim.grows) for aim in (ZONE, CORNER, HOT, OPTION)}
    assert list(words.values()) == [
        "Fewer stories right at “cross”",
        "Stories nearer to “glad”",
        "More hopeful stories",
        "More stories about “wish 3”",
    ]
    assert size_words(region_of(FRAMEWORK, ZONE), 0.1) == "10 stories in every hundred"
    assert size_words(region_of(FRAMEWORK, CORNER), 0.15) == "15 points of a hundred"


def test_every_region_of_the_story_can_be_aimed_at_and_none_of_who_tells():
    found = [(one.signifier, one.region) for one in regions(FRAMEWORK)]
    assert len(found) == len(set(found)) == 3 + 7 + 2 + 14 + 1
    assert not any(signifier == "role" for signifier, _ in found)
    assert ("say", "anchor:all") in found and (HOT_SCORE, "hot") in found
