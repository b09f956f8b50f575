"""What tellers do on a device without signal, in the words of the journeys."""

from playwright.sync_api import Page, expect

from tests.journeys.offline.devices import Device, Line
from tests.journeys.whole_page import Axe

SECRET = "e1c7b0a94d2f6853c0a1b2d3e4f5968770f1e2d3c4b5a697"
FIRST = "The zebra-striped beans came up behind the boiler house."
SECOND = "The quicksilver ran down the greenhouse glass all night."


def turn_on(device: Device, page: Page) -> None:
    device.open(page, "/share/plot/offline")
    page.click("text=Use this page without signal")
    expect(page.get_by_role("heading", name="This device is ready")).to_be_visible()


def fill_in(page: Page, story: str) -> None:
    page.fill("#story", story)
    page.check("#group")
    page.locator("[data-name=mood] [data-toggle]").click()
    page.check("input[name=mood][value=left]")
    page.check("input[name=consent][value=read]")


def keep(page: Page, story: str) -> str:
    """Tell a story without signal and return its code."""
    page.goto(page.url.partition("/share")[0] + "/share/plot/whole")
    fill_in(page, story)
    check(page)
    page.click("text=Lock it and send it later")
    expect(page.get_by_role("heading", name="Your story waits on this device for signal")).to_be_focused()
    return code_on(page)


def check(page: Page) -> None:
    expect(page.locator("#without-signal")).to_have_attribute("data-ready", "")
    page.click("text=Check your answers")


def code_on(page: Page) -> str:
    return "-".join(page.locator(".mm-receipt__part").all_text_contents())


def wait_until_stored(page: Page, line: Line, number: int) -> None:
    expect(page.locator(".mm-unsent")).to_have_count(0)
    assert len(line.stored()) == number


def assert_sound(page: Page) -> None:
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
