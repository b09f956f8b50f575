"""How far, made of what, and how sure."""

import pytest

from narratives.alert import Signal
from narratives.collection import Policy
from tests.builders import make_collection, make_framework
from tests.web.explore.telling import make_finding
from web.alerts.figures import because, how_far, how_large, how_many, how_sure, made_of

GARDEN, PLOT = make_framework(), make_collection()


def changed(change=12.4, low=7.2, high=17.6, **facts):
    return make_finding(change=change, change_low=low, change_high=high, **facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "On average 12 points of a hundred nearer to “sad” (7 to 18)"),
        (
            {"signifier": "say", "direction": "anchor:all"},
            "On average 12 points of a hundred nearer to “all the say” (7 to 18)",
        ),
        (
            {"direction": "away:glad", "change": -12.4, "low": -17.6, "high": -7.2},
            "On average 12 points of a hundred further from “glad” (7 to 18)",
        ),
        (
            {"signifier": "hot-score", "direction": "hotter"},
            "On average 12 points more troubled (7 to 18) on a scale from −100 (relief) to 100 (trouble)",
        ),
        (
            {"signifier": "hot-score", "direction": "calmer", "change": -1.2, "low": -3.0, "high": 0.6},
            "On average 1.2 points more hopeful (−0.6 to 3) on a scale from −100 (relief) to 100 (trouble)",
        ),
        ({"direction": "zone:2"}, "12 more in every hundred stories than before (7 to 18)"),
        (
            {"signifier": "wish", "direction": "less:w1", "change": -9, "low": -12, "high": -6},
            "9 fewer in every hundred",
        ),
        ({"signifier": "not-applicable", "direction": "more"}, "12 more in every hundred questions than before (7"),
        ({"direction": "wider"}, "On average 12 points of a hundred further from the usual place (7 to 18)"),
        (
            {"direction": "more-balanced", "change": -4, "low": -6, "high": -2},
            "On average the strongest side holds 4 points",
        ),
        (
            {"signal": Signal.COLLECTION, "signifier": "who", "direction": "who:digger"},
            "12 more in every hundred stories than before (7 to 18)",
        ),
    ],
)
def test_a_change_is_said_in_the_unit_that_people_know(facts, words):
    assert how_far(changed(**facts), GARDEN).startswith(words)


def test_a_change_that_is_not_known_is_not_said():
    assert how_far(make_finding(), GARDEN) == ""
    assert because(make_finding()) == ()
    assert made_of(make_finding(), GARDEN) == ""


@pytest.mark.parametrize(
    ("effect", "low", "high", "words"),
    [
        (0.2, 0.1, 0.3, "A small shift: 0.2 standard deviations (0.1 to 0.3)"),
        (-0.5, -0.7, -0.3, "A clear shift: 0.5 standard deviations (0.3 to 0.7)"),
        (0.9, 0.5, 1.3, "A large shift: 0.9 standard deviations (0.5 to 1.3)"),
        (2.0, 1.5, 2.5, "A very large shift: 2.0 standard deviations (1.5 to 2.5)"),
        (0.3, -0.1, 0.7, "A small shift: 0.3 standard deviations (-0.1 to 0.7)"),
    ],
)
def test_the_size_is_said_in_words_and_as_a_number_with_its_interval(effect, low, high, words):
    finding = make_finding(effect=effect, effect_low=low, effect_high=high)
    assert how_large(finding, PLOT).startswith(words)


def test_a_change_of_volume_is_a_ratio():
    finding = make_finding(signal=Signal.COLLECTION, direction="more", effect=2.1, effect_low=1.5, effect_high=2.9)
    assert how_large(finding, PLOT) == "2.1 times the usual number of stories (1.5 to 2.9)"


def test_where_no_story_came_no_endless_number_is_shown():
    finding = make_finding(signal=Signal.COLLECTION, direction="fewer", effect=0.0, effect_low=0.0, effect_high=5e51)
    assert how_large(finding, PLOT) == "Hardly any of the usual number of stories; too few to say how much exactly"


def test_a_count_says_that_it_is_no_test():
    copies = make_finding(signal=Signal.COLLECTION, signifier="copies", direction="copies", n=6, evidence=0.0)
    assert how_sure(copies) == "This is a count, not a test"
    assert how_large(copies, PLOT) == "6 stories"
    assert how_large(copies, make_collection(policy=Policy.PROTECTED)) == "Fewer than 10 stories"


def test_few_stories_behind_a_test_are_not_counted_out():
    assert how_many(make_finding(n=9), PLOT) == "Fewer than 10"
    assert how_many(make_finding(n=1024), PLOT) == "1,024"


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (4000.0, "less than once in 1,000 years"),
        (12.4, "about once in 12 years"),
        (1.1, "about once a year"),
        (0.25, "about 4 times a year"),
        (0.001, "often"),
    ],
)
def test_how_sure_is_said_as_a_return_time(years, words):
    assert how_sure(make_finding(evidence=years)) == f"A change this strong comes up by chance {words}"


def test_what_people_said_stands_against_who_answered_on_one_scale():
    said, who = because(changed(mix=2.4, placements=10.0))
    assert (said.words, said.points, said.length) == ("people said other things", "10 points", 100)
    assert (who.words, who.points, who.length) == ("other people answered", "2 points", 24)


def test_the_part_that_went_the_other_way_says_so():
    said, who = because(changed(change=-12.4, mix=2.6, placements=-15.0, direction="away:glad"))
    assert (said.points, said.is_against) == ("15 points", False)
    assert (who.points, who.is_against) == ("3 points the other way", True)


def test_the_parts_of_a_share_of_stories_are_in_a_hundred_and_a_trifle_is_none():
    said, who = because(changed(mix=0.2, placements=12.2, direction="zone:2"))
    assert (said.points, who.points, who.is_against) == ("12 in a hundred", "none", False)


def test_a_change_of_the_balance_names_its_questions_the_largest_first():
    parts = (("say", 3.2), ("mood", -9.0), ("gone", 0.1))
    calmer = changed(signifier="hot-score", direction="calmer", change=-5.8, parts=parts)
    assert made_of(calmer, GARDEN) == "“It left me…” 9; “I had…” −3"
