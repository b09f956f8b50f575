from datetime import date

import pytest

from narratives.collection import Policy, Signpost
from narratives.errors import SubmissionError
from narratives.event_form import fresh_form, likely_names, make_plan, read_form
from tests.builders import make_framework

TODAY = date(2026, 3, 2)
TYPED = {
    "title": ["The pump broke"],
    "happened": ["The pump broke and the beds were dry."],
    "happened_on": ["2026-02-12"],
    "contact": ["The garden office"],
    "perspective": ["Diggers", "Office", "", ""],
    "asked": ["mood", "say"],
    "predicted": ["mood"],
    "policy": ["protected"],
    "moderation": ["before"],
    "sensitive": ["yes"],
}


def plan(**changes):
    return make_plan(read_form({**TYPED, **changes}), make_framework(), TODAY)


def test_a_form_that_is_filled_in_makes_a_plan():
    found = plan(signposts=["Office | 01632 960000 | 9 to 5\n\nSamaritans | 116 123"], closes_on=["2026-04-01"])
    assert found.perspectives == ("Diggers", "Office") and found.asked == ("mood", "say")
    assert found.predicted == ("mood",) and found.policy is Policy.PROTECTED and found.sensitive
    assert found.signposts == (Signpost("Office", "01632 960000", "9 to 5"), Signpost("Samaritans", "116 123"))
    assert found.closes_on == date(2026, 4, 1) and found.happened_on == date(2026, 2, 12)


def test_of_an_event_whose_week_alone_is_shown_the_day_is_not_kept():
    assert plan(is_week=["yes"]).happened_on == date(2026, 2, 9)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": [""]}, "title", "Give the event a name"),
        ({"happened": ["x" * 601]}, "happened", "Shorten it to 600 characters or fewer; it has 601"),
        ({"happened_on": ["soon"]}, "happened_on", "Give the day on which it happened, such as 2026-05-27"),
        ({"happened_on": ["2026-03-03"]}, "happened_on", "Give a day that is over"),
        ({"contact": [" "]}, "contact", "Say whom somebody can ask about this event"),
        ({"asked": []}, "asked", "Choose from 1 to 5 questions"),
        ({"asked": ["say"]}, "predicted", "Choose guesses among the questions that are asked"),
        ({"perspective": ["Diggers"]}, "perspective", "Name from 2 to 6 perspectives"),
        ({"perspective": ["Diggers", "diggers"]}, "perspective", "Give each perspective a name of its own"),
        ({"perspective": ["Diggers", "x" * 41]}, "perspective", "Shorten each name to 40 characters or fewer"),
        ({"closes_on": ["2026-03-01"]}, "closes_on", "Give a day from today to two years from now"),
        ({"signposts": ["Samaritans"]}, "signposts", "Write each as: name | number or address | when"),
        ({"policy": ["secret"]}, "policy", "Choose what staff may see"),
        ({"moderation": [""]}, "moderation", "Choose whether a moderator reads first"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, field, message):
    with pytest.raises(SubmissionError) as error:
        plan(**changes)
    assert [one.field for one in error.value.errors if message in one.message] == [field]


def test_a_fresh_form_is_careful_and_names_the_usual_sides():
    found = fresh_form(make_framework())
    assert found.policy == "protected" and found.moderation == "before" and found.sensitive
    assert found.perspectives == ("Front line", "Management", "Service users", "Families", "", "")
    assert found.asked == {"mood", "say"} and not found.predicted


def test_names_in_what_tellers_will_read_are_noticed_and_the_usual_sides_are_none():
    named = read_form({**TYPED, "happened": ["Karen Smith let the pump run dry."]})
    assert likely_names(named) == ("Karen Smith",)
    assert likely_names(fresh_form(make_framework())) == ()
