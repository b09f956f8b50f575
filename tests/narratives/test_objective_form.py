from datetime import date

import pytest

from narratives.objective import Direction
from narratives.objective_form import FIELDS, MOST_TITLE, measures, objective_of, objectives_of_draft, read_form
from tests.attacks.publishing_forms import OBJECTIVE
from tests.builders import make_framework

TODAY = date(2026, 3, 2)


def errors(**changes):
    form = read_form({**OBJECTIVE, **changes}, make_framework(), today=TODAY)
    return {one.field: one.message for one in form.errors}


def test_a_whole_form_is_an_objective():
    form = read_form({**OBJECTIVE, "baseline": "20,5 %"}, make_framework(), today=TODAY)
    found = objective_of(form, id="o1", collection="plot", made_by="ada")
    assert (found.signifier, found.item, found.direction) == ("say", "high", Direction.MORE)
    assert (found.baseline, found.baseline_from, found.target) == (0.205, "The survey of spring", 0.5)
    assert (found.due, found.title) == (date(2099, 12, 31), "More say for everybody")


def test_without_a_baseline_nobody_asks_where_it_is_from():
    assert errors(baseline="", baseline_from="") == {}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": ""}, "title", "Say in a few words what should be different"),
        ({"title": "x" * 121}, "title", f"Shorten it to {MOST_TITLE} characters or fewer; it has 121"),
        ({"why": " "}, "why", "Say why this matters, so that everybody can judge it"),
        ({"measure": "role:digger"}, "measure", "Choose which answers are counted"),
        ({"direction": "up"}, "direction", "Choose whether there should be more or fewer of these answers"),
        ({"baseline": "a lot"}, "baseline", "Give a share from 0 to 100, such as 35; found “a lot”"),
        ({"baseline_from": ""}, "baseline_from", "Say where the baseline is from, such as a survey and its year"),
        ({"target": "101"}, "target", "Give a share from 0 to 100, such as 35; found “101”"),
        ({"target": "10"}, "target", "Give a target above the baseline of 20, or turn the direction round"),
        ({"due": "soon"}, "due", "Give a day such as 2027-12-31; found “soon”"),
        ({"due": "2026-03-02"}, "due", "Give a day that is still to come"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(changes, field, message):
    assert errors(**changes) == {field: message}


def test_fewer_need_a_target_below_the_baseline():
    assert errors(direction="less", target="30") == {
        "target": "Give a target below the baseline of 20, or turn the direction round"
    }


def test_everything_that_is_wrong_comes_at_once():
    form = read_form({}, make_framework(), today=TODAY)
    assert [one.field for one in form.errors] == ["title", "why", "measure", "direction", "target", "due"]
    assert form.error_for("due").startswith("Give a day") and form.error_for("baseline") == ""
    assert set(form.typed) == set(FIELDS)


def test_a_draft_whose_question_is_gone_says_which_objective_is_left_without():
    kept = {"objectives": [{"id": "o1", **OBJECTIVE}, {"id": "o2", **OBJECTIVE, "measure": "gone:high"}]}
    found, wrong = objectives_of_draft(kept, make_framework(), collection="plot", made_by="ada", today=TODAY)
    assert [one.id for one in found] == ["o1"]
    assert [one.message for one in wrong] == ["Objective “More say for everybody”: Choose which answers are counted"]


def test_items_are_measured_of_questions_about_the_story():
    assert [title for title, _items in measures(make_framework())] == ["It left me…", "I had…", "I wish for…"]
    assert measures(make_framework())[1][1][2] == ("say:high", "nearer to “all the say”")
