"""A framework as a form."""

from narratives.errors import FieldError
from tests.builders import FRAMEWORK, make_framework
from web.forms import NarrativeForm

STONES = {
    "type": "stones",
    "id": "people",
    "title": "Who had a say?",
    "x_anchors": [{"id": "a", "label": "none"}, {"id": "b", "label": "all"}],
    "y_anchors": [{"id": "c", "label": "late"}, {"id": "d", "label": "early"}],
    "stones": [{"id": "me", "label": "Me"}, {"id": "them", "label": "Them"}],
}
SAY_MORE = {"type": "freetext", "id": "more", "title": "Anything else?"}


def questions(form):
    return {question.id: question for question in (*form.about_story, *form.about_teller)}


def test_questions_about_the_teller_come_last():
    form = NarrativeForm(make_framework())
    assert [question.id for question in form.about_story] == ["mood", "say", "wish"]
    assert [question.id for question in form.about_teller] == ["role"]


def test_a_triad_keeps_the_exact_place_and_how_it_was_given():
    form = NarrativeForm(make_framework(), {"mood.shares": ["0.20,0.70,0.10"], "mood.method": ["keys"]})
    mood = questions(form)["mood"]
    assert (mood.kind, mood.exact_field, mood.exact, mood.method) == ("triad", "shares", "0.20,0.70,0.10", "keys")
    assert mood.anchors == ("glad", "sad", "cross")


def test_the_first_answer_has_the_id_that_an_error_links_to():
    form = NarrativeForm(make_framework(), {}, (FieldError("mood", "Do it"),))
    mood = questions(form)["mood"]
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
    signifiers = [{**FRAMEWORK["signifiers"][0], "required": True}, *FRAMEWORK["signifiers"][1:]]
    found = questions(NarrativeForm(make_framework(signifiers=signifiers)))
    assert [name for name, question in found.items() if not question.optional] == ["mood"]


def test_stones_are_asked_as_two_lists_each():
    framework = make_framework(signifiers=[STONES])
    (question,) = NarrativeForm(framework, {"people.them.y": ["0.7"]}).about_story
    me, them = question.stones
    assert [axis.name for axis in (*me.axes, *them.axes)] == [
        "people.me.x",
        "people.me.y",
        "people.them.x",
        "people.them.y",
    ]
    assert me.axes[0].html_id == "people"
    assert [item.label for item in them.axes[1].items if item.checked] == ["Nearer “early”"]


def test_a_short_answer_is_shown_as_it_was_typed():
    framework = make_framework(signifiers=[SAY_MORE])
    (question,) = NarrativeForm(framework, {"more": ["Thanks"]}).about_story
    assert (question.kind, question.exact) == ("freetext", "Thanks")
