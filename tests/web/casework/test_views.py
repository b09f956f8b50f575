import re
from datetime import date, timedelta

import pytest

from narratives.errors import BusyError
from store.cases import open_cases
from tests.builders import make_collection, open_plot
from tests.people import make_settings, stores_of
from web.casework import case_log, views

KEY = "ab" * 16
GOOD = {
    "collection": "plot",
    "key": KEY,
    "story": "He came early and we talked about the beans.",
    "group": "east",
    "mood.shares": "0.81,0.12,0.07",
    "say": "na",
    "case.reference": "PX1042",
    "case.date": date.today().isoformat(),
    "case.contact": "office",
    "case.outcome": "complied",
    "case.notes": "See him on Monday.",
    "step": "save",
}


def stories(app):
    return stores_of(app).stories.rows(
        "select text, title, kind, group_name, respondent, may_read, answers, day from narratives order by text"
    )


def interactions(app, table="interactions"):
    db = open_cases(make_settings(stores_of(app).settings.data).cases_path)
    try:
        order = "reference" if table == "interactions" else "at, id"
        return db.rows(f"select * from {table} order by {order}")
    finally:
        db.close()


def test_the_form_is_one_page_with_the_reference_of_the_link_and_todays_date(cy):
    page = cy.get("/log?reference=PX1042").text
    assert 'value="PX1042"' in page
    assert f'value="{date.today().isoformat()}"' in page
    assert re.search(r"<textarea[^>]*id=\"story\"[^>]*autofocus", page)
    assert "It left me…" in page
    assert "I wish for…" not in page  # choices are left out: an interaction is logged in under a minute
    assert "Stays in the case log" in page
    assert "join the other stories, without your name, the person or the case" in page


def test_saving_keeps_the_case_apart_from_the_account(app, cy):
    answer = cy.post("/log", {**GOOD, "account.read": "yes"})
    assert (answer.status_code, answer.location) == (303, "/log/own?saved=yes")
    (story,) = stories(app)
    assert (story["text"], story["kind"], story["group_name"]) == (GOOD["story"], "practitioner", "east")
    assert (story["title"], story["respondent"], story["may_read"]) == ("", None, 1)
    (case,) = interactions(app)
    assert (case["practitioner"], case["reference"], case["notes"]) == (cy.account.id, "PX1042", "See him on Monday.")
    assert (case["contact"], case["outcome"], case["collection_id"]) == ("office", "complied", "plot")


def test_words_that_managers_may_not_read_stay_in_the_own_log(app, cy):
    cy.post("/log", GOOD)
    (story,) = stories(app)
    assert (story["text"], story["may_read"]) == ("", 0)
    assert interactions(app)[0]["notes"].startswith(GOOD["story"])


def test_an_account_with_neither_words_nor_placements_leaves_the_stories_alone(app, cy):
    cy.post("/log", {**GOOD, "mood.shares": "", "say": ""})
    assert stories(app) == []
    assert len(interactions(app)) == 1


def test_an_account_bears_the_day_of_logging_and_the_case_the_day_of_the_session(app, cy):
    before = date.today() - timedelta(9)
    cy.post("/log", {**GOOD, "case.date": before.isoformat()})
    assert stories(app)[0]["day"] == (date.today() - date(1970, 1, 1)).days
    assert interactions(app)[0]["happened_on"] == before.isoformat()


def test_everything_wrong_is_said_at_once_and_everything_typed_is_kept(app, cy):
    answer = cy.post("/log", {**GOOD, "case.reference": "", "case.outcome": "", "story": "Kept <b>words</b>."})
    assert answer.status_code == 422
    assert "<title>Error: Log an interaction" in re.sub(r">\s+", ">", answer.text)
    assert '<a href="#case.reference">Enter the case reference</a>' in answer.text
    assert '<a href="#case.outcome">Choose whether they attended</a>' in answer.text
    for kept in ("Kept &lt;b&gt;words&lt;/b&gt;.", "See him on Monday.", 'value="0.81,0.12,0.07"', f'value="{KEY}"'):
        assert kept in answer.text
    assert re.search(r'value="office" checked', answer.text)
    assert re.search(r"<details[^>]* open>", answer.text)
    assert (stories(app), interactions(app)) == ([], [])


def test_saving_twice_adds_nothing_and_says_so(app, cy):
    cy.post("/log", GOOD)
    answer = cy.post("/log", GOOD)
    assert answer.location == "/log/own?saved=before"
    assert "saved already, so nothing was added" in cy.get(answer.location).text
    assert (len(stories(app)), len(interactions(app))) == (1, 1)


def test_save_and_log_another_keeps_the_place_and_gives_a_fresh_form(cy):
    answer = cy.post("/log", {**GOOD, "step": "another"})
    assert answer.location == "/log?saved=yes&collection=plot&group=east"
    page = cy.get(answer.location).text
    assert "The form is ready for the next one" in page
    assert '<option value="east" selected>' in page
    assert KEY not in page
    assert "PX1042" not in page


@pytest.mark.parametrize("key", ["", "short", "x" * 32, "ab" * 40])
def test_a_form_without_its_key_is_shown_again_with_everything_in_it(app, cy, key):
    answer = cy.post("/log", {**GOOD, "key": key})
    assert answer.status_code == 422
    assert "Check what you wrote once more, then press Save" in answer.text
    assert GOOD["story"] in answer.text
    assert interactions(app) == []


@pytest.mark.parametrize(("module", "name"), [(views, "tell_account"), (case_log, "add_interaction")])
def test_a_busy_store_keeps_the_form_and_its_key_so_that_saving_again_is_safe(app, cy, monkeypatch, module, name):
    def busy(*_args, **_more):
        raise BusyError("The database is busy.")

    monkeypatch.setattr(module, name, busy)
    answer = cy.post("/log", GOOD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Not saved yet: we are very busy" in answer.text
    assert f'value="{KEY}"' in answer.text
    monkeypatch.undo()
    assert cy.post("/log", GOOD).location == "/log/own?saved=yes"
    assert (len(stories(app)), len(interactions(app))) == (1, 1)


def test_the_own_log_shows_ones_own_interactions_by_day(cy, di):
    cy.post("/log", GOOD)
    di.post("/log", {**GOOD, "key": "cd" * 16, "case.reference": "QX7"})
    page = cy.get("/log/own").text
    assert "Today, " in page
    assert "PX1042" in page
    assert "Attended, complied" in page
    assert "QX7" not in page


def test_an_empty_log_says_what_will_be_there(cy):
    assert "Nothing here yet. What you log appears here at once." in cy.get("/log/own").text


def test_an_interaction_shows_its_answers_in_words(app, cy):
    cy.post("/log", GOOD)
    page = cy.get(f"/log/own/{interactions(app)[0]['id']}").text
    assert "Mostly “glad”" in page
    assert "See him on Monday." in page


def test_somebody_elses_interaction_is_not_found_and_every_look_is_recorded(app, cy, di):
    cy.post("/log", GOOD)
    own = interactions(app)[0]["id"]
    assert cy.get("/log/own").status_code == 200
    assert cy.get(f"/log/own/{own}").status_code == 200
    refused = di.get(f"/log/own/{own}")
    assert refused.status_code == 404
    assert "PX1042" not in refused.text
    reads = [(row["actor"], row["action"]) for row in interactions(app, "reads")]
    assert sorted(reads) == sorted([(cy.account.id, "list"), (cy.account.id, "read"), (di.account.id, "refused")])


def test_with_several_collections_the_one_with_accounts_is_meant(app, cy):
    open_plot(stores_of(app).stories, id="orchard", title="The orchard")
    page = cy.get("/log?reference=PX9").text
    assert "Which one is it for?" in page
    assert "/log?collection=orchard&amp;reference=PX9" in page
    cy.post("/log", GOOD)
    page = cy.get("/log").text
    assert 'name="collection" value="plot"' in page
    assert "Change" in page
    assert 'name="collection" value="orchard"' in cy.get("/log?collection=orchard").text


def test_a_collection_that_has_closed_takes_no_account(app, cy):
    closed = make_collection(id="shed", closes_on=date.today() - timedelta(1))
    open_plot(stores_of(app).stories, id=closed.id, closes_on=closed.closes_on)
    assert "Which one is it for?" in cy.get("/log?collection=shed").text
    answer = cy.post("/log", {**GOOD, "collection": "shed"})
    assert answer.status_code == 422
    assert "is not open, so nothing was saved. Copy your words" in answer.text
    assert GOOD["story"] in answer.text
    assert interactions(app) == []


def test_an_unknown_collection_is_not_found(cy):
    assert cy.post("/log", {**GOOD, "collection": "nowhere"}).status_code == 404
