"""The form that says how questions are opened: every mistake at its field, and what is stored reads as it was typed."""

from datetime import date

import pytest

from narratives.opening_form import fresh, read_opening, read_typed, typed_of

TODAY = date(2026, 11, 23)
GOOD = {
    "title": "Our plot",
    "policy": "open",
    "moderation": "after",
    "groups": "East\nEast end < East",
    "signposts": "Samaritans | 116 123 | free, day and night\nCouncil | help@example.org",
    "offers": ["read", "quote"],
    "closes_on": "2027-01-31",
    "a_week": "30",
    "alerts_a_year": "0.5",
    "months": "6",
    "stratum_choice": "role",
    "audio": "yes",
}


def read(**changes):
    sent = {name: value if isinstance(value, list) else [value] for name, value in {**GOOD, **changes}.items()}
    return read_opening(read_typed(sent), choices={"role"}, taken={"taken"}, smallest=12, today=TODAY)


def test_a_good_form_comes_to_an_opening():
    plan = read()
    assert plan.errors == ()
    assert plan.opening["groups"] == [{"name": "East", "parent": None}, {"name": "East end", "parent": "East"}]
    assert plan.opening["signposts"][1] == ["Council", "help@example.org", ""]
    assert (plan.opening["k"], plan.opening["alerts_a_year"], plan.opening["months"]) == (12, 0.5, 6)
    assert plan.opening["audio"] is True and plan.opening["sensitive"] is False
    assert "id" not in plan.opening


def test_what_was_read_is_written_as_it_was_typed():
    plan = read()
    again = read_opening(typed_of(plan.opening), choices={"role"}, taken=set(), smallest=12, today=TODAY)
    assert again == plan


def test_a_fresh_form_lacks_a_title_alone():
    plan = read_opening(typed_of(fresh()), choices=set(), taken=set(), smallest=10, today=TODAY)
    assert [one.field for one in plan.errors] == ["title"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "Give the collection a title"),
        ("title", "x" * 121, "Shorten it to 120 characters or fewer; it has 121"),
        ("id", "Our Plot", "Write small letters, digits and hyphens only, at most 60; found “Our Plot”"),
        ("id", "taken", "“taken” is the address of another collection"),
        ("policy", "secret", "Choose what staff may see"),
        ("moderation", "", "Choose whether a moderator reads first"),
        ("k", "11", "Give a number of people from 12 to 1000; found “11”"),
        ("months", "121", "Give a number of months from 1 to 120; found “121”"),
        ("alerts_a_year", "53", "Give a number above 0 and at most 52; found “53”"),
        ("a_week", "many", "Give how many stories a week you expect, from 1; found “many”"),
        ("quota", "0", "Give a number of stories a day from 1"),
        ("closes_on", "tomorrow", "Give a day such as 2026-12-01"),
        ("closes_on", "2026-11-22", "Give a last day that is still to come"),
        ("opens_on", "2027-02-01", "The last day is before the first"),
        ("stratum_choice", "gone", "Choose one of the questions"),
        ("signposts", "Samaritans", "Line 1: write a name, then |"),
        ("groups", "East\nEast", "Line 2: “East” is there already"),
        ("groups", "East < West", "“East” belongs to “West”, which has no line"),
        ("groups", "East < West\nWest < East", "“East” belongs to itself by way of “West”"),
        ("groups", "< West", "Line 1: give a name of at most 60 characters"),
        ("offers", ["publish"], "Publishing needs quoting as well"),
        ("offers", ["contact"], "Publishing needs quoting as well; quoting and messages need reading as well"),
    ],
)
def test_a_mistake_is_said_at_its_field(field, typed, said):
    found = read(**{field: typed}).errors
    assert any(one.message.startswith(said) for one in found), found
    expected = "closes_on" if field == "opens_on" else field
    assert {one.field for one in found} == {expected}


def test_nothing_need_be_offered():
    assert read(offers=[]).opening["offers"] == []
