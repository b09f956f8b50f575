"""Answers in words."""

import pytest

from narratives.answers import (
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NeverShown,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
)
from narratives.signifiers import Anchor, Choice, Freetext, Option, Stones
from narratives.translation import speaking
from tests.builders import make_framework
from web.words import answer_words, step_words, stone_step, zone_words

FRAMEWORK = make_framework()
MOOD, SAY, ROLE, WISH = (FRAMEWORK.signifier(name) for name in ("mood", "say", "role", "wish"))
ACROSS, UP = (Anchor("a", "few"), Anchor("b", "many")), (Anchor("c", "late"), Anchor("d", "early"))
STONES = Stones("who", "Who?", ACROSS, UP, (Option("me", "Me"), Option("you", "You")))


def test_each_zone_of_a_triad_has_words_of_its_own():
    words = zone_words(MOOD)
    assert words["left"] == "Mostly “sad”"
    assert words["top-right"] == "Between “glad” and “cross”"
    assert len(set(words.values())) == 7


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.6, 0.2, 0.2), "Mostly “glad”"),
        ((0.45, 0.45, 0.1), "Between “glad” and “sad”"),
        ((0.34, 0.33, 0.33), "All three about equally"),
    ],
)
def test_a_place_in_a_triad_reads_as_its_zone(shares, words):
    assert answer_words(MOOD, TriadAnswer("mood", shares, "tap")) == words


@pytest.mark.parametrize(("value", "step"), [(0.0, "0"), (0.142, "0"), (0.143, "1"), (0.5, "3"), (1.0, "6")])
def test_a_place_on_a_dyad_reads_as_its_nearest_step(value, step):
    assert answer_words(SAY, DyadAnswer("say", value, "tap")) == step_words(SAY)[step]


def test_what_was_left_out_is_not_what_does_not_apply_or_was_never_asked():
    assert answer_words(MOOD, None) == "Not answered"
    assert answer_words(MOOD, NeverShown("mood")) == "Not asked"
    assert answer_words(MOOD, NotApplicable("mood")) == "This does not apply to my story"
    assert answer_words(STONES, NotApplicable("who")) == "This does not apply to my story"
    assert answer_words(ROLE, NotApplicable("role")) == "Prefer not to say"
    assert answer_words(WISH, NotApplicable("wish")) == "None of these"


def test_choices_read_as_their_labels():
    assert answer_words(WISH, ChoiceAnswer("wish", ("w1", "w3"))) == "wish 1, wish 3"


def test_own_words_stand_beside_the_option_that_asked_for_them():
    way = Choice("way", "How?", (Option("bus", "By bus"), Option("other", "Another way")), 2)
    assert answer_words(way, ChoiceAnswer("way", ("bus", "other"), other="by boat")) == "By bus, Another way: “by boat”"
    assert answer_words(way, ChoiceAnswer("way", ("other",))) == "Another way"


def test_stones_read_one_line_each_with_their_places_in_words():
    placed = StonesAnswer("who", (("you", 0.05, 0.95), ("me", 0.5, 0.65)), "tap")
    assert answer_words(STONES, placed).splitlines() == [
        "You: Close to “few”; Close to “early”",
        "Me: Halfway; Nearer “early”",
    ]


@pytest.mark.parametrize(("share", "step"), [(0, "0.1"), (0.199, "0.1"), (0.2, "0.3"), (0.5, "0.5"), (1, "0.9")])
def test_each_fifth_of_a_direction_is_one_step(share, step):
    assert stone_step(share) == step


def test_a_short_answer_reads_as_it_was_written():
    assert answer_words(Freetext("more", "More?"), FreetextAnswer("more", "Thanks")) == "Thanks"


def test_several_options_stand_in_a_row_with_the_comma_of_the_language():
    two = ChoiceAnswer("role", tuple(option.id for option in ROLE.options[:2]), "list")
    assert answer_words(ROLE, two) == ", ".join(option.label for option in ROLE.options[:2])
    with speaking("ar"):
        assert answer_words(ROLE, two) == "، ".join(option.label for option in ROLE.options[:2])
