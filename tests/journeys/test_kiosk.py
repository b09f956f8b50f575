"""On a device that many people use: told, cleared by itself, and never seen by the next person."""

import pytest

from tests.journeys.telling_steps import STORY, send, walk
from tests.journeys.whole_page import Axe

pytestmark = pytest.mark.browser
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
NARROW = {"viewport": {"width": 320, "height": 640}}
SECOND = 1000
FIRST_SCREEN = "text=Tell your story"


def at_first_screen(visitor):
    visitor.page.clock.install()
    visitor.open("/kiosk/plot")


def while_telling(visitor):
    at_first_screen(visitor)
    visitor.page.click(FIRST_SCREEN)
    visitor.page.click("[data-begin] >> nth=0")
    visitor.page.wait_for_selector("#story")
    visitor.page.fill("#story", STORY)


def when_asked(visitor):
    while_telling(visitor)
    visitor.page.clock.fast_forward(121 * SECOND)
    visitor.page.wait_for_selector("dialog[open]")


def with_the_code(visitor):
    while_telling(visitor)
    walk(visitor.page, "page.check")
    send(visitor.page)
    visitor.page.clock.run_for(1 * SECOND)
    visitor.page.wait_for_selector(".kiosk-sent:not([hidden])")


def assert_forgotten(visitor):
    """The first screen, and whatever Back and Forward lead to: nothing of the last person."""
    page = visitor.page
    page.wait_for_url("**/kiosk/plot")
    page.wait_for_selector(FIRST_SCREEN)
    for step in ("go_back", "go_back", "go_forward", "go_back", "go_forward"):
        getattr(page, step)()
        page.wait_for_load_state()
        assert STORY not in page.content()
        assert all(
            STORY not in typed for typed in page.locator("textarea").evaluate_all("all => all.map(e => e.value)")
        )


def test_a_story_is_told_and_the_device_goes_back_to_the_first_screen_by_itself(visit):
    visitor = visit(**TABLET)
    with_the_code(visitor)
    assert len(visitor.site.stored()) == 1
    assert visitor.page.locator(".kiosk-sent [data-kiosk-left]").text_content() in {"89", "90"}
    visitor.page.clock.run_for(91 * SECOND)
    assert_forgotten(visitor)


def test_the_clock_can_be_stopped_and_goes_on_when_somebody_says_so(visit):
    visitor = visit(**TABLET)
    with_the_code(visitor)
    page = visitor.page
    page.click("text=Stop the clock")
    before = page.locator(".kiosk-sent [data-kiosk-left]").text_content()
    page.clock.run_for(100 * SECOND)
    assert page.locator(".kiosk-sent [data-kiosk-left]").text_content() == before
    page.click("text=Let the clock go on")
    page.clock.run_for(91 * SECOND)
    assert_forgotten(visitor)


def test_somebody_who_has_finished_clears_it_at_once(visit):
    visitor = visit(**TABLET)
    with_the_code(visitor)
    visitor.page.click("text=I have finished")
    assert_forgotten(visitor)


def test_a_device_that_nobody_touches_asks_and_then_clears(visit):
    visitor = visit(**TABLET)
    while_telling(visitor)
    visitor.page.clock.fast_forward(110 * SECOND)
    assert not visitor.page.locator("dialog[open]").count()
    visitor.page.clock.fast_forward(11 * SECOND)
    visitor.page.wait_for_selector("dialog[open]")
    visitor.page.clock.fast_forward(31 * SECOND)
    assert_forgotten(visitor)


@pytest.mark.parametrize(
    "answer", [lambda page: page.click("text=I am still here"), lambda page: page.keyboard.press("Escape")]
)
def test_somebody_who_is_still_there_loses_nothing(visit, answer):
    visitor = visit(**TABLET)
    when_asked(visitor)
    answer(visitor.page)
    visitor.page.wait_for_selector("dialog[open]", state="detached")
    visitor.page.clock.fast_forward(60 * SECOND)
    assert visitor.page.input_value("#story") == STORY


def test_typing_counts_as_being_there(visit):
    visitor = visit(**TABLET)
    while_telling(visitor)
    for _ in range(4):
        visitor.page.clock.fast_forward(100 * SECOND)
        visitor.page.locator("#story").press_sequentially("!")
    assert visitor.page.input_value("#story") == STORY + "!!!!"


def test_it_can_be_cleared_from_every_page(visit):
    visitor = visit(**TABLET)
    while_telling(visitor)
    visitor.page.click("text=Clear and start again")
    assert_forgotten(visitor)


@pytest.mark.parametrize("go", [at_first_screen, while_telling, when_asked, with_the_code], ids=lambda go: go.__name__)
def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(visit, go):
    visitor = visit(**NARROW)
    go(visitor)
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
