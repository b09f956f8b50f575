import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from narratives.errors import BusyError
from narratives.interaction import Criss
from narratives.roles import Grant, Role
from store.accounts import set_grants
from tests.builders import make_collection, open_plot
from tests.people import stores_of
from tests.web.casework.conftest import GOOD, KEY
from web.casework import case_log, keeping


def stories(app):
    return stores_of(app).stories.rows(
        "select text, title, kind, group_name, respondent, may_read, answers, day from narratives order by text"
    )


def focused(page):
    """The field that a page begins with."""
    (found,) = re.findall(r"<(?:input|textarea)[^>]*\bautofocus[^>]*>", page)
    return re.search(r'id="([^"]+)"', found)[1]


def test_the_form_is_one_page_with_the_reference_of_the_link_and_today_and_now(cy):
    page = cy.get("/log?reference=PX1042").text
    assert 'value="PX1042"' in page
    assert f'name="case.date" type="date" max="{date.today()}" value="{date.today()}"' in page
    assert re.search(r'name="case.time" type="time" value="[0-2][0-9]:[0-5][0-9]"', page)
    assert "It left me…" in page
    assert "I wish for…" not in page  # choices are left out: an interaction is logged in under a minute
    assert "Stays in the case log" in page
    assert "join the other stories, without your name, the person or the case" in page


@pytest.mark.parametrize(
    ("link", "field"),
    [
        ("", "case.reference"),
        ("?reference=PX1", "case.contact"),
        ("?crn=PX1&contact=COPT", "case.outcome"),
        ("?nomis=PX1&contact=phone&outcome=attc", "story"),
    ],
)
def test_a_link_fills_in_what_it_knows_and_the_next_field_is_ready(cy, link, field):
    page = cy.get(f"/log{link}").text
    assert focused(page) == field
    if "contact" in link:
        assert re.search(r'value="COPT" checked', page)


def test_a_link_may_name_what_it_is_for_as_an_event(app, cy):
    open_plot(stores_of(app).stories, id="orchard", title="The orchard")
    assert 'name="collection" value="orchard"' in cy.get("/log?event=orchard&contact=C084").text
    assert '<option value="C084" selected>' in cy.get("/log?event=orchard&contact=C084").text


def test_every_code_is_on_the_page_once(cy):
    page = cy.get("/log").text
    for code in ("COAP", "COPT", "CHVS", "COVC", "C084", "COUP", "ATTC", "AFTA", "UAAB", "AAME", "RSSR"):
        assert page.count(f'value="{code}"') == 1, code


def test_saving_keeps_the_case_apart_from_the_account(app, cy, cases):
    answer = cy.post("/log", {**GOOD, "account.read": "yes"})
    assert (answer.status_code, answer.location) == (303, "/log/own?saved=yes")
    (story,) = stories(app)
    assert (story["text"], story["kind"], story["group_name"]) == (GOOD["story"], "practitioner", "east")
    assert (story["title"], story["respondent"], story["may_read"]) == ("", None, 1)
    (case,) = cases.of(cy)
    assert (case.reference, case.notes, case.account, case.group) == ("PX1042", "See him on Monday.", "", "east")
    assert (case.contact, case.outcome, case.collection, case.happened_at) == ("COAP", "ATTC", "plot", "09:30")


def test_notes_tasks_and_reasons_stay_with_the_case(app, cy, cases):
    more = {"case.review": "Better.", "case.tasks": "Ring\nWrite", "case.due": date.today().isoformat()}
    more |= {"case.outcome": "acceptable", "case.absence": "CO05", "case.reason": "His shift.", "case.sensitive": "yes"}
    assert cy.post("/log", {**GOOD, **more}).status_code == 303
    (case,) = cases.of(cy)
    assert (case.outcome, case.reason, case.sensitive) == ("CO05", "His shift.", True)
    assert case.criss == Criss(review="Better.")
    assert cases.db.one("select count(*) as n from tasks") == {"n": 2}


def test_words_that_managers_may_not_read_stay_in_the_own_log(app, cy, cases):
    cy.post("/log", GOOD)
    (story,) = stories(app)
    assert (story["text"], story["may_read"]) == ("", 0)
    (case,) = cases.of(cy)
    assert (case.account, case.notes) == (GOOD["story"], "See him on Monday.")


@pytest.mark.parametrize("more", [{"mood.shares": "", "say": ""}, {"mood.shares": "", "say": "", "story": ""}])
def test_an_account_with_neither_words_nor_placements_leaves_the_stories_alone(app, cy, cases, more):
    cy.post("/log", {**GOOD, **more, **({"account.read": "yes"} if not more.get("story", "x") else {})})
    assert stories(app) == []
    assert len(cases.of(cy)) == 1


def test_an_account_bears_the_day_of_logging_and_the_case_the_day_of_the_session(app, cy, cases):
    before = date.today() - timedelta(9)
    cy.post("/log", {**GOOD, "case.date": before.isoformat()})
    assert stories(app)[0]["day"] == (date.today() - date(1970, 1, 1)).days
    assert cases.of(cy)[0].happened_on == before


def test_everything_wrong_is_said_at_once_and_everything_typed_is_kept(app, cy, cases):
    wrong = {"case.reference": "", "case.outcome": "", "story": "Kept <b>words</b>.", "case.contact": "other"}
    answer = cy.post(
        "/log", {**GOOD, **wrong, "case.contact.other": "C084", "case.review": "A review", "case.tasks": "T"}
    )
    assert answer.status_code == 422
    assert "<title>Error: Log an interaction" in re.sub(r">\s+", ">", answer.text)
    assert '<a href="#case.reference">Enter the case reference</a>' in answer.text
    assert '<a href="#case.outcome">Choose whether they attended</a>' in answer.text
    for kept in ("Kept &lt;b&gt;words&lt;/b&gt;.", "See him on Monday.", 'value="0.81,0.12,0.07"', f'value="{KEY}"'):
        assert kept in answer.text
    for kept in (r'value="other" checked', r'value="C084" selected', ">A review</textarea>", ">T</textarea>"):
        assert kept in answer.text
    assert 'value="09:30"' in answer.text
    assert re.search(r"<details[^>]* open>", answer.text)
    assert (stories(app), cases.of(cy)) == ([], [])


def test_saving_twice_adds_nothing_and_says_so(app, cy, cases):
    cy.post("/log", GOOD)
    answer = cy.post("/log", GOOD)
    assert answer.location == "/log/own?saved=before"
    assert "saved already, so nothing was added" in cy.get(answer.location).text
    assert (len(stories(app)), len(cases.of(cy))) == (1, 1)


def test_save_and_log_another_keeps_the_place_and_the_contact_and_gives_a_fresh_form(cy):
    answer = cy.post("/log", {**GOOD, "step": "another"})
    assert answer.location == "/log?saved=yes&collection=plot&group=east&contact=COAP"
    page = cy.get(answer.location).text
    assert "The form is ready for the next one" in page
    assert '<option value="east" selected>' in page
    assert 'value="COAP" checked' in page
    assert focused(page) == "case.reference"
    assert KEY not in page
    assert "PX1042" not in page


@pytest.mark.parametrize("key", ["", "short", "x" * 32, "ab" * 40])
def test_a_form_without_its_key_is_shown_again_with_everything_in_it(cy, cases, key):
    answer = cy.post("/log", {**GOOD, "key": key})
    assert answer.status_code == 422
    assert "Check what you wrote once more, then press Save" in answer.text
    assert GOOD["story"] in answer.text
    assert cases.of(cy) == []


@pytest.mark.parametrize(("module", "name"), [(keeping, "tell_account"), (case_log, "add_interaction")])
def test_a_busy_store_keeps_the_form_and_its_key_so_that_saving_again_is_safe(
    app, cy, cases, monkeypatch, module, name
):
    def busy(*_args, **_more):
        raise BusyError("The database is busy.")

    monkeypatch.setattr(module, name, busy)
    answer = cy.post("/log", GOOD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Not saved yet: we are very busy" in answer.text
    assert f'value="{KEY}"' in answer.text
    monkeypatch.undo()
    assert cy.post("/log", GOOD).location == "/log/own?saved=yes"
    assert (len(stories(app)), len(cases.of(cy))) == (1, 1)


def test_a_lost_key_is_said_and_what_was_typed_stays_on_the_page(app, cy):
    cy.post("/log", GOOD)
    app.extensions.pop("case_stores")
    stores_of(app).settings.cases_key_path.write_bytes(b"k" * 64)
    answer = cy.post("/log", {**GOOD, "key": "cd" * 16})
    assert answer.status_code == 503
    assert "Not saved: the key of the case log does not fit. Copy your words" in answer.text
    assert GOOD["story"] in answer.text
    answer = cy.get("/log/own")
    assert answer.status_code == 503
    assert "The case log cannot be opened" in answer.text


def test_with_several_collections_the_one_with_accounts_is_meant(app, cy):
    open_plot(stores_of(app).stories, id="orchard", title="The orchard")
    page = cy.get("/log?reference=PX9&contact=COPT").text
    assert "Which one is it for?" in page
    assert "/log?collection=orchard&amp;contact=COPT&amp;reference=PX9" in page
    cy.post("/log", GOOD)
    page = cy.get("/log").text
    assert 'name="collection" value="plot"' in page
    assert "Which one is it for?" in cy.get("/log?choose=yes").text
    assert 'name="collection" value="orchard"' in cy.get("/log?collection=orchard").text


def test_a_practitioner_of_one_group_logs_for_it_alone(app, cy):
    open_plot(stores_of(app).stories, id="orchard", title="The orchard")
    grants = (Grant(Role.PRACTITIONER, "plot", "east"),)
    set_grants(stores_of(app).accounts, cy.account.id, grants)
    page = cy.get("/log").text
    assert 'name="collection" value="plot"' in page
    assert '<option value="west"' not in page
    assert cy.post("/log", GOOD).status_code == 303
    assert cy.post("/log", {**GOOD, "key": "cd" * 16, "group": "west"}).status_code == 404
    assert cy.post("/log", {**GOOD, "key": "ef" * 16, "collection": "orchard"}).status_code == 404
    assert cy.get("/log/own").status_code == 200


def test_a_collection_that_has_closed_takes_no_account(app, cy, cases):
    closed = make_collection(id="shed", closes_on=date.today() - timedelta(1))
    open_plot(stores_of(app).stories, id=closed.id, closes_on=closed.closes_on)
    assert "Which one is it for?" in cy.get("/log?collection=shed").text
    answer = cy.post("/log", {**GOOD, "collection": "shed"})
    assert answer.status_code == 422
    assert "is not open, so nothing was saved. Copy your words" in answer.text
    assert GOOD["story"] in answer.text
    assert cases.of(cy) == []


def test_an_unknown_collection_is_not_found(cy):
    assert cy.post("/log", {**GOOD, "collection": "nowhere"}).status_code == 404


def test_a_record_holds_what_was_typed_and_no_more(cy, cases):
    cy.post("/log", {**GOOD, "case.happened": "x", "story": ""})
    (case,) = cases.of(cy)
    assert replace(case, answers={}, id="", logged_at=None).criss == Criss()
    assert set(case.answers) == {"mood", "say"}
