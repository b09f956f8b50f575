"""What people note of a chart leads nobody to a story, and nobody to what they do not see."""

from pathlib import Path

import pytest

from narratives.collection import ReportingGroup
from narratives.roles import Grant, Role
from store.erasure import withdraw
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, Person, make_app, stores_of
from tests.web.far_and_near import add_limited
from tests.web.sense.noting import OBSERVED, note, read, reading_of
from tests.web.sense.test_trying import PLAN

MOOD = "/explore/plot/pictures/mood.svg?part=role:0"


@pytest.fixture
def app(tmp_path):
    app = make_app(Path(tmp_path))
    held = stores_of(app)
    plot, framework = open_plot(held.stories, groups=(ReportingGroup("east"), ReportingGroup("west")))
    for number in range(24):
        told = make_narrative(group=("east", "west")[number % 2], text=f"Bean {number} came up.")
        held.intake.submit(plot, framework, told, f"{number:032x}")
    add_limited(app, "ella", Grant(Role.MANAGER, "plot", "east"))
    return app


@pytest.fixture
def ada(app):
    return Person(app, "ada")


def every_cell(db):
    tables = [row["name"] for row in db.rows("select name from sqlite_master where type = 'table'")]
    return {str(value) for table in tables for row in db.rows(f'select * from "{table}"') for value in row.values()}


def test_somebody_who_sees_one_group_finds_nothing_of_what_others_saw_in_all(app, ada):
    page = note(ada)
    read(ada, page, idea="A second pump.")
    reading = reading_of(ada, page).rpartition("/")[2]
    ella = Person(app, "ella")
    assert "Note what you see" in ada.get("/explore/plot").text
    assert "Note what you see" not in ella.get("/explore/plot").text
    assert ella.get(f"/probes/new?interpretation={reading}").status_code == 404
    for path in ("/sense/plot", "/sense/plot/note", page, f"{page}/readings/{reading}"):
        answer = ella.get(path)
        assert answer.status_code in {403, 404}
        assert "Hardly anybody" not in answer.text
    assert ella.post("/sense/plot/note", OBSERVED).status_code in {403, 404}
    assert read(ella, page).status_code in {403, 404}


def test_a_probe_of_ones_own_group_tells_nothing_of_the_reading_that_it_tries(app, ada):
    page = note(ada)
    read(ada, page, idea="A second pump.")
    reading = reading_of(ada, page).rpartition("/")[2]
    probe = ada.post("/probes/new", PLAN | {"interpretation": reading})
    assert probe.status_code == 303, probe.text
    assert "It tries an idea from" in ada.get(probe.location).text
    shown = Person(app, "ella").get(probe.location)
    assert shown.status_code == 200
    assert "It tries an idea from" not in shown.text
    assert page not in shown.text


def test_a_story_that_is_taken_back_leaves_no_trace_in_what_was_noted(app, ada):
    db = stores_of(app).stories
    story = db.rows("select id from narratives order by id")[0]["id"]
    page = note(ada, seen=f"{MOOD}&like={story}")
    assert story in every_cell(db)
    withdraw(db, story, SECRET)
    assert not any(story in cell for cell in every_cell(db))
    assert ada.get(page).status_code == 200


def test_markup_in_what_was_noted_is_shown_as_it_was_typed(app, ada):
    page = note(ada, title="<b>bold</b>", text="<script>1</script>", voice="<i>")
    read(ada, page, title="<b>so</b>", text="<img src=x>", idea="<a>", questions="<p>")
    for path in (page, "/sense/plot"):
        shown = ada.get(path).text
        assert "<b>bold" not in shown and "<b>so" not in shown
        assert "<script>1" not in shown
        assert "<img src=x>" not in shown
