"""A safeguarding lead in Chromium: what may tell of danger is looked at, with the keyboard, without scripts, narrow."""

import secrets
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from narratives.collection import Moderation
from tests.builders import make_narrative, open_plot
from tests.journeys.office import Office, axe, fits, press
from tests.people import make_app, served, stores_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AFRAID = "He hits me and I am scared to go home."
PILLS = "I want to die and I have saved up my tablets."


@pytest.fixture
def office(browser: Browser, tmp_path) -> Iterator[Office]:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories, moderation=Moderation.BEFORE)
    plot = stores_of(app).opened("plot")
    for text, danger in ((AFRAID, False), (PILLS, False), ("Please ask next door.", True)):
        told = make_narrative(text=text, danger=danger, told_on=date.today())
        stores_of(app).intake.submit(*plot, told, secrets.token_hex(16))
    with served(app) as address:
        office = Office(app, address, browser)
        yield office
        office.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_lead_looks_at_each_story_and_says_what_came_of_it(office, scripts):
    page = office.page("sana", java_script_enabled=scripts)
    page.goto(f"{office.address}/urgent")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 urgent story")
    found = page.locator("li[id^=flagged-]")
    expect(found).to_have_count(2)
    expect(found.nth(0)).to_contain_text(PILLS)
    found.nth(0).get_by_role("button", name="Act on it").focus()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("It is among the urgent stories now")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 urgent stories")
    page.locator("li[id^=flagged-]").get_by_role("button", name="I looked: no danger").focus()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("Noted that you looked and found no danger.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("li[id^=flagged-]")).to_have_count(1)
    clocks = stores_of(office.app).stories.rows("select narrative_id from safeguarding_clocks")
    assert len(clocks) == 2  # the declared one, and the one that was put back


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_fits_and_has_no_fault_of_access(office, width):
    page = office.page("sana", viewport={"width": width, "height": 800})
    stores_of(office.app).stories.execute("update safeguarding_clocks set due_at = '2026-03-02T13:00:00+00:00'")
    for path in ("/urgent", "/urgent/hours", "/urgent/hours/plot"):
        page.goto(f"{office.address}{path}")
        assert fits(page) and axe(page) == [], path
    page.get_by_label("Until").fill("08:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a closing time that is later than the opening time")
    assert fits(page) and axe(page) == []
    page.goto(f"{office.address}/share/plot")
    expect(page.get_by_text("on weekdays between 09:00 and 17:00")).to_be_visible()
    assert fits(page)
