from dataclasses import replace

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
from narratives.errors import SubmissionError
from narratives.framework import Branch
from narratives.receipt import receipt_code
from tests.builders import FRAMEWORK, make_answers, make_collection, make_framework, make_narrative
from web.returning.own_fields import changed_answer, changed_group, changed_story, changed_title, fields_of

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
STONES = {
    "type": "stones",
    "id": "help",
    "title": "Where these belong",
    "required": False,
    "x_anchors": [{"id": "a", "label": "far"}, {"id": "b", "label": "near"}],
    "y_anchors": [{"id": "c", "label": "no help"}, {"id": "d", "label": "much help"}],
    "stones": [{"id": "council", "label": "The council"}, {"id": "friends", "label": "Friends"}],
}
FREE = {"type": "freetext", "id": "fix", "title": "What would help?", "required": False}
PLAIN = make_framework(signifiers=[MOOD, SAY, ROLE, WISH, STONES, FREE])
MIXED = make_framework(
    signifiers=[
        {**one, "random_order": True} if one["type"] in {"triad", "dyad", "choice"} else one
        for one in (MOOD, SAY, ROLE, WISH)
    ]
)
COLLECTION = make_collection()
ANSWERS = {
    "mood": [
        TriadAnswer("mood", (0.2, 0.5, 0.3), "tap", seconds=7),
        TriadAnswer("mood", (0.0, 0.0, 1.0), "drag"),
        TriadAnswer("mood", (11 / 15, 2 / 15, 2 / 15), "list"),
        TriadAnswer("mood", (0.31, 0.4, 0.29), "paper"),
        NotApplicable("mood", 4),
    ],
    "say": [DyadAnswer("say", 0.37, "keys"), DyadAnswer("say", 1.0, "tap"), DyadAnswer("say", 0.5 / 7, "list")],
    "wish": [ChoiceAnswer("wish", ("w1", "w13"), seconds=3), NotApplicable("wish")],
    "help": [
        StonesAnswer("help", (("council", 0.23, 0.31), ("friends", 0.9, 1.0)), "drag", 12),
        StonesAnswer("help", (("friends", 0.5, 0.5),), "list"),
        NotApplicable("help"),
    ],
    "fix": [FreetextAnswer("fix", "A fence.", 5), NotApplicable("fix")],
}
CASES = [(signifier, answer) for signifier, answers in ANSWERS.items() for answer in answers]


@pytest.mark.parametrize(("signifier", "answer"), CASES)
def test_an_answer_that_is_saved_as_it_was_shown_stays_exactly_as_it_was(signifier, answer):
    told = make_narrative(answers=(answer,))
    shown = fields_of(PLAIN, told)
    assert changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier(signifier), shown) is told


@pytest.mark.parametrize(
    "answer",
    [
        TriadAnswer("mood", (0.2, 0.5, 0.3), "tap", order=(2, 0, 1)),
        TriadAnswer("mood", (2 / 15, 11 / 15, 2 / 15), "list", order=(1, 2, 0)),
        TriadAnswer("mood", (0.7, 0.2, 0.1), "paper"),
        DyadAnswer("say", 0.1, "tap", order=(1, 0)),
        ChoiceAnswer("role", ("picker",), order=(1, 0)),
    ],
)
def test_an_order_of_the_tellers_own_is_the_order_that_they_see_again(answer):
    told = make_narrative(answers=(answer,))
    shown = fields_of(MIXED, told)
    assert changed_answer(COLLECTION, MIXED, told, MIXED.signifier(answer.signifier), shown) is told


def test_the_place_on_the_page_is_by_the_order_in_which_the_anchors_were_shown():
    told = make_narrative(answers=(TriadAnswer("mood", (0.1, 0.8, 0.1), "tap", order=(1, 2, 0)),))
    shown = fields_of(MIXED, told)
    assert shown["mood.order"] == ["sad,cross,glad"]
    assert (shown["mood"], shown["mood.shares"]) == (["top"], ["0.80,0.10,0.10"])


def test_without_a_script_another_answer_of_the_list_counts_although_the_old_place_is_sent_too():
    told = make_narrative()
    sent = {**fields_of(PLAIN, told), "mood": ["top"], "say": ["6"]}
    mood = changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier("mood"), sent).answer("mood")
    say = changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier("say"), sent).answer("say")
    assert (mood.method, mood.shares) == ("list", (11 / 15, 2 / 15, 2 / 15))
    assert (say.method, say.value) == ("list", 6.5 / 7)


def test_a_place_on_the_picture_counts_before_the_list_that_follows_it():
    told = make_narrative()
    sent = {**fields_of(PLAIN, told), "mood": ["right"], "mood.shares": ["0.10,0.10,0.80"], "mood.method": ["drag"]}
    answer = changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier("mood"), sent).answer("mood")
    assert (answer.method, answer.shares) == ("drag", (0.1, 0.1, 0.8))


def test_a_stone_that_was_not_touched_stays_where_it_was_when_another_is_moved_by_the_lists():
    told = make_narrative(answers=(ANSWERS["help"][0],))
    shown = fields_of(PLAIN, told)
    lists = {
        **shown,
        "help.council.x": ["0.3"],
        "help.council.y": ["0.3"],
        "help.friends.x": ["0.1"],
        "help.friends.y": ["0.9"],
    }
    answer = changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier("help"), lists).answer("help")
    assert answer.places == (("council", 0.23, 0.31), ("friends", 0.1, 1.0))


def test_an_answer_is_taken_back_by_sending_none():
    told = make_narrative()
    after = changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier("wish"), {})
    assert [one.signifier for one in after.answers] == ["mood", "say", "role"]


def test_an_answer_that_has_to_be_given_is_not_taken_back():
    required = make_framework(signifiers=[{**MOOD, "required": True}])
    told = make_narrative(answers=make_answers()[:1])
    with pytest.raises(SubmissionError) as caught:
        changed_answer(COLLECTION, required, told, required.signifier("mood"), {})
    assert [one.field for one in caught.value.errors] == ["mood"]


def test_the_stratum_follows_the_answer_that_declares_it():
    told = make_narrative()
    after = changed_answer(COLLECTION, PLAIN, told, PLAIN.signifier("role"), {"role": ["picker"]})
    assert after.stratum == "picker"


def test_a_branch_is_opened_and_closed_by_the_choice_that_leads_to_it():
    branch = Branch("more", "More", "", "role", frozenset({"picker"}), ("say",))
    framework = replace(PLAIN, branches=(branch,))
    told = make_narrative(answers=(make_answers()[0], make_answers()[2], NeverShown("say")))
    opened = changed_answer(COLLECTION, framework, told, framework.signifier("role"), {"role": ["picker"]})
    assert opened.answer("say") is None
    answered = changed_answer(COLLECTION, framework, opened, framework.signifier("say"), {"say": ["0"]})
    assert isinstance(answered.answer("say"), DyadAnswer)
    closed = changed_answer(COLLECTION, framework, answered, framework.signifier("role"), {"role": ["digger"]})
    assert closed.answer("say") == NeverShown("say")


def test_words_are_read_as_they_were_when_the_story_was_told():
    told = make_narrative()
    assert changed_story(told, {"story": [" Peas. "]}, spoken=False).text == "Peas."
    assert changed_story(told, {"story": [""]}, spoken=True).text == ""
    assert changed_title(told, {"title": ["Peas"]}).title == "Peas"
    assert changed_group(COLLECTION, told, {"group": ["west"]}) == replace(told, group="west", area="west")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda told: changed_story(told, {"story": [""]}, spoken=False), "Tell us what happened"),
        (lambda told: changed_story(told, {"story": ["x" * 5_001]}, spoken=False), "Shorten your story"),
        (lambda told: changed_title(told, {"title": ["x" * 500]}), "Shorten the title"),
        (lambda told: changed_group(COLLECTION, told, {"group": ["moon"]}), "Choose where this happened"),
        (
            lambda told: changed_story(told, {"story": [f"See {receipt_code('ab' * 16, b's' * 32)}"]}, spoken=False),
            "Take the receipt code out of your story",
        ),
    ],
)
def test_words_that_cannot_be_kept_are_refused_with_what_to_do(change, message):
    with pytest.raises(SubmissionError) as caught:
        change(make_narrative())
    assert caught.value.errors[0].message.startswith(message)
