import json

from narratives.tension_return import FIELDS, PARTS, begun, form_from_json, read_form


def fields(**typed):
    return {name: [words] for name, words in typed.items()}


def test_a_form_survives_being_kept():
    form = read_form(fields(place="North", **{"potential-grade": "high"}, quote="s1", looked="1"), ("s1", "s2"))
    assert form.errors == ()
    assert form_from_json(json.loads(json.dumps(form.to_json())), ("s1",)) == form


def test_nothing_is_quoted_that_was_not_offered_and_no_grade_kept_that_there_is_not():
    form = read_form(fields(quote="s9", **{"potential-grade": "purple"}), ("s1",))
    assert form.quoted == () and form.grades == dict.fromkeys(PARTS, "")


def test_a_begun_return_says_what_it_still_needs_in_the_order_of_the_form():
    wanted = [error.field for error in begun("They moved.", "North", "All").unfinished]
    assert wanted == ["recipient", "experienced-grade", "evidenced-grade", "potential", "potential-grade"]


def test_control_characters_are_taken_out_of_what_is_typed():
    assert read_form(fields(place="No\x00rth\u202e"), ()).typed["place"] == "North"


def test_every_field_may_stay_empty_in_a_draft():
    assert read_form({}, ()).errors == ()
    assert set(read_form({}, ()).typed) == set(FIELDS)
