"""Staff in Chromium: signing in, logging an interaction by keyboard, reading first, signing out."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from narratives.collection import Moderation
from store.accounts import sign_out
from tests.builders import make_narrative, open_plot
from tests.people import PASSWORD, Person, make_app, served, stores_of
from web.access import COOKIE

pytestmark = pytest.mark.browser
ACCOUNT = "He came early and we talked about the beans."


@dataclass(slots=True)
class Office:
    """The product with two collections, one read by a moderator first, and a way to open browsers."""

    app: Flask
    address: str
    browser: Browser

    def page(self, username: str = "", **options: object) -> Page:
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies([Person(self.app, username).cookie(self.address)])
        return context.new_page()

    def stories(self) -> list[tuple[str, str]]:
        rows = stores_of(self.app).stories.rows("select kind, text from narratives order by id")
        return [(row["kind"], row["text"]) for row in rows]


@pytest.fixture
def office(browser: Browser, tmp_path) -> Iterator[Office]:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    with served(app) as address:
        office = Office(app, address, browser)
        yield office
        for context in browser.contexts:
            if any(page.url.startswith(address) for page in context.pages):
                context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> int:
    """Tab to the control with that id or name; the number of presses it took."""
    for presses in range(1, 40):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.id, document.activeElement.name]").count(name):
            return presses
    raise AssertionError(f"{name} is not reached with the Tab key")


def fill_in(page: Page, reference: str = "PX1042") -> None:
    page.fill("#story", ACCOUNT)
    page.fill("[name='case.reference']", reference)
    page.select_option("#group", "east")
    page.get_by_label("Office", exact=True).check()
    page.get_by_label("Attended, complied").check()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_locked_cookie_works_on_this_machines_addresses(office, host):
    address = office.address.replace("127.0.0.1", host)
    page = office.page()
    page.goto(f"{address}/log")
    page.fill("#username", "cy")
    page.fill("#password", PASSWORD)
    press(page, "Enter")
    page.wait_for_url(f"{address}/log")
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == (COOKIE, True, True)


def test_an_interaction_is_logged_by_keyboard_alone(office):
    page = office.page()
    page.goto(f"{office.address}/log?reference=PX1042")
    tab_to(page, "username")
    page.keyboard.type("cy")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/log?reference=PX1042")
    expect(page.locator("#story")).to_be_focused()

    page.keyboard.type(ACCOUNT)
    stops = tab_to(page, "account.read")
    press(page, "Space")
    stops += tab_to(page, "mood-picture")
    press(page, "1", "ArrowLeft")
    expect(page.locator("#mood-picture")).to_have_attribute("aria-valuetext", re.compile("glad"))
    stops += tab_to(page, "say-picture")
    press(page, "End")
    stops += tab_to(page, "group")
    press(page, "e")
    stops += tab_to(page, "case.contact")
    press(page, "Space")
    stops += tab_to(page, "case.outcome")
    press(page, "Space")
    press(page, "Control+Enter")
    page.wait_for_url("**/log/own?saved=yes")

    assert stops <= 20  # few enough for a job that is done twenty times a day
    expect(page.get_by_role("status")).to_have_text("Saved to your log.")
    expect(page.get_by_role("link", name="PX1042")).to_be_visible()
    assert office.stories() == [("practitioner", ACCOUNT)]


def test_without_a_script_the_page_logs_as_well(office):
    page = office.page("cy", java_script_enabled=False)
    page.goto(f"{office.address}/log")
    fill_in(page)
    page.get_by_label("Mostly “glad”").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="PX1042")).to_be_visible()
    assert office.stories() == [("practitioner", "")]


def test_what_is_wrong_is_said_at_once_and_what_was_placed_is_still_there(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log")
    page.locator("#mood-picture").click()
    said = page.locator("#mood-picture").get_attribute("aria-valuetext")
    page.get_by_role("button", name="Save", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Write what happened, in your own words")
    expect(summary).to_contain_text("Enter the case reference")
    assert page.locator("#mood-picture").get_attribute("aria-valuetext") == said
    page.get_by_role("link", name="Choose whether they attended").click()
    expect(page.locator("[name='case.outcome']").first).to_be_focused()


def test_the_place_is_chosen_once_on_each_computer(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log")
    fill_in(page)
    page.get_by_role("button", name="Save and log another").click()
    expect(page.get_by_role("status")).to_contain_text("The form is ready for the next one")
    page.goto(f"{office.address}/log")
    expect(page.locator("#group")).to_have_value("east")


def test_going_back_and_logging_another_person_keeps_both(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log")
    fill_in(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/own?saved=yes")
    page.go_back()
    fill_in(page, "QX7")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/own?saved=yes")
    for reference in ("PX1042", "QX7"):
        expect(page.get_by_role("link", name=reference)).to_be_visible()


def test_a_session_that_ended_while_typing_loses_nothing(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log")
    fill_in(page)
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE)
    sign_out(stores_of(office.app).accounts, token)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing was saved yet")
    assert axe(page) == []
    page.fill("#username", "cy")
    page.fill("#password", PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in again")
    assert axe(page) == []
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("link", name="PX1042")).to_be_visible()


def test_a_moderator_reads_a_story_first_and_then_a_manager_reads_it(office):
    first = open_plot(stores_of(office.app).stories, id="first", title="Read first", moderation=Moderation.BEFORE)
    story = make_narrative(collection="first")
    stores_of(office.app).intake.submit(*first, story, secrets.token_hex(16))
    manager = office.page("ada")
    manager.goto(f"{office.address}/explore/first/stories")
    expect(manager.get_by_text(story.text)).to_have_count(0)

    moderator = office.page("mina")
    moderator.goto(f"{office.address}/moderate")
    expect(moderator.get_by_text(story.text, exact=True)).to_be_visible()
    assert axe(moderator) == []
    moderator.get_by_role("button", name="Release").click()
    expect(moderator.get_by_role("status")).to_contain_text("Released.")
    expect(moderator.get_by_role("heading", level=1)).to_have_text("Nothing to read")
    assert axe(moderator) == []

    manager.reload()
    expect(manager.get_by_text(story.text, exact=True)).to_be_visible()


def test_after_signing_out_the_back_button_shows_nothing(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log")
    fill_in(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/own?saved=yes")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/staff/sign-in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("PX1042")).to_have_count(0)


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("width", [1280, 320])
def test_every_staff_page_can_be_used_by_everybody(office, width):
    size = {"viewport": {"width": width, "height": 800}}
    cy, mina = Person(office.app, "cy"), Person(office.app, "mina")
    open_plot(stores_of(office.app).stories, id="orchard", title="The orchard")
    stores_of(office.app).intake.submit(
        *open_plot(stores_of(office.app).stories, id="wood"), make_narrative(collection="wood"), "ab" * 16
    )
    page = office.page(**size)
    page.context.add_cookies([cy.cookie(office.address)])
    page.goto(f"{office.address}/log?collection=plot")
    fill_in(page)
    page.get_by_role("button", name="Save", exact=True).click()
    interaction = page.get_by_role("link", name="PX1042").get_attribute("href")
    checked = [
        "/staff/sign-in",
        "/who-sees-what",
        "/log/own",
        interaction,
        "/log?collection=choose",
        "/log?collection=plot",
    ]
    for path in checked:
        page.goto(office.address + path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".govuk-error-summary")
    assert axe(page) == []
    page.context.clear_cookies()
    page.context.add_cookies([mina.cookie(office.address)])
    page.goto(f"{office.address}/moderate/wood/released")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
