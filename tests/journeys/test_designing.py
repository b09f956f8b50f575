"""Questions designed in Chromium: from nothing by mouse and keyboard, with and without scripts, and undone."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from narratives.draft_sketch import problems
from narratives.framework_file import read_framework
from narratives.signifiers import Choice, Dyad, Stones, Triad
from store.drafts import list_drafts
from store.frameworks import add_framework
from tests.builders import make_framework
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    add_framework(stores_of(app).stories, make_framework())
    return app


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(app) as found:
        yield found


def seat(app: Flask, address: str, browser: Browser, **options: object) -> BrowserContext:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "base_url": address, **options})
    context.set_default_timeout(15_000)
    context.add_cookies([Person(app, "ada").cookie(address)])
    return context


@pytest.fixture
def page(app: Flask, address: str, browser: Browser) -> Iterator[Page]:
    """Ada at her browser; pages that do what the policy forbids fail the test."""
    context, faults = seat(app, address, browser), list[str]()
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def assert_sound(page: Page) -> None:
    """At every width axe finds nothing and nothing sticks out at the side."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def write(page: Page, kind: str, **fields: str) -> None:
    """Add a question of a kind with the mouse; a name that ends in a number is that row's."""
    page.get_by_label("Add a question").get_by_role("link", name=kind).click()
    for name, value in fields.items():
        page.fill(f"#{name.replace('_', '-')}", value)


def save(page: Page) -> None:
    page.locator("button.mm-button[value=save]").click()
    page.locator("#done").wait_for()


def begin(page: Page) -> None:
    """Begin with nothing and write what is to be told, with the keyboard alone."""
    page.goto("/design")
    page.get_by_text("No drafts yet.").wait_for()
    assert_sound(page)
    page.get_by_role("button", name="New questions").press("Enter")
    page.locator("#title").wait_for()
    assert_sound(page)
    page.fill("#title", "Out and about")
    page.locator("#title").press("Enter")
    page.get_by_text("1 thing to mend").wait_for()
    page.locator("a", has_text="Edit the beginning").press("Enter")
    page.locator("#prompting_question").fill("What happened on your way?")
    page.locator("#prompt-0").fill("By day")
    page.locator("#prompt-1").fill("By night")
    assert_sound(page)
    page.locator("button.mm-button[value=save]").press("Enter")
    page.get_by_text("Nothing is missing.").wait_for()


def branch_off(page: Page) -> None:
    """A branch with one question, for those who choose one answer."""
    page.get_by_role("link", name="Add a branch").click()
    page.fill("#title", "On the bus")
    page.get_by_label("by bus").check()
    assert_sound(page)
    save(page)
    page.get_by_label("Add to the branch On the bus").get_by_role("link", name="Own words").click()
    page.fill("#title", "Which line?")
    save(page)


def test_questions_are_built_from_nothing(page, app):
    begin(page)
    write(page, "Triangle", title="What mattered was…", anchor_0="company", anchor_1="money", anchor_2="time")
    page.select_option("#warmth-1", "hot")
    assert_sound(page)
    save(page)
    write(page, "Line", title="It went…", anchor_0="badly", anchor_1="well")
    page.check("#level")
    save(page)
    stones = {"x_0": "far", "x_1": "near", "y_0": "quiet", "y_1": "loud", "stone_0": "I", "stone_1": "They"}
    write(page, "Square with things", title="Place who was there", **stones)
    assert_sound(page)
    save(page)
    write(page, "Choice", title="I went", option_0="on foot", option_1="by bus")
    page.check("#other")
    assert_sound(page)
    save(page)
    branch_off(page)
    assert_sound(page)

    draft = list_drafts(stores_of(app).stories)[0]
    assert problems(draft.questions) == ()
    built = read_framework(draft.questions)
    assert [type(one) for one in built.signifiers[:4]] == [Triad, Dyad, Stones, Choice]
    assert built.branches[0].options == {"by-bus"} and built.triads[0].hot == {"money"}
    assert [prompt.label for prompt in built.prompts] == ["By day", "By night"]


@pytest.fixture
def garden(app: Flask) -> str:
    return Person(app, "ada").post("/design/new", {"how": "copy", "framework": "garden"}).headers["Location"]


def order(page: Page) -> list[str]:
    return page.locator(".design-row__title").all_inner_texts()


def test_a_question_is_moved_and_taken_out_by_keyboard_and_comes_back(page, garden):
    page.goto(garden)
    page.get_by_role("button", name="Move up I had…").press("Enter")
    page.get_by_text("Moved “I had…” up.").wait_for()
    assert order(page)[:2] == ["I had…", "It left me…"]
    page.get_by_role("button", name="Delete It left me…").press("Enter")
    page.get_by_text("Took out “It left me…”.").wait_for()
    assert "It left me…" not in order(page)
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_text("Went back to revision 2.").wait_for()
    assert order(page)[:2] == ["I had…", "It left me…"]
    page.get_by_role("link", name="History").click()
    assert_sound(page)


def test_the_preview_beside_the_list_works_as_tellers_know_it_and_follows_each_save(page, garden):
    page.goto(garden)
    preview = page.frame_locator("[data-frame]")
    field = preview.locator("#mood-picture")
    field.click(position={"x": 90, "y": 90})
    assert "glad" in field.get_attribute("aria-valuetext")
    assert page.locator("[data-frame]").evaluate("frame => frame.clientWidth") == 390
    page.get_by_role("button", name="Desktop").click()
    assert page.locator("[data-frame]").evaluate("frame => frame.clientWidth") == 1080
    page.get_by_role("button", name="Delete It left me…").click()
    page.locator("#done").wait_for()
    preview.locator("#say-picture").wait_for()
    assert preview.locator("#mood-picture").count() == 0
    assert page.get_by_role("button", name="Desktop").get_attribute("aria-pressed") == "true"
    page.get_by_role("link", name="See it as tellers will").click()
    page.get_by_text("Nothing that you enter is kept.").wait_for()
    assert_sound(page)


def test_a_question_is_changed_without_a_script(app, address, browser, garden):
    context = seat(app, address, browser, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{garden}/parts/role")
    page.fill("#option-0", "")
    page.fill("#option-1", "")
    page.locator("button.mm-button[value=save]").click()
    assert page.get_by_text("Give from 2 to 200 answers to choose from").count() == 2
    page.fill("#option-0", "a weeder")
    page.fill("#option-1", "a picker")
    page.get_by_role("button", name="Up Answer 2").click()
    assert page.locator("#option-0").input_value() == "a picker"
    page.locator("button.mm-button[value=save]").click()
    assert page.get_by_text("Changed “I am…”.").is_visible()
    page.goto(f"{garden}/preview")
    assert page.get_by_label("a weeder").is_visible()
    page.get_by_label("a weeder").press("Enter")
    assert "?" not in page.url
    context.close()
