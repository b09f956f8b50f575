"""A framework as a form."""

import pytest

from narratives.answer_fields import read_answer
from narratives.errors import FieldError
from tests.builders import FRAMEWORK, make_framework
from web.forms import NarrativeForm

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
STONES = {
    "type": "stones",
    "id": "people",
    "title": "Who had a say?",
    "x_anchors": [{"id": "a", "label": "none"}, {"id": "b", "label": "all"}],
    "y_anchors": [{"id": "c", "label": "late"}, {"id": "d", "label": "early"}],
    "stones": [{"id": "me", "label": "Me"}, {"id": "them", "label": "Them"}],
}
SAY_MORE = {"type": "freetext", "id": "more", "title": "Anything else?"}
WAY = {
    "type": "choice",
    "id": "way",
    "title": "How did you get there?",
    "options": [
        {"id": "bus", "label": "By bus", "image": "bus.svg"},
        {"id": "walk", "label": "On foot"},
        {"id": "other", "label": "Another way"},
    ],
}
BRANCH = {
    "id": "digging",
    "title": "About digging",
    "introduction": "",
    "opened_by": {"signifier": "role", "options": ["digger"]},
    "signifiers": [{**SAY_MORE, "required": True}],
}


def backwards(count):
    return tuple(range(count))[::-1]


def questions(form):
    return {question.id: question for question in (*form.about_story, *form.about_teller)}


def ask(signifier, fields=None, **options):
    """The only question of a form over one signifier."""
    framework = make_framework(signifiers=[signifier])
    return NarrativeForm(framework, fields or {}, **options).question_of(signifier["id"])


def test_questions_about_the_teller_come_last():
    form = NarrativeForm(make_framework())
    assert [question.id for question in form.about_story] == ["mood", "say", "wish"]
    assert [question.id for question in form.about_teller] == ["role"]


def test_the_questions_of_a_branch_stand_apart():
    form = NarrativeForm(make_framework(branches=[BRANCH]))
    assert "more" not in questions(form)
    ((branch, asked),) = form.branches
    assert (branch.title, [question.id for question in asked]) == ("About digging", ["more"])


def test_a_required_question_makes_the_others_optional_only_where_it_is_asked():
    framework = make_framework(branches=[BRANCH])
    assert not questions(NarrativeForm(framework))["mood"].optional
    assert questions(NarrativeForm(framework, {"role": ["digger"]}))["mood"].optional


def test_a_triad_keeps_the_exact_place_and_how_it_was_given():
    fields = {"mood.shares": ["0.20,0.70,0.10"], "mood.method": ["keys"], "mood.seconds": ["7"]}
    mood = ask(MOOD, fields)
    assert (mood.kind, mood.exact_field, mood.exact, mood.method) == ("triad", "shares", "0.20,0.70,0.10", "keys")
    assert mood.anchors == ("glad", "sad", "cross")
    assert (mood.seconds, mood.order) == ("7", "")


def test_the_first_answer_has_the_id_that_an_error_links_to():
    mood = ask(MOOD, errors=(FieldError("mood", "Do it"),))
    assert mood.items[0].html_id == "mood"
    assert mood.error == "Do it"
    assert len({item.html_id for item in mood.items}) == len(mood.items)


def test_every_ticked_answer_stays_ticked():
    form = NarrativeForm(make_framework(), {"wish": ["w0", "w13"], "role": ["na"]})
    found = questions(form)
    assert [item.value for item in found["wish"].items if item.checked] == ["w0", "w13"]
    assert [item.label for item in found["role"].items if item.checked] == ["Prefer not to say"]


def test_nothing_is_marked_optional_when_everything_is():
    assert not any(question.optional for question in questions(NarrativeForm(make_framework())).values())


def test_the_others_are_marked_optional_when_one_has_to_be_answered():
    found = questions(NarrativeForm(make_framework(signifiers=[{**MOOD, "required": True}, SAY, ROLE, WISH])))
    assert [name for name, question in found.items() if not question.optional] == ["mood"]


# --- an order of the teller's own -------------------------------------------------------------------------


def test_anchors_stand_in_an_order_that_is_drawn_and_posted_back():
    mood = ask({**MOOD, "random_order": True}, draw=backwards)
    assert mood.anchors == ("cross", "sad", "glad")
    assert mood.order == "cross,sad,glad"
    assert mood.items[1].label == "Mostly “cross”"
    assert mood.items[1].value == "top"


def test_an_order_that_was_posted_is_kept():
    say = {**SAY, "random_order": True}
    assert ask(say, {"say.order": ["none,all"]}, draw=backwards).anchors == ("no say", "all the say")
    assert ask(say, {"say.order": ["all,none"]}).anchors == ("all the say", "no say")


@pytest.mark.parametrize("posted", ["", "all", "all,all", "all,none,some", "<b>,none"])
def test_an_order_that_makes_no_sense_is_drawn_again(posted):
    say = ask({**SAY, "random_order": True}, {"say.order": [posted]}, draw=backwards)
    assert say.order == "all,none"


def test_an_order_is_not_taken_where_the_framework_has_its_own():
    assert ask(SAY, {"say.order": ["all,none"]}, draw=backwards).anchors == ("no say", "all the say")


@pytest.mark.parametrize("place", range(3))
def test_what_is_chosen_by_displayed_place_is_stored_for_the_anchor_that_stood_there(place):
    framework = make_framework(signifiers=[{**MOOD, "random_order": True}])
    mood = NarrativeForm(framework).question_of("mood")
    shares = ["0.00", "0.00", "0.00"]
    shares[place] = "1.00"
    fields = {"mood.shares": [",".join(shares)], "mood.method": ["tap"], "mood.order": [mood.order]}
    answer = read_answer(framework.signifier("mood"), fields, [])
    stored = dict(zip(("glad", "sad", "cross"), answer.shares, strict=True))
    assert stored[mood.anchors[place]] == 1


def test_options_are_drawn_but_own_words_and_none_of_these_stay_last():
    way = ask({**WAY, "random_order": True}, draw=backwards)
    assert [item.value for item in way.items] == ["walk", "bus", "other", "na"]
    assert way.order == "walk,bus,other"


def test_every_order_is_drawn_in_the_long_run():
    mood = {**MOOD, "random_order": True}
    assert len({ask(mood).order for drawing in range(200)}) == 6


# --- choices ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "most", "hint"),
    [
        (1, 1, ""),
        (1, 2, "Choose up to 2."),
        (2, 2, "Choose 2."),
        (2, 5, "Choose from 2 to 5."),
        (1, 14, "Choose all that fit."),
        (3, 14, "Choose from 3 to 14."),
    ],
)
def test_a_choice_says_how_many_may_be_chosen(least, most, hint):
    assert ask({**WISH, "min_responses": least, "max_responses": most}).hint == hint


def test_a_choice_counts_down_in_words():
    wish = ask({**WISH, "min_responses": 2, "max_responses": 3})
    assert wish.counts[:6] == (
        "",
        "Choose at least 1 more.",
        "You can choose 1 more.",
        "That is as many as you can choose.",
        "That is 1 too many.",
        "That is 2 too many.",
    )
    assert len(wish.counts) == 15


def test_nothing_is_counted_where_any_number_will_do():
    assert ask({**WISH, "max_responses": 14}).counts == ()
    assert ask({**WISH, "max_responses": 1}).counts == ()


def test_own_words_and_pictures_of_options_are_on_the_page():
    way = ask(WAY, {"way": ["other"], "way.other": ["by boat"]})
    assert way.other == "by boat"
    assert [item.image for item in way.items] == ["bus.svg", "", "", ""]
    assert way.has_images


# --- stones and short answers -----------------------------------------------------------------------------


def test_stones_are_asked_as_two_lists_each():
    people = ask(STONES, {"people.them.y": ["0.7"]})
    me, them = people.stones
    assert [axis.name for axis in (*me.axes, *them.axes)] == [
        "people.me.x",
        "people.me.y",
        "people.them.x",
        "people.them.y",
    ]
    assert me.axes[0].html_id == "people"
    assert me.axes[0].label == "From “none” to “all”"
    assert [item.label for item in them.axes[1].items if item.checked] == ["Nearer “early”"]
    assert people.anchors == ("none", "all", "late", "early")


def test_a_stone_placed_exactly_is_shown_in_the_list_by_its_nearest_step():
    people = ask(STONES, {"people.me.x": ["0.37"], "people.me.y": ["1.00"], "people.them.x": ["far"]})
    across, up = people.stones[0].axes
    assert [item.value for item in (*across.items, *up.items) if item.checked] == ["0.3", "0.9"]
    assert (across.exact, up.exact) == ("0.37", "1.00")
    assert people.stones[1].axes[0].exact == ""


def test_stones_and_short_answers_can_be_said_not_to_apply():
    people = ask(STONES, {"people": ["na"]})
    assert [(item.html_id, item.value, item.checked) for item in people.items] == [("people-na", "na", True)]
    more = ask(SAY_MORE, {"more.na": ["yes"]})
    assert [(item.html_id, item.value, item.checked) for item in more.items] == [("more-na", "yes", True)]


def test_a_short_answer_is_shown_as_it_was_typed():
    more = ask(SAY_MORE, {"more": ["Thanks"]})
    assert (more.kind, more.exact) == ("freetext", "Thanks")
    assert not more.items[0].checked
