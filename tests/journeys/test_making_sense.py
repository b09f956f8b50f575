"""From a chart to two competing readings and a probe, by two people in Chromium: by keyboard, or without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.observations import list_observations
from store.probes import list_probes
from tests.journeys.managers import browsing, lay_out
from tests.journeys.whole_page import Axe
from tests.people import make_app
from tests.web.explore.telling import World

pytestmark = pytest.mark.browser
Seat = Callable[..., Page]


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[tuple[Seat, World]]:
    """Opens people's browsers over thirteen stories."""
    app = make_app(tmp_path)
    world = lay_out(app)
    with browsing(app, browser, may_be_refused=True) as seat:
        yield seat, world


def assert_sound(page: Page) -> None:
    """axe finds nothing, and nothing sticks out at the side."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def write(page: Page, **fields: str) -> None:
    for name, words in fields.items():
        page.locator(f"#{name}").fill(words)


def interpret(page: Page, title: str, text: str, **more: str) -> None:
    write(page, title=title, text=text, **more)
    page.get_by_role("button", name="Add this reading").click()
    page.get_by_role("heading", name=title).wait_for()


def plan(page: Page) -> None:
    """Fill in what a probe asks besides the idea."""
    page.get_by_label("Stories right at “cross”").check()
    page.get_by_label("Fewer stories like these").check()
    write(page, success="More are glad.", failure="More are cross.", amplify="A third.", dampen="Take it away.")
    page.locator("#group").check()
    page.get_by_role("button", name="Plan it").last.click()
    page.get_by_role("heading", name="How soon it could be noticed").wait_for()


def test_two_people_read_a_chart_in_two_ways_and_try_an_idea(office):
    seat, world = office
    ada = seat("/explore/plot")
    ada.get_by_role("link", name="Note what you see in It left me…").click()
    expect(ada.locator(".sense-chart__picture")).to_have_js_property("complete", True)
    assert ada.locator(".sense-chart__picture").evaluate("image => image.naturalWidth") > 0
    assert_sound(ada)
    write(ada, title="Nearly all are glad", text="Twelve of thirteen lie in one corner.")
    ada.get_by_label("Yes", exact=True).check()
    ada.get_by_label("Clearly", exact=True).check()
    ada.get_by_role("button", name="Note it").click()
    ada.get_by_text("Noted.").wait_for()
    ada.get_by_text("it needs readings by two different people, and has none. Say how you read it.").wait_for()
    assert_sound(ada)
    interpret(ada, "The pump", "It works again.", idea="A second pump in the west.", questions="Since when?")
    ada.get_by_text("only Ada has read it. It waits for somebody else. Ask a colleague").wait_for()
    [seen] = list_observations(world.db, "plot")
    assert seen.claim

    mo = seat("/sense/plot", who="mo", viewport={"width": 320, "height": 800}, java_script_enabled=False)
    mo.get_by_role("link", name="Need another reading 1").click()
    mo.get_by_role("link", name="Nearly all are glad").click()
    interpret(mo, "The others left", "Who was cross does not come any more.")
    assert mo.get_by_text("Read in 2 ways by 2 people.").is_visible()
    assert mo.locator(".sense-reading").count() == 2
    assert mo.get_by_role("link", name="Try the idea").count() == 0

    ada.reload()
    ada.get_by_role("link", name="Try the idea of The pump").click()
    assert ada.input_value("#tries") == "A second pump in the west."
    assert ada.input_value("#because") == "It works again."
    assert_sound(ada)
    plan(ada)
    [probe] = list_probes(world.db, "plot")
    assert probe.title == "The pump"
    assert_sound(ada)
    ada.get_by_role("link", name="Nearly all are glad: The pump").click()
    ada.get_by_text("Tried as The pump").wait_for()
    assert_sound(ada)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with that id, or the button of that name, is focused."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]").count(name):
            return
    raise AssertionError(f"no way to {name!r} by keyboard")


def test_a_reading_is_written_mended_withdrawn_and_put_back_by_keyboard_at_320_pixels(office):
    seat, _ = office
    page = seat("/sense/plot/note?seen=/explore/plot/temperature", viewport={"width": 320, "height": 800})
    tab_to(page, "Note it")
    page.keyboard.press("Enter")
    page.get_by_text("There is a problem").wait_for()
    assert_sound(page)
    page.get_by_role("link", name="Give what you see a short name").press("Enter")
    page.keyboard.type("It rose")
    tab_to(page, "text")
    page.keyboard.type("Since February.")
    for radio in ("remarkable", "strength"):
        tab_to(page, radio)
        page.keyboard.press("Space")
    tab_to(page, "Note it")
    page.keyboard.press("Enter")
    page.get_by_text("Noted.").wait_for()
    assert_sound(page)
    interpret(page, "The frost", "It froze the beans.")
    page.get_by_role("link", name="Change The frost").press("Enter")
    assert_sound(page)
    write(page, text="It froze the beans twice.")
    page.locator("#voice").press("Enter")
    page.get_by_text("Earlier words (1)").first.press("Enter")
    assert page.get_by_text("It froze the beans.", exact=False).last.is_visible()
    assert_sound(page)
    page.get_by_role("button", name="Withdraw The frost").press("Enter")
    page.get_by_text("Withdrawn.", exact=True).wait_for()
    assert_sound(page)
    page.get_by_role("button", name="Undo: put it back").press("Enter")
    page.get_by_text("Put back.").wait_for()
    page.get_by_text("only Ada has read it").wait_for()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_is_sound_empty_and_full(office, width):
    seat, _ = office
    page = seat("/sense/quiet", viewport={"width": width, "height": 800})
    page.get_by_role("heading", name="Nobody has noted anything yet").wait_for()
    assert_sound(page)
    page.get_by_role("link", name="Note something without a chart").click()
    write(page, title="Nothing was told in June", text="W" * 300)
    page.get_by_label("Maybe").check()
    page.get_by_label("Barely").check()
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("Noted.").wait_for()
    assert_sound(page)
    page.get_by_role("link", name="What people see").first.click()
    page.get_by_role("link", name="Nothing was told in June").wait_for()
    assert_sound(page)
