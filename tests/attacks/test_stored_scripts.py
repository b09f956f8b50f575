"""What a teller or a practitioner writes never runs in the browser of the people who read it."""

import secrets
from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser

from narratives.collection import Moderation
from store.results import replace_readings
from tests.attacks.hostile import SCRIPTS
from tests.builders import make_narrative, open_plot
from tests.people import Person, make_app, served, stores_of
from tests.web.explore.telling import make_reading

pytestmark = pytest.mark.browser
NO_SCRIPT = "nothing that a teller writes runs in the browser of those who read it, and our own pages break no rule"


@pytest.fixture
def app(tmp_path) -> Flask:
    """An application in which every script was told as a story and logged as an interaction."""
    app = make_app(tmp_path)
    plot = open_plot(stores_of(app).stories)
    first = open_plot(stores_of(app).stories, id="first", moderation=Moderation.BEFORE)
    cy = Person(app, "cy")
    for script in SCRIPTS:
        for collection, framework in (plot, first):
            text = f"Text {script}"
            story = make_narrative(collection=collection.id, text=text, title=script, told_on=date.today())
            stores_of(app).intake.submit(collection, framework, story, secrets.token_hex(16))
        fields = {
            "collection": "plot",
            "key": secrets.token_hex(16),
            "story": script,
            "group": "east",
            "mood": "top",
            "case.reference": script[:40],
            "case.notes": script,
            "case.date": date.today().isoformat(),
            "case.contact": "office",
            "case.outcome": "complied",
        }
        assert cy.post("/log", fields).status_code == 303
    return app


def own_pages(cy: Person) -> list[str]:
    page = cy.get("/log/own").text
    return ["/log/own/" + part.split('"')[0] for part in page.split('href="/log/own/')[1:]]


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        ("ada", ["/explore/plot/stories", "/explore/plot", "/changed"]),
        ("cy", ["/log/own", "/log?reference=%3Cscript%3Ewindow.ran=1%3C/script%3E"]),
        ("mina", ["/moderate", "/moderate/plot/released", "/moderate?done=hold&story=%22%3E%3Cscript%3E&collection=x"]),
    ],
)
@pytest.mark.slow
def test_no_stored_script_runs_on_a_staff_page(browser: Browser, app, promised, username, paths):
    person = Person(app, username)
    reports: list[str] = []
    seen: set[str] = set()
    with served(app) as address:
        page = browser.new_context().new_page()
        page.context.add_cookies([person.cookie(address)])
        page.on("console", lambda message: reports.append(message.text))
        page.on("dialog", lambda dialog: reports.append(dialog.message))
        for path in [*paths, *(own_pages(person)[:2] if username == "cy" else [])]:
            answer = page.goto(address + path)
            assert answer is not None and answer.status == 200, path
            assert page.evaluate("window.ran") is None, path
            shown = page.inner_text("main")
            seen |= {script for script in SCRIPTS if script in shown}
        page.context.close()
    assert reports == []
    assert seen == set(SCRIPTS), "the words themselves are shown as they were written"
    promised("T18", NO_SCRIPT, tried=len(SCRIPTS) * len(paths), failures=0)


FILES = ("/explore/plot/pictures/mood.svg", "/explore/plot/places.svg")
AROUND = (
    "/explore/plot?part=mood:top",
    "/explore/plot/stories?order=typical",
    "/explore/plot/stories/cards?for=staff",
    "/explore/plot/stories/words?part=mood:top",
    "/explore/plot/reading-list",
    "/explore/plot/cohorts",
    "/explore/plot/compare?part=mood:top",
    "/explore/plot/crosstab?rows=mood&columns=group",
    "/explore/plot/places",
    "/explore/plot/expectations",
    "/explore/plot/summary?area=%3Cimg%20src%3Dx%20onerror%3D%27window.ran%20%3D%201%27%3E",
)


def test_no_story_note_or_name_of_a_selection_runs_round_the_map(browser: Browser, app, promised):
    ada, db = Person(app, "ada"), stores_of(app).stories
    readable = "collection_id = 'plot' and kind = 'respondent' and may_read = 1"
    stories = [row["id"] for row in db.rows(f"select id from narratives where {readable} order by id")]
    groups = sorted({row["group_name"] for row in db.rows("select group_name from narratives")})
    replace_readings(db, "plot", [make_reading(1, 62.0, group=group) for group in (*groups, SCRIPTS[1])])
    for place, script in enumerate(SCRIPTS):
        fields = {"name": script[:80], "query": f"part=mood:{place}&area={quote(script)}"}
        assert ada.post("/explore/plot/cohorts", fields).status_code == 303
        assert ada.post(f"/explore/plot/stories/{stories[0]}/notes", {"note": script}).status_code == 303
        ada.post("/explore/plot/reading-list", {"story": stories[place], "do": "add"})
    reports: list[str] = []
    with served(app) as address:
        page = browser.new_context().new_page()
        page.context.add_cookies([ada.cookie(address)])
        # A picture that is opened by itself names no icon, so that Chromium looks for one.
        page.on("console", lambda one: "/favicon.ico" in one.location["url"] or reports.append(one.text))
        page.on("dialog", lambda dialog: reports.append(dialog.message))
        for path in (*AROUND, f"/explore/plot/stories/{stories[0]}", *FILES):
            answer = page.goto(address + path)
            assert answer is not None and answer.status == 200, path
            assert page.evaluate("window.ran") is None, path
        page.context.close()
    assert reports == []
    promised("T18", NO_SCRIPT, tried=len(SCRIPTS) * (len(AROUND) + 1 + len(FILES)), failures=0)
