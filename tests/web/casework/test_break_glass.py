"""Opening a colleague's records in an emergency: with a reason, for an hour, seen by their owner and audited."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import Person
from tests.web.casework.conftest import audited
from web.casework import break_glass

WHY = "Cy is ill and she is at the front desk now."
ASKED = {"reference": "PX1042987", "category": "cover", "reason": WHY}
NOTES = "Housing officer rings on Thursday."
LOGGED = {
    "collection": "plot",
    "key": "ab" * 16,
    "story": "She came early.",
    "group": "east",
    "case.reference": "PX1042987",
    "case.date": date.today().isoformat(),
    "case.time": "10:30",
    "case.contact": "COAP",
    "case.outcome": "ATTC",
    "case.notes": NOTES,
}
SENSITIVE = {
    "case.sensitive": "yes",
    "case.outcome": "acceptable",
    "case.absence": "AAAA",
    "case.reason": "His sister rang.",
}


@pytest.fixture
def logged(cy: Person) -> Person:
    assert cy.post("/log", LOGGED).status_code == 303
    return cy


@pytest.fixture
def ade(app) -> Person:
    return Person(app, "ade")


def test_the_records_open_with_a_reason_and_show_what_was_written(logged, di):
    answer = di.post("/log/open-anothers", ASKED)
    page = di.get(answer.location).text
    assert "Open for you until" in page
    for words in ("PX1042987", NOTES, "She came early.", "by Cy", "Office visit", "at 10:30"):
        assert words in page
    assert answer.location in di.get("/log/open-anothers").text  # and is found again from there


def test_what_is_sensitive_waits_for_a_press_here_too(cy, di):
    assert cy.post("/log", {**LOGGED, **SENSITIVE}).status_code == 303
    page = di.get(di.post("/log/open-anothers", ASKED).location).text
    press = page.index("Sensitive: show what was written")
    for words in (NOTES, "She came early.", "His sister rang."):
        assert page.count(words) == 1 and page.index(words) > press


def test_every_look_is_one_row_of_audit_with_the_openings_id(app, logged, di):
    address = di.post("/log/open-anothers", ASKED).location
    opening = address.rpartition("/")[2]
    di.get(address)
    di.get(address)
    rows = audited(app, di)
    assert [row for row in rows if row[0] == "break_glass.show"] == [("break_glass.show", opening, "done")] * 2
    assert ("break_glass.open_records", opening, "done") in rows


def test_what_is_wrong_is_said_and_everything_is_kept(logged, di):
    for change, said in (
        ({"reference": ""}, "Enter the whole reference, exactly as it is written"),
        ({"category": "curious"}, "Choose why you need these records"),
        ({"reason": "because"}, "Say in your own words why you need them: at least 20 characters"),
        ({"reason": "x" * 501}, "Shorten your words to 500 characters or fewer"),
        ({"reference": "PX1042986"}, "No record that you can open here bears this reference."),
    ):
        kept = {**ASKED, **change}
        page = di.post("/log/open-anothers", kept)
        assert page.status_code == 422
        assert page.text.count(said) == 2  # above and at the field
        assert kept["reason"] in page.text
        assert f'value="{kept["reference"]}"' in page.text


def test_ones_own_reference_is_answered_as_one_that_nobody_uses(app, logged):
    own = logged.post("/log/open-anothers", ASKED)
    unknown = logged.post("/log/open-anothers", {**ASKED, "reference": "PX1042986"})
    token = re.compile(r"PX104298[67]")
    assert (own.status_code, token.sub("", own.text)) == (unknown.status_code, token.sub("", unknown.text))
    assert audited(app, logged).count(("break_glass.open_records", "", "refused")) == 2


def test_after_repeated_failures_one_has_to_wait(logged, di):
    for _ in range(3):
        di.post("/log/open-anothers", {**ASKED, "reference": "guess"})
    page = di.post("/log/open-anothers", ASKED)
    assert page.status_code == 422
    assert "Wait 1 minute, then check the reference and try again" in page.text


def test_the_owner_is_told_who_it_was_and_why_until_they_have_seen_it(logged, di):
    opening = di.post("/log/open-anothers", ASKED).location.rpartition("/")[2]
    now = datetime.now(UTC).astimezone()
    page = logged.get("/log/own").text
    assert f"Di opened PX1042987 on {now.day} " in page
    assert "Covering for a colleague" in page
    assert WHY in page
    assert "Di opened" in logged.get("/log").text
    assert "PX1042987" not in logged.get("/log/offline/plot").text
    assert "Di opened" not in di.get("/log/own").text
    assert logged.post(f"/log/opened/{opening}/seen", {}).location == "/log/own"
    assert "Di opened" not in logged.get("/log/own").text


def test_nobody_marks_what_is_told_to_somebody_else_as_seen(logged, di):
    opening = di.post("/log/open-anothers", ASKED).location.rpartition("/")[2]
    assert di.post(f"/log/opened/{opening}/seen", {}).status_code == 404
    assert "Di opened" in logged.get("/log/own").text


def test_another_practitioner_cannot_use_the_address_and_the_try_is_audited(app, logged, di):
    address = di.post("/log/open-anothers", ASKED).location
    assert logged.get(address).status_code == 404
    assert ("break_glass.show", address.rpartition("/")[2], "refused") in audited(app, logged)


def test_after_an_hour_the_address_shows_nothing(app, logged, di, monkeypatch):
    address = di.post("/log/open-anothers", ASKED).location
    later = datetime.now(UTC) + timedelta(minutes=60, seconds=1)
    monkeypatch.setattr(break_glass, "_now", lambda: later)
    assert di.get(address).status_code == 404


def test_administrators_see_that_it_happened_and_not_whose_records(logged, di, ade):
    assert "Nobody has done this yet." in ade.get("/log/opened").text
    address = di.post("/log/open-anothers", ASKED).location
    page = ade.get("/log/opened").text
    assert "Di" in page
    assert "Covering for a colleague" in page
    for hidden in ("PX1042987", WHY, ">Cy<", NOTES):
        assert hidden not in page
    assert ade.get(address).status_code == 403
    assert di.get("/log/opened").status_code == 403


def test_there_is_no_list_of_others_references_anywhere(logged, di):
    for path in ("/log/open-anothers", "/log/own", "/log/reflection", "/log"):
        assert "PX1042987" not in di.get(path).text
