"""Staff in Chromium: signing in, logging an interaction by keyboard, reading first, signing out."""

import re
import secrets
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from narratives.collection import Moderation
from store.accounts import sign_out
from tests.builders import make_narrative, open_plot
from tests.journeys.office import Office, axe, press, tab_to
from tests.people import PASSWORD, Person, make_app, served, stores_of
from web.access import COOKIE
from web.staff.known import COOKIE as KNOWN

pytestmark = pytest.mark.browser
ACCOUNT = "He came early and we talked about the beans."


@pytest.fixture
def office(browser: Browser, tmp_path) -> Iterator[Office]:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    with served(app) as address:
        office = Office(app, address, browser)
        yield office
        office.close()


def fill_in(page: Page, reference: str = "PX1042") -> None:
    page.fill("[name='case.reference']", reference)
    page.fill("#story", ACCOUNT)
    page.select_option("#group", "east")
    page.get_by_label("Office visit", exact=True).check()
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
    kept = {(cookie["name"], cookie["secure"], cookie["httpOnly"]) for cookie in page.context.cookies()}
    assert kept == {(COOKIE, True, True), (KNOWN, True, True)}


def test_an_interaction_is_logged_by_keyboard_alone(office):
    page = office.page()
    page.goto(f"{office.address}/log?reference=PX1042")
    tab_to(page, "username")
    page.keyboard.type("cy")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/log?reference=PX1042")
    expect(page.locator("[id='case.contact']")).to_be_focused()
    expect(page.locator("[data-log-keys]")).to_contain_text("saves from anywhere")

    began = time.monotonic()
    press(page, "Space")
    stops = tab_to(page, "case.outcome")
    press(page, "Space")
    stops += tab_to(page, "story")
    page.keyboard.type(ACCOUNT)
    stops += tab_to(page, "account.read")
    press(page, "Space")
    stops += tab_to(page, "mood-picture")
    press(page, "1", "ArrowLeft")
    expect(page.locator("#mood-picture")).to_have_attribute("aria-valuetext", re.compile("glad"))
    stops += tab_to(page, "say-picture")
    press(page, "End")
    stops += tab_to(page, "group")
    press(page, "e")
    press(page, "Control+Enter")
    page.wait_for_url("**/log/own?saved=yes")
    took = time.monotonic() - began

    assert stops <= 20  # few enough for a job that is done twenty times a day
    assert took < 60, f"logging took {took:.1f} s of scripted input"
    expect(page.get_by_role("status")).to_have_text("Saved to your log.")
    expect(page.get_by_role("link", name="PX1042")).to_be_visible()
    assert office.stories() == [("practitioner", ACCOUNT)]


def test_notes_a_task_and_the_next_person_by_keyboard_alone(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log?reference=PX1042&contact=COPT")
    began = time.monotonic()
    expect(page.locator("[id='case.outcome']")).to_be_focused()
    press(page, "ArrowDown", "ArrowDown")
    tab_to(page, "case.absence")
    page.keyboard.type("Med")
    while page.evaluate("document.activeElement.tagName") != "SUMMARY":
        press(page, "Tab")
    press(page, "Enter")
    tab_to(page, "case.review")
    page.keyboard.type("He rang before the appointment.")
    tab_to(page, "case.tasks")
    page.keyboard.type("Ask for the note")
    tab_to(page, "group")
    press(page, "e")
    while page.evaluate("document.activeElement.value") != "another":
        press(page, "Tab")
    press(page, "Enter")
    page.wait_for_url("**/log?saved=yes*")
    took = time.monotonic() - began
    assert took < 60, f"logging took {took:.1f} s of scripted input"
    expect(page.locator("[id='case.reference']")).to_be_focused()
    expect(page.locator("[data-log-keys]")).to_be_hidden()  # said once
    page.goto(f"{office.address}/log/people")
    expect(page.get_by_role("row", name=re.compile("PX1042"))).to_contain_text("Ask for the note")
    page.get_by_role("link", name="PX1042").click()
    expect(page.locator(".moj-timeline")).to_contain_text("Acceptable absence: medical")
    done = page.get_by_role("button", name=re.compile("^Done.*Ask for the note"))
    done.click()
    expect(page.get_by_text("Nothing is to be done.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(done).to_be_visible()


def test_a_reason_is_asked_for_where_the_outcome_leaves_it_open(office):
    page = office.page("cy")
    page.goto(f"{office.address}/log")
    why, absence = page.get_by_label("Why, in a few words"), page.get_by_label("Why was it acceptable?")
    expect(why).to_be_hidden()
    expect(absence).to_be_hidden()
    page.get_by_label("Acceptable absence", exact=True).check()
    absence.select_option("AAME")
    expect(why).to_be_hidden()
    absence.select_option("AAAA")
    why.fill("His mother was ill.")
    page.get_by_label("Attended, complied").check()
    expect(why).to_be_visible()  # nothing that was typed goes out of sight


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
    expect(summary).to_contain_text("Choose how you were in contact")
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
    moderator.get_by_role("button", name="Approve").click()
    expect(moderator.get_by_role("status")).to_contain_text("Approved.")
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


@pytest.mark.parametrize("width", [320, *(pytest.param(wider, marks=pytest.mark.slow) for wider in (390, 1280))])
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
    page.goto(f"{office.address}/log/people")
    person = page.get_by_role("link", name="PX1042").get_attribute("href")
    checked = [
        "/staff/sign-in",
        "/who-sees-what",
        "/log/own",
        interaction,
        f"{interaction}/correct",
        "/log/people",
        person,
        "/log?choose=yes",
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
