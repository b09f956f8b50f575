"""What a device says before it seals an entry is what the log would say, and nothing that the log refuses gets by."""

from datetime import date

import pytest

from narratives.errors import SubmissionError
from tests.builders import make_collection, make_framework
from web.casework.entry import read_entry
from web.casework.offline_rules import rules_of

FORM = make_collection(), make_framework()
RULES = rules_of(*FORM)
COMPLETE = {
    "story": "words",
    "group": "east",
    "case.reference": "PX1042987",
    "case.date": date.today().isoformat(),
    "case.contact": "COAP",
    "case.outcome": "ATTC",
}


def said_by_the_log(fields):
    try:
        read_entry(*FORM, {name: [value] for name, value in fields.items()}, date.today())
    except SubmissionError as error:
        return {one.message for one in error.errors}
    return set()


def said_by_the_device(fields):
    """static/js/offline/check.js, as far as missing answers go."""
    typed = {name: value for name, value in fields.items() if value.strip()}
    asked = [
        rule
        for rule in RULES["rules"]
        if not rule["most_letters"] and (not rule["opened_by"] or typed.get(rule["opened_by"]) in rule["options"])
    ]
    return {rule["message"] for rule in asked if rule["field"] not in typed}


@pytest.mark.parametrize("field", ["group", "case.reference", "case.date", "case.contact", "case.outcome"])
def test_whatever_is_missing_is_said_in_the_logs_own_words(field):
    fields = {**COMPLETE, field: ""}
    assert said_by_the_log(fields)
    assert said_by_the_device(fields) == said_by_the_log(fields)


@pytest.mark.parametrize(
    "more",
    [
        {"case.contact": "other"},
        {"case.outcome": "other"},
        {"case.outcome": "acceptable"},
        {"case.outcome": "acceptable", "case.absence": "AAAA"},
        {"case.outcome": "other", "case.outcome.other": "ATSH"},
    ],
)
def test_what_belongs_to_a_choice_is_asked_with_it(more):
    fields = {**COMPLETE, **more}
    assert said_by_the_log(fields)
    assert said_by_the_device(fields) == said_by_the_log(fields)


@pytest.mark.parametrize("more", [{}, {"case.outcome": "acceptable", "case.absence": "AAME"}, {"case.outcome": "UAAB"}])
def test_nothing_is_said_to_what_the_log_takes(more):
    assert said_by_the_log({**COMPLETE, **more}) == said_by_the_device({**COMPLETE, **more}) == set()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("late", {"case.date": "2999-01-01"}),
        ("names", {"account.read": "yes", "story": "of px1042987"}),
        ("sensitive", {"account.read": "yes", "case.sensitive": "yes"}),
        ("nothing", {"story": ""}),
    ],
)
def test_parts_that_do_not_go_together_have_the_logs_own_sentence(name, more):
    assert {RULES["said"][name]} == said_by_the_log({**COMPLETE, **more})


def test_an_absence_needs_no_words_and_a_session_does():
    assert {"ATTC", "AFTC"} <= set(RULES["attended"])
    assert not {"UAAB", "AFTA", "acceptable"} & set(RULES["attended"])


def test_too_long_is_said_before_it_is_sealed():
    most = {rule["field"]: rule["most_letters"] for rule in RULES["rules"] if rule["most_letters"]}
    for field, letters in most.items():
        assert said_by_the_log({**COMPLETE, field: "x" * letters}) == set()
        assert said_by_the_log({**COMPLETE, field: "x" * (letters + 1)})
