from dataclasses import replace
from datetime import date

import pytest

from narratives.alert import Finding, Signal, Tone, sentence
from narratives.alert_message import alert_message, in_order, one_line, read_message, subject_of, trial_message
from narratives.route import Occasion
from tests.builders import make_collection, make_framework

FINDING = Finding(
    raised_on=date(2026, 3, 2),
    since=date(2026, 2, 20),
    signal=Signal.TEMPERATURE,
    signifier="mood",
    direction="anchor:cross",
    scope="group",
    group="east",
    n=31,
    effect=0.9,
    effect_low=0.5,
    effect_high=1.3,
    evidence=12.0,
    change=14.2,
    change_low=8.0,
    change_high=20.4,
)


def told(finding=FINDING, occasion=Occasion.RAISED, **rules):
    return alert_message("a1", occasion, finding, make_collection(**rules), make_framework())


def test_a_message_has_the_group_the_direction_the_size_and_the_sentence():
    message = told()
    assert message.sentence == sentence(FINDING, make_framework())
    assert message.facts == [
        ("What", "Trouble (Temperature)"),
        ("Where", "east, The plot"),
        ("How much", "a large shift: 14 points of a hundred (8 to 20)"),
        ("Noticed", "2 March 2026"),
    ]
    assert message.link("https://m.example.org") == "https://m.example.org/changed/a1"
    assert message.link("") == ""


def test_what_is_kept_comes_back():
    message = replace(told(), note="It came this way because…")
    assert read_message(message.to_json()) == message
    assert all(isinstance(value, str) for value in message.to_json().values())


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        (
            {"change": -14.2, "change_low": -20.4, "change_high": -8.0},
            "a large shift: 14 points of a hundred (8 to 20)",
        ),
        ({"change": 3.0, "change_low": -1.0, "change_high": 7.0}, "a large shift: 3 points of a hundred (−1 to 7)"),
        ({"n": 9}, "a large shift"),
        ({"change": None}, "a large shift"),
        ({"effect": 0.2, "change": None}, "a small shift"),
        ({"evidence": 0.0}, ""),
    ],
)
def test_figures_are_told_only_of_enough_stories(changes, size):
    assert told(replace(FINDING, **changes)).size == size


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ({}, "2.1 times the usual number of stories (1.5 to 2.9)"),
        ({"n": 9}, ""),
        ({"effect": 0.0, "effect_high": 500.0}, "hardly any of the usual number of stories"),
    ],
)
def test_how_many_came_is_told_as_a_multiple(changes, size):
    volume = {"signal": Signal.COLLECTION, "signifier": "volume", "direction": "more"}
    figures = {"effect": 2.1, "effect_low": 1.5, "effect_high": 2.9}
    assert told(replace(FINDING, **(volume | figures | changes))).size == size


def test_the_words_of_a_theme_are_never_told():
    theme = replace(FINDING, signal=Signal.THEME, signifier="theme", direction="topic:3")
    assert "canary" in sentence(theme, make_framework(), {3: "canary"})
    assert told(theme).sentence == sentence(theme, make_framework(), {})
    assert told(theme).facts[0] == ("What", "What people talk about")


@pytest.mark.parametrize(
    ("occasion", "opening"),
    [
        (Occasion.RAISED, "Stories in east"),
        (Occasion.CAME_BACK, "Moving again: Stories in east"),
        (Occasion.REMINDER, "Nobody has acknowledged this yet: Stories"),
        (Occasion.CLOSED, "Back to usual: Stories"),
    ],
)
def test_the_subject_is_the_sentence_and_says_what_became_of_it(occasion, opening):
    assert told(occasion=occasion).subject.startswith(opening)


def test_several_are_told_with_troubles_first():
    hope = replace(told(), tone=Tone.OPPORTUNITY, sentence="Hope.")
    trouble = replace(told(), sentence="Trouble.")
    assert [one.sentence for one in in_order([hope, trouble])] == ["Trouble.", "Hope."]
    assert subject_of([hope, trouble]) == "2 alerts: Trouble."
    assert subject_of([hope]) == "Hope."


def test_what_steers_a_header_is_taken_out():
    assert one_line("East\r\nBcc: all@example.org\x00 \u2028 West") == "East Bcc: all@example.org West"
    sly = replace(FINDING, group="East\r\nBcc: all@example.org")
    assert "\n" not in told(sly).sentence + told(sly).where


def test_a_test_says_that_it_is_one_and_nothing_else():
    message = trial_message(date(2026, 3, 2))
    assert message.subject == "This is a test: alerts of Murmuration arrive here."
    assert message.facts == []
    assert message.link("https://m.example.org") == "https://m.example.org/routes"
    assert read_message(message.to_json()) == message


def test_an_alert_of_several_groups_names_them_and_says_whose_size_it_is():
    groups = ["north", "river", "south", "west"]
    message = alert_message("a1", Occasion.RAISED, FINDING, make_collection(), make_framework(), groups)
    assert message.sentence == sentence(FINDING, make_framework(), beside=groups)
    assert message.where == "east and 4 other groups"
    assert message.size == "a large shift: 14 points of a hundred (8 to 20), in east"
