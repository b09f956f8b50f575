from datetime import timedelta

import pytest

from tests.web.casework.conftest import GOOD, audited
from web.casework import case_log, pages


def log(person, cases, number=0, **fields):
    person.post("/log", {**GOOD, "key": f"{number:032x}", **fields})
    return next(one.id for one in cases.of(person) if one.reference == fields.get("case.reference", "PX1042"))


def correction(**changes):
    kept = {name: value for name, value in GOOD.items() if name.startswith("case.") or name == "story"}
    return {**kept, **changes}


def test_the_own_log_shows_ones_own_interactions_by_day(cy, di):
    cy.post("/log", GOOD)
    di.post("/log", {**GOOD, "key": "cd" * 16, "case.reference": "QX7"})
    page = cy.get("/log/own").text
    assert "Today, " in page
    assert "at 09:30" in page
    assert "PX1042" in page
    assert "Attended, complied" in page
    assert "QX7" not in page


def test_an_empty_log_says_what_will_be_there(cy):
    assert "Nothing here yet. What you log appears here at once." in cy.get("/log/own").text


def test_an_interaction_shows_its_answers_in_words(cy, cases):
    own = log(cy, cases, **{"case.review": "Better than last time."})
    page = cy.get(f"/log/own/{own}").text
    for words in (
        "Mostly “glad”",
        "Does not apply",
        "See him on Monday.",
        "Review",
        "Better than last time.",
        "Office visit",
    ):
        assert words in page


def test_of_a_sensitive_record_nothing_that_was_written_is_in_the_list_and_it_opens_with_a_press(cy, cases):
    own = log(
        cy,
        cases,
        **{"case.sensitive": "yes", "case.outcome": "other", "case.outcome.other": "ATSH"} | {"case.reason": "Drink"},
    )
    page = cy.get("/log/own").text
    assert "Sensitive" in page
    for words in (GOOD["story"], GOOD["case.notes"], "Drink"):
        assert words not in page
    page = cy.get(f"/log/own/{own}").text
    pressed = page[page.index("Sensitive: show what was written") :]
    assert GOOD["story"] in pressed
    assert "Drink" in pressed
    assert '<details class="govuk-details log-kept-back">' in page


def test_somebody_elses_interaction_is_as_absent_as_none_and_each_look_is_one_row(app, cy, di, cases):
    own = log(cy, cases)
    cy.get("/log/own")
    cy.get(f"/log/own/{own}")
    refused, absent = di.get(f"/log/own/{own}"), di.get(f"/log/own/{'0' * 32}")
    assert (refused.status_code, absent.status_code) == (404, 404)
    assert refused.text == absent.text
    assert "PX1042" not in refused.text
    assert audited(app, cy) == [
        ("casework.save", "", "done"),
        ("casework.own", "", "done"),
        ("casework.show", own, "done"),
    ]
    assert audited(app, di) == [("casework.show", own, "refused"), ("casework.show", "0" * 32, "refused")]
    assert cases.db.rows("select id from reads") == []


def test_fifty_are_on_a_page_and_the_others_behind_a_link(cy, cases, monkeypatch):
    monkeypatch.setattr(case_log, "PAGE", 2)
    monkeypatch.setattr(pages, "PAGE", 2)
    for number in range(3):
        log(cy, cases, number, **{"case.reference": f"QX{number}", "case.time": f"0{number}:00"})
    first, second = cy.get("/log/own").text, cy.get("/log/own?page=2").text
    assert ("QX2" in first, "QX0" in first, "QX0" in second) == (True, False, True)
    assert 'href="/log/own?page=2"' in first
    assert "Page 2 of 2" in second
    for page in ("3", "0", "x", "-1", "٢", "99999999"):
        assert cy.get(f"/log/own?page={page}").status_code == 404, page


def test_a_record_is_corrected_and_what_it_said_before_stays_readable(cy, cases):
    own = log(cy, cases)
    assert "Correct this record" in cy.get(f"/log/own/{own}").text
    page = cy.get(f"/log/own/{own}/correct").text
    for kept in ('value="PX1042"', 'value="COAP" checked', 'value="ATTC" checked', GOOD["case.notes"], GOOD["story"]):
        assert kept in page
    changes = {"case.reference": "PX1043", "case.outcome": "acceptable", "case.absence": "AAME", "story": "He wrote."}
    answer = cy.post(f"/log/own/{own}/correct", correction(**changes))
    assert answer.location == f"/log/own/{own}?saved=corrected"
    page = cy.get(answer.location).text
    for words in ("PX1043", "Acceptable absence: medical", "He wrote.", "What it said before", "PX1042", GOOD["story"]):
        assert words in page
    (case,) = cases.of(cy)
    assert (case.account, case.group, set(case.answers)) == ("He wrote.", "east", {"mood", "say"})


def test_a_correction_that_changes_nothing_keeps_no_version(cy, cases):
    own = log(cy, cases)
    answer = cy.post(f"/log/own/{own}/correct", correction())
    assert answer.location == f"/log/own/{own}?saved=same"
    assert "Nothing was changed" in cy.get(answer.location).text
    assert cases.db.rows("select id from earlier_versions") == []


def test_a_correction_with_mistakes_is_shown_again_with_everything_in_it(cy, cases):
    own = log(cy, cases)
    answer = cy.post(f"/log/own/{own}/correct", correction(**{"case.reference": "", "case.notes": "Kept note"}))
    assert answer.status_code == 422
    assert '<a href="#case.reference">Enter the case reference</a>' in answer.text
    assert "Kept note" in answer.text


def test_an_account_that_is_with_the_stories_is_not_brought_back_by_a_correction(cy, cases):
    own = log(cy, cases, **{"account.read": "yes"})
    assert 'name="story"' not in cy.get(f"/log/own/{own}/correct").text
    cy.post(f"/log/own/{own}/correct", correction(**{"case.notes": "Other", "story": "Brought back"}))
    assert (cases.of(cy)[0].account, cases.of(cy)[0].notes) == ("", "Other")


def test_after_a_day_a_record_can_no_longer_be_corrected(cy, cases):
    own = log(cy, cases)
    (case,) = cases.of(cy)
    late = (case.logged_at - timedelta(hours=24)).isoformat()
    cases.db.execute("update interactions set logged_at = :late", late=late)
    assert "Correct this record" not in cy.get(f"/log/own/{own}").text
    assert cy.get(f"/log/own/{own}/correct").location == f"/log/own/{own}?saved=late"
    answer = cy.post(f"/log/own/{own}/correct", correction(**{"case.notes": "Too late"}))
    assert answer.status_code == 422
    assert "A record can be corrected for 24 hours" in answer.text
    assert "Too late" in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_corrects_the_record_of_somebody_else(cy, di, cases, method):
    own = log(cy, cases)
    path = f"/log/own/{own}/correct"
    answer = di.get(path) if method == "get" else di.post(path, correction())
    assert answer.status_code == 404
    assert cases.of(cy)[0].reference == "PX1042"


def test_a_record_outlives_the_collection_that_it_was_logged_for(cy, cases):
    own = log(cy, cases)
    cases.db.execute("update interactions set collection_id = 'gone'")
    page = cy.get(f"/log/own/{own}")
    assert page.status_code == 200
    assert "A collection that is no longer here" in page.text
