"""Expectation first and pictures to take away, in Chromium: by tap, by mouse, by keys, without scripts."""

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from narratives.collection import Policy
from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of
from tests.web.explore.telling import GLAD, SAD, World

pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens one of Ada's pages over 24 stories; at the end none may have shown a fault or asked another site."""
    app = make_app(tmp_path)
    stores = stores_of(app)
    plot, framework = open_plot(stores.stories)
    quiet = make_collection(id="quiet", policy=Policy.PROTECTED)
    add_collection(stores.stories, quiet)
    world = World(stores.stories, framework, plot, quiet)
    world.tell(6, shares=GLAD)
    world.tell(18, shares=SAD)
    faults: list[str] = []
    with served(app) as address:

        def opened(path: str, **options: object) -> Page:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            context.set_default_timeout(15_000)
            context.add_cookies([Person(app, "ada").cookie(address)])
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on(
                "request", lambda asked: None if asked.url.startswith((address, "data:", "blob:")) else stray(asked)
            )
            page.goto(address + path)
            return page

        def stray(asked) -> None:
            faults.append(f"a request left this site: {asked.url}")

        yield opened
    stores.intake.close()
    assert faults == []


def numbers(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("[data-zone]").all()]


def test_ten_stories_are_put_down_by_tap_drag_and_keys_and_compared(open_page):
    page = open_page("/explore/plot/expect", viewport={"width": 390, "height": 844}, has_touch=True)
    field = page.locator("[data-field]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + box["width"] * x, box["y"] + box["height"] * y

    for _ in range(3):
        page.touchscreen.tap(*at(0.5, 0.3))
    assert numbers(page) == ["3", "0", "0", "0", "0", "0", "0"]
    page.mouse.move(*at(0.5, 0.3))
    page.mouse.down()
    page.mouse.move(*at(0.2, 0.86), steps=5)
    page.mouse.up()
    assert numbers(page) == ["2", "1", "0", "0", "0", "0", "0"]
    field.focus()
    for key in ("Enter", "ArrowRight", "Enter", "Backspace", "3", "3", "3", "Enter"):
        page.keyboard.press(key)
    assert numbers(page) == ["2", "1", "1", "0", "0", "0", "1"]
    assert page.locator("[data-left]").inner_text() == "Mostly “cross”. 5 of ten still to put down."
    page.locator("#zone-left").fill("6")
    page.get_by_role("button", name="One fewer: Mostly “cross”").click()
    page.get_by_role("button", name="One more: Mostly “glad”").click()
    assert page.locator("[data-left]").inner_text() == "All ten are put down."
    assert page.locator(".mm-expect__dot").count() == 10
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Show what was told").click()
    page.get_by_text("You expected 6 of 10 near “sad”; it was 8 of 10.").wait_for()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="Your past expectations").click()
    page.get_by_text("Close").wait_for()
    assert Axe().run(page).violations_count == 0


def test_without_scripts_ten_numbers_do_the_same_and_with_them_a_picture_is_taken_away(open_page, tmp_path):
    page = open_page("/explore/plot/expect", java_script_enabled=False, viewport={"width": 320, "height": 700})
    for zone, n in {"top": "4", "left": "5"}.items():
        page.locator(f"#zone-{zone}").fill(n)
    page.get_by_role("button", name="One more: All three about equally").click()
    assert numbers(page) == ["4", "5", "0", "0", "0", "0", "1"]
    page.locator("#zone-top").press("Enter")
    page.get_by_text("You expected 5 of 10 near “sad”; it was 8 of 10.").wait_for()

    page = open_page("/explore/plot/summary")
    assert page.locator(".mm-summary__svg").count() == 3
    assert Axe().run(page).violations_count == 0
    with page.expect_download() as taken:
        page.get_by_role("button", name="Picture of It left me… (PNG)").click()
    assert taken.value.suggested_filename.startswith("The plot - It left me - ")
    assert taken.value.suggested_filename.endswith(".png")
    taken.value.save_as(tmp_path / "taken.png")
    width, height, colours = read_png((tmp_path / "taken.png").read_bytes())
    assert width == 2 * 1112 and height > 2_000
    assert colours > 5, "something is drawn"


def read_png(data: bytes) -> tuple[int, int, int]:
    """Width, height, and how many different rows of pixels an image has."""
    width, height = struct.unpack(">II", data[16:24])
    packed, at = b"", 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += 12 + length
    pixels = zlib.decompress(packed)
    row = len(pixels) // height
    return width, height, len({pixels[start + 1 : start + row] for start in range(0, len(pixels), row)})
