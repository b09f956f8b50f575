"""A workshop in Chromium: planned, held, read by two people, gathered by mouse, keyboard and finger, and recorded."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from narratives.narrative import Scope
from store.database import SqliteDatabase
from store.probes import list_probes
from tests.builders import make_narrative, open_plot
from tests.journeys.board_steps import assert_sound, column, grip, said, seats
from tests.people import make_app, stores_of

pytestmark = pytest.mark.browser


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    held = stores_of(app)
    collection, framework = open_plot(held.stories)
    for number in range(12):
        told = make_narrative(text=f"Bean {number} came up twice.", consent=frozenset({Scope.READ, Scope.QUOTE}))
        held.intake.submit(collection, framework, told, f"{number:032x}")
    return app


@pytest.fixture
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture
def seat(app: Flask, browser: Browser) -> Iterator[Callable[..., Page]]:
    with seats(app, browser) as seated:
        yield seated


def plan(page: Page) -> str:
    """Plan a workshop of ninety minutes and take things along; the address of its page."""
    page.goto("/workshops/plot")
    assert_sound(page)
    page.get_by_role("button", name="Plan a workshop").click()
    assert_sound(page)
    page.get_by_role("link", name="90 minutes").click()
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("alert").get_by_text("Give the workshop a name").wait_for()
    assert_sound(page)
    page.fill("#title", "What spring tells us")
    page.fill("#held_on", "2031-05-09")
    page.locator("button[value=remove-4]").click()
    page.get_by_text("1 hour 20 minutes together.").wait_for()
    page.locator("#title").press("Enter")
    page.get_by_text("The workshop is planned.").wait_for()
    assert page.get_by_text("Agenda: 1 hour 20 minutes").is_visible()
    page.get_by_role("link", name="Choose what you take along").click()
    page.get_by_label("It left me…").check()
    page.get_by_label("A story without a title").first.check()
    assert_sound(page)
    page.get_by_role("button", name="Take these along").click()
    page.get_by_text("1 story on cards").wait_for()
    return page.url.partition("?")[0]


def note(page: Page, where: str) -> None:
    """Table 1 sees something, and Table 2 understands it in one way."""
    page.goto(where)
    page.fill("#voice", "Table 1")
    page.get_by_role("button", name="Note what they see").click()
    page.fill("#title", "Hardly anybody chose the middle")
    page.fill("#text", "Nearly all lie in one corner.")
    page.locator("[name=remarkable][value=yes]").check()
    page.locator("[name=strength][value=strong]").check()
    page.locator("form button.mm-button").last.click()
    page.get_by_text("Noted.").wait_for()


def understood(page: Page, title: str, idea: str, voice: str = "") -> None:
    page.fill("#title", title)
    page.fill("#text", f"{title}, and this is why.")
    page.fill("#idea", idea)
    page.fill("#questions", "Was it so last year?")
    page.fill("#voice", voice)
    page.get_by_role("button", name="Add this reading").click()
    page.get_by_text("Your reading is here.").wait_for()


def test_a_workshop_from_its_plan_to_its_record_and_a_probe(seat, db):
    ada, mo = seat("ada"), seat("mo")
    where = plan(ada)
    with ada.expect_download() as download:
        ada.get_by_role("button", name="Download the pack (PDF)").click()
    assert "What spring tells us - pack" in download.value.suggested_filename
    assert download.value.path().read_bytes().startswith(b"%PDF")
    note(ada, where)
    understood(ada, "They are glad of the pump", "A second pump in the west", "Table 2")
    mo.goto(where)
    mo.get_by_role("link", name="Hardly anybody chose the middle").click()
    understood(mo, "Only the glad ones tell", "Ring three who left")
    mo.goto(where)
    mo.get_by_text("2 readings by 2 people.").wait_for()
    assert_sound(mo)
    mo.get_by_role("link", name="Gather readings into perspectives").click()
    mo.fill("#name", "Who is not here")
    mo.get_by_role("button", name="Begin it").click()
    said(mo, "Began the perspective “Who is not here”.")
    grip(mo, "Only the glad ones tell").press("ArrowRight")
    said(mo, "Moved “Only the glad ones tell” to “Who is not here”, place 1 of 1.")
    record(ada, where)
    tried(ada, db, where)


def record(page: Page, where: str) -> None:
    page.goto(where)
    page.get_by_role("button", name="Write the record").click()
    page.locator("#seat-0").fill("Table 1")
    page.locator("#people-0").fill("6")
    page.fill("#noticed", "Nobody spoke of the slugs.")
    page.fill("#decided", "Ask those who left.")
    assert_sound(page)
    page.get_by_role("button", name="Keep the record").click()
    page.get_by_text("6 people: Table 1 (6).").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the record (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def tried(page: Page, db: SqliteDatabase, where: str) -> None:
    """The idea of the second reading becomes a probe, and the board leads to it."""
    page.goto(where)
    page.get_by_role("link", name="Hardly anybody chose the middle").click()
    page.locator("a", has_text="Try the idea of Only the glad ones tell").click()
    page.get_by_label("Stories right at “cross”").check()
    page.get_by_label("Fewer stories like these").check()
    for name in ("success", "failure", "amplify", "dampen"):
        page.fill(f"#{name}", "As many as said.")
    page.locator("#group").check()
    page.get_by_role("button", name="Plan it").last.click()
    page.get_by_role("heading", name="How soon it could be noticed").wait_for()
    [probe] = list_probes(db)
    page.goto("/boards/plot")
    tried = column(page, "Who is not here").locator(f"a[href='/probes/{probe.id}']")
    assert tried.inner_text() == probe.title
