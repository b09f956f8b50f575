"""What a form's fields say about the signifiers."""

import copy
from itertools import permutations

import pytest

from narratives.answer_fields import asked_of, read_answer, read_answers
from narratives.answers import (
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NeverShown,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
    answer_from_json,
    answer_to_json,
)
from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE, pack
from narratives.errors import FieldError
from tests.builders import FRAMEWORK, make_framework

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
ABOUT = {
    "type": "choice",
    "id": "about",
    "title": "It was about…",
    "options": [
        {"id": "bees", "label": "bees"},
        {"id": "shed", "label": "the shed"},
        {"id": "other", "label": "something else"},
    ],
}
STUNG = {
    "type": "choice",
    "id": "stung",
    "title": "Were you stung?",
    "options": [{"id": "y", "label": "Yes"}, {"id": "n", "label": "No"}],
}
BUZZ = {**SAY, "id": "buzz", "title": "The buzzing was…"}
STONES = {
    "type": "stones",
    "id": "who",
    "title": "Where were they?",
    "x_anchors": [{"id": "near", "label": "near"}, {"id": "far", "label": "far"}],
    "y_anchors": [{"id": "low", "label": "low"}, {"id": "high", "label": "high"}],
    "stones": [{"id": "me", "label": "Me"}, {"id": "fox", "label": "The fox"}],
}
WORDS = {"type": "freetext", "id": "words", "title": "In a word?"}
BRANCH = {
    "id": "bees",
    "title": "About the bees",
    "introduction": "",
    "opened_by": {"signifier": "about", "options": ["bees"]},
    "signifiers": [STUNG, BUZZ],
}
SHUFFLED = {**MOOD, "random_order": True}


def garden(*signifiers, branches=()):
    return make_framework(signifiers=list(copy.deepcopy(signifiers)), branches=list(copy.deepcopy(branches)))


def read(framework, **fields):
    errors = []
    listed = {name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in fields.items()}
    answers = read_answers(framework, listed, errors)
    return {answer.signifier: answer for answer in answers}, errors


def test_answered_not_applicable_not_answered_and_never_shown_are_four_stored_facts():
    framework = garden(ABOUT, MOOD, SAY, branches=[BRANCH])
    answers, errors = read(framework, mood="centre", say="na", about="shed")
    assert errors == []
    assert {name: type(answer) for name, answer in answers.items()} == {
        "about": ChoiceAnswer, "mood": TriadAnswer, "say": NotApplicable, "stung": NeverShown, "buzz": NeverShown,
    }  # fmt: skip
    assert answer_to_json(answers["stung"]) == {"shown": False}
    codes = memoryview(pack(framework, answers.values())).cast("H").tolist()
    assert codes[2:] == [NOT_APPLICABLE, NEVER_SHOWN, NEVER_SHOWN]
    opened, _ = read(framework, about="bees")
    assert set(opened) == {"about"}
    assert memoryview(pack(framework, opened.values())).cast("H").tolist()[1:] == [NOT_ANSWERED] * 4


def test_a_branch_is_asked_of_those_who_opened_it_alone():
    framework = garden(ABOUT, MOOD, branches=[BRANCH])
    assert [one.id for one in asked_of(framework, {"about": ["shed"]})] == ["about", "mood"]
    assert [one.id for one in asked_of(framework, {"about": ["bees"]})] == ["about", "mood", "stung", "buzz"]


def test_answers_to_a_branch_that_was_closed_again_are_dropped():
    answers, _ = read(garden(ABOUT, branches=[BRANCH]), about="shed", stung="y", buzz="3")
    assert answers["stung"] == NeverShown("stung")
    assert answers["buzz"] == NeverShown("buzz")


def test_a_required_question_of_a_closed_branch_is_not_asked_for():
    branch = {**BRANCH, "signifiers": [{**STUNG, "required": True}]}
    assert read(garden(ABOUT, branches=[branch]), about="shed")[1] == []
    problem = [FieldError("stung", "Choose an answer for “Were you stung?”")]
    assert read(garden(ABOUT, branches=[branch]), about="bees")[1] == problem


@pytest.mark.parametrize("shown", list(permutations(["glad", "sad", "cross"])))
def test_a_marker_on_shuffled_corners_is_stored_at_the_anchors_it_was_put_between(shown):
    placed = dict(zip(shown, (0.7, 0.2, 0.1), strict=True))
    answers, _ = read(garden(SHUFFLED), mood__shares="0.70,0.20,0.10", mood__order=",".join(shown), mood__method="tap")
    answer = answers["mood"]
    assert dict(zip(["glad", "sad", "cross"], answer.shares, strict=True)) == placed
    assert [["glad", "sad", "cross"][place] for place in answer.order] == list(shown)
    listed, _ = read(garden(SHUFFLED), mood="top", mood__order=",".join(shown))
    assert max(zip(listed["mood"].shares, ["glad", "sad", "cross"], strict=True))[1] == shown[0]


def test_a_turned_line_is_turned_back():
    answers, _ = read(garden({**SAY, "random_order": True}), say__value="0.20", say__order="all,none")
    assert answers["say"] == DyadAnswer("say", 0.8, "numbers", None, (1, 0))


@pytest.mark.parametrize("order", ["glad,sad", "glad,sad,glad", "x,y,z", ""])
def test_an_order_that_cannot_be_is_the_frameworks_own(order):
    answers, _ = read(garden(SHUFFLED), mood__shares="0.7,0.2,0.1", mood__order=order)
    assert answers["mood"] == TriadAnswer("mood", (0.7, 0.2, 0.1), "numbers")


def test_an_order_is_not_taken_for_a_signifier_that_is_never_shuffled():
    answers, _ = read(garden(MOOD), mood__shares="0.7,0.2,0.1", mood__order="cross,sad,glad")
    assert answers["mood"].shares == (0.7, 0.2, 0.1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("7", 7), ("12", 10), ("47", 45), ("61", 60), ("5000", 600), ("-3", None), ("x", None), ("", None)],
)
def test_seconds_are_kept_coarsely(typed, kept):
    answers, errors = read(garden(SAY), say="3", say__seconds=typed)
    assert (answers["say"].seconds, errors) == (kept, [])


def test_other_keeps_the_words_beside_it_and_only_when_it_is_chosen():
    assert read(garden(ABOUT), about="other", about__other=" a  fox ")[0]["about"].other == "a  fox"
    assert read(garden(ABOUT), about="shed", about__other="a fox")[0]["about"].other == ""
    problem = FieldError("about", "Shorten your own words for “It was about…” to 200 characters or fewer")
    assert read(garden(ABOUT), about="other", about__other="a" * 201)[1] == [problem]


def test_too_few_and_too_many_options_are_asked_for_again():
    asked = garden({**WISH, "min_responses": 2, "max_responses": 3})
    assert read(asked, wish="w1")[1] == [FieldError("wish", "Choose at least 2 answers for “I wish for…”")]
    assert read(asked, wish=["w1", "w2", "w3", "w4"])[1] == [
        FieldError("wish", "Choose up to 3 answers for “I wish for…”")
    ]
    assert read(asked)[0] == {}


def test_stones_are_placed_left_out_or_not_applicable():
    asked = garden(STONES)
    placed, _ = read(asked, who__me__x="0.3", who__me__y="0.9", who__method="tap")
    assert placed["who"] == StonesAnswer("who", (("me", 0.3, 0.9),), "tap")
    assert read(asked, who="na")[0]["who"] == NotApplicable("who")
    both = FieldError("who", "Give an answer to “Where were they?” or say that it does not apply, not both")
    assert read(asked, who="na", who__fox__x="0.3", who__fox__y="0.1")[1] == [both]
    assert read(asked, who__fox__x="0.3")[1] == [FieldError("who", "Choose both directions for “The fox”")]


def test_free_text_can_be_not_applicable_but_not_beside_words():
    asked = garden(WORDS)
    assert read(asked, words="Hm.")[0]["words"] == FreetextAnswer("words", "Hm.")
    assert read(asked, words="na")[0]["words"] == FreetextAnswer("words", "na")
    assert read(asked, words__na="yes")[0]["words"] == NotApplicable("words")
    problem = "Give an answer to “In a word?” or say that it does not apply, not both"
    assert read(asked, words="Hm.", words__na="yes")[1] == [FieldError("words", problem)]


def test_paper_and_practitioner_hold_for_every_answer():
    fields = {"mood.shares": ["0.7,0.2,0.1"], "mood.method": ["drag"]}
    assert read_answer(garden(MOOD).triads[0], fields, [], "paper").method == "paper"


@pytest.mark.parametrize(
    "answer",
    [
        TriadAnswer("s", (0.2, 0.3, 0.5), "drag", 12, (2, 0, 1)),
        DyadAnswer("s", 0.25, "keys", None, (1, 0)),
        StonesAnswer("s", (("me", 0.1, 0.9),), "tap", 30),
        ChoiceAnswer("s", ("a", "other"), "list", "a fox", 4, (1, 0, 2)),
        FreetextAnswer("s", "Hm.", 8),
        NotApplicable("s", 3, (0, 2, 1)),
        NeverShown("s"),
    ],
)
def test_what_is_stored_of_an_answer_reads_back_the_same(answer):
    assert answer_from_json("s", answer_to_json(answer)) == answer
