"""How long stories are kept: administrators say it, managers see it, tellers read it before and after."""

from datetime import date

import pytest

from narratives.calendar import spoken
from narratives.retention import first_of, last_day, month_number
from store.audit_rows import Wanted, list_records
from store.retention import expire
from store.retention_rules import months_kept
from tests.builders import make_collection, make_framework, make_narrative, open_plot
from tests.people import Person, make_app, stores_of
from web.auditing import the_audit


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def told(app, n=1, on=None) -> str:
    """Stories told on a day; the code of the last one."""
    intake = stores_of(app).intake
    stories = [make_narrative(told_on=on or date.today()) for _ in range(n)]
    plot = make_collection(), make_framework()
    return [intake.submit(*plot, one, f"{number:032x}").code for number, one in enumerate(stories)][-1]


def test_an_administrator_makes_the_time_longer_before_the_first_story(app):
    ade = Person(app, "ade")
    page = ade.get("/keeping").text
    assert "Kept for 12 months." in page
    assert "No story goes within the next 30 days." in page
    answer = ade.post("/keeping/plot", {"months": "24"})
    assert (answer.status_code, answer.location) == (303, "/keeping?done=plot#keep-plot")
    assert "keeps its stories for 24 months" in ade.get(answer.location).text
    assert months_kept(stores_of(app).stories, "plot") == 24
    with app.test_request_context():
        actions = [one.entry.action for one in list_records(the_audit(), Wanted(), limit=20)]
    assert "keeping.changed" in actions


def test_a_shorter_time_has_to_be_ticked_and_a_longer_one_is_refused_once_there_is_a_story(app):
    told(app)
    ade = Person(app, "ade")
    answer = ade.post("/keeping/plot", {"months": "6"})
    assert answer.status_code == 422
    assert "Tick that you are sure: stories older than 6 months are deleted, and cannot be brought back" in answer.text
    assert 'value="6"' in answer.text
    assert ade.post("/keeping/plot", {"months": "6", "sure": "yes"}).status_code == 303
    answer = ade.post("/keeping/plot", {"months": "7", "sure": "yes"})
    assert answer.status_code == 422
    assert "it can be made shorter only" in answer.text.replace("its time", "it")
    assert months_kept(stores_of(app).stories, "plot") == 6


@pytest.mark.parametrize("typed", ["", "0", "121", "-3", "1.5", "twelve", "１２", "9" * 30])
def test_what_is_no_number_of_months_is_said_beside_the_field_and_kept(app, typed):
    answer = Person(app, "ade").post("/keeping/plot", {"months": typed})
    assert answer.status_code == 422
    assert answer.text.count("Enter a number of months from 1 to 120") == 2
    assert months_kept(stores_of(app).stories, "plot") == 12


def test_a_manager_sees_what_goes_next_and_changes_nothing(app):
    today = date.today()
    due_on = first_of(month_number(today) + 1)
    told(app, 14, on=first_of(month_number(today) - 12))
    ada = Person(app, "ada")
    page = ada.get("/keeping").text
    assert "<form method" not in page.split("How long stories are kept</h1>")[1]
    if (due_on - today).days <= 30:
        assert "at least 10 stories told in" in page
    assert ada.post("/keeping/plot", {"months": "1", "sure": "yes"}).status_code == 403
    db = stores_of(app).stories
    expire(db, make_collection(), due_on)
    assert f"{spoken(due_on)}: at least 10 stories were deleted." in ada.get("/keeping").text


def test_where_nobody_has_said_how_long_the_page_asks_and_nothing_is_filled_in(app):
    told(app)
    db = stores_of(app).stories
    db.execute("insert into retentions (collection_id, months) select 'plot', 12")
    db.execute("drop trigger retentions_get_shorter_only")
    db.execute("update retentions set months = 143")
    ade = Person(app, "ade")
    page = ade.get("/keeping").text
    assert "Nobody has said yet how long." in page and "at the latest 143 months after it was told" in page
    assert 'name="months" type="text" inputmode="numeric" autocomplete="off" value=""' in page
    assert "Nobody has said yet how long stories are kept" in Person(app, "ada").get("/changed").text
    assert ade.post("/keeping/plot", {"months": "120", "sure": "yes"}).status_code == 303
    assert "Kept for 120 months." in ade.get("/keeping").text
    assert "Nobody has said yet" not in Person(app, "ada").get("/changed").text


def test_another_collection_is_not_found(app):
    assert Person(app, "ade").post("/keeping/nowhere", {"months": "3"}).status_code == 404


def test_tellers_read_how_long_before_they_begin_and_when_they_come_back(app):
    until = spoken(last_day(date.today(), 12))
    client = app.test_client()
    assert f"Your story is kept until {until} at the longest." in client.get("/share/plot").text
    code = told(app)
    assert f"Your story is kept until {until} at the longest." in client.post("/code", data={"code": code}).text
    assert "A story is kept for 12 months after the month in which it was told" in client.get("/privacy").text
    assert "To the end of the month, 12 months after it was told." in client.get("/who-sees-what").text
    Person(app, "ade").post("/keeping/plot", {"months": "1", "sure": "yes"})
    assert f"kept until {spoken(last_day(date.today(), 1))} at the longest" in client.get("/share/plot").text
    assert "To the end of the month after the one in which it was told." in client.get("/who-sees-what").text


def test_a_code_of_a_story_whose_time_is_over_leads_to_none(app):
    code = told(app)
    expire(stores_of(app).stories, make_collection(), last_day(date.today(), 12).replace(year=date.today().year + 3))
    assert "No story has this code" in app.test_client().post("/code", data={"code": code}).text
