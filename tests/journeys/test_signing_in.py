"""Accounts in Chromium: invited, two steps, a lost phone; with and without scripts, on a phone, with axe."""

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.organisations import set_two_step
from tests.builders import open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import ORGANISATION, make_app, stores_of
from tests.web.staff.conftest import account_id, code_at, give_second_step

pytestmark = pytest.mark.browser
PASSWORD = "four words quite apart"
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens browsers of staff, in an organisation that asks for the second step of everybody who signs in anew."""
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    give_second_step(app, "mo", time.time())

    def seat(**options: object) -> Page:
        set_two_step(stores_of(app).accounts, ORGANISATION, "offered")
        page = opened(**options)
        set_two_step(stores_of(app).accounts, ORGANISATION, "required")
        page.mo = f"/staff/people/{account_id(app, 'mo')}"
        return page

    with browsing(app, browser, may_be_refused=True) as opened:
        yield seat


def looked_at(page: Page) -> None:
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_invited_chooses_a_password_and_signs_in_in_two_steps(sit_down, scripts):
    ade = sit_down(who="ade", viewport=PHONE, java_script_enabled=scripts)
    ade.goto("/staff/people")
    ade.get_by_role("link", name="Administration").click()
    ade.get_by_role("link", name="People").click()
    ade.get_by_role("button", name="Invite somebody").or_(ade.get_by_role("link", name="Invite somebody")).click()
    ade.get_by_label("Name", exact=True).fill("Nia New")
    ade.get_by_label("Username").fill("nia@example.org")
    ade.get_by_label("Practitioner").check()
    ade.get_by_label("The whole organisation").check()
    ade.get_by_label("Username").press("Enter")
    link = ade.locator(".staff-link code").inner_text()

    nia = sit_down(who="cy", viewport=PHONE, java_script_enabled=scripts)
    nia.context.clear_cookies()
    nia.goto(link)
    expect(nia.get_by_role("heading", level=1)).to_have_text("Nia New, you are invited")
    nia.get_by_label("Choose a password").fill(PASSWORD)
    nia.get_by_label("The same password once more").fill(PASSWORD)
    nia.get_by_role("button", name="Make my account").click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    letters = nia.locator(".staff-key__letters").inner_text().replace(" ", "")
    nia.get_by_label("Code").fill(code_at(base64.b32decode(letters), time.time()))
    nia.get_by_role("button", name="Go on").click()
    expect(nia.locator(".staff-codes li")).to_have_count(10)
    if scripts:
        looked_at(nia)
    code = nia.locator(".staff-codes li").first.inner_text()
    nia.get_by_text("I have kept them: go on").click()
    nia.wait_for_url("**/log")
    sign_out_and_in_by_a_kept_code(nia, code)


def sign_out_and_in_by_a_kept_code(nia: Page, code: str) -> None:
    nia.get_by_role("button", name="Sign out").click()
    nia.get_by_label("Username").fill("nia@example.org")
    nia.get_by_label("Password").fill(PASSWORD)
    nia.get_by_role("button", name="Sign in").click()
    nia.get_by_label("Code").fill("000000")
    nia.get_by_role("button", name="Go on").click()
    expect(nia.locator(".govuk-error-summary")).to_be_visible()
    nia.get_by_label("Code").fill(code)
    nia.get_by_role("button", name="Go on").click()
    nia.wait_for_url("**/log")


def test_an_administrator_resets_a_lost_phone_and_changes_roles_without_scripts(sit_down):
    ade = sit_down(who="ade", viewport=PHONE, java_script_enabled=False)
    ade.goto(ade.mo)
    ade.get_by_role("button", name="Reset the second step").click()
    expect(ade.get_by_role("status")).to_contain_text("The second step is reset")
    ade.get_by_text("Add a role").click()
    ade.get_by_label("Manager").check()
    ade.get_by_label("The plot", exact=True).check()
    ade.get_by_text("Only some groups of The plot").click()
    ade.get_by_label("east").check()
    ade.get_by_role("button", name="Add the role").click()
    expect(ade.locator(".staff-grant").first).to_contain_text("Manager for east in The plot")
    ade.get_by_role("button", name="Remove Manager for east in The plot").click()
    ade.get_by_role("button", name="Undo").click()
    expect(ade.locator(".staff-grant").first).to_contain_text("Manager for east in The plot")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_of_accounts_is_sound(sit_down, width):
    ade = sit_down(who="ade", viewport={"width": width, "height": 900})
    for path in ("/staff/account", "/staff/set-up", "/staff/people", ade.mo, "/staff/people/invite"):
        ade.goto(path)
        ade.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
        looked_at(ade)
    ade.get_by_role("button", name="Make the link").last.click()
    expect(ade.locator(".govuk-error-summary")).to_be_visible()
    looked_at(ade)
