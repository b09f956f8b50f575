"""A manager's pages in Chromium: the real Plotly, live stories, narrow screens, no scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builders import make_answers
from tests.journeys.managers import LIVE, Manager, raise_alert, seated
from tests.journeys.whole_page import Axe
from tests.web.explore.telling import SAD

pytestmark = pytest.mark.browser
PACE = 5_000  # milliseconds between two questions of an open map


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    with seated(browser, tmp_path) as seat:
        yield seat


def test_plotly_draws_the_map_from_here_and_breaks_no_rule(sit_down):
    ada = sit_down()
    ada.open_map()
    assert ada.page.locator("[data-drawn]").is_hidden(), "the server's picture gave way"
    assert ada.page.locator(".js-plotly-plot .shapelayer path").count() == 3, "two colours of cells, and the dots"
    assert ada.page.locator("style").count() == 0, "no style sheet was put into the page"
    assert ada.page.locator(".modebar").count() == 0
    top = ada.page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert top["width"] > 400, "the style sheet stacks the layers in the picture's place"


def test_a_story_told_now_is_on_the_map_within_ten_seconds_unless_updates_are_paused(sit_down):
    ada = sit_down()
    ada.page.clock.install()
    ada.open_map("?part=mood:left")
    assert ada.row("Mostly “sad”") == "1"
    ada.tell(answers=make_answers(SAD))
    with ada.page.expect_response(LIVE):
        ada.page.clock.fast_forward(PACE)
    ada.told("2 of 14 stories selected")
    assert ada.row("Mostly “sad”") == "2", "the selection stays, and the story is in it"
    ada.page.get_by_role("button", name="Pause live updates").click()
    ada.tell()
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    ada.page.clock.fast_forward(10 * PACE)
    ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ada.page.clock.run_for(PACE)
    assert asked == [], "neither the clock nor coming back to the tab asks for anything while paused"
    ada.page.get_by_role("button", name="Go on with live updates").click()
    ada.page.clock.run_for(10)
    ada.told("2 of 15 stories selected")


def test_a_redraw_leaves_the_keyboard_where_it_was_and_says_only_alerts_aloud(sit_down):
    ada = sit_down()
    ada.open_map()
    line = ada.page.locator("[data-alerts]")
    ada.page.locator("#numbers-say summary").click()
    ada.page.locator("#read-top").focus()
    ada.tell()
    ada.look_again()
    ada.told("All 14 stories")
    assert ada.page.evaluate("document.activeElement.id") == "read-top"
    assert ada.page.locator("#numbers-say").get_attribute("open") is not None
    assert "".join(ada.page.locator("[role=status]").all_inner_texts()) == "", "a redraw is not said aloud"
    raise_alert(ada.world)
    ada.look_again()
    line.get_by_role("link", name="1 alert to look at").wait_for()
    assert line.get_attribute("role") == "status"
    assert "towards “sad”" in line.inner_text()


def test_the_server_says_when_there_is_news_where_streams_are_switched_on(browser, tmp_path):
    with seated(browser, tmp_path, streams=1) as seat:
        ada, other = seat(), seat()
        ada.page.clock.install()
        with ada.page.expect_response("**/explore/plot/stream") as opened:
            ada.open_map()
        assert opened.value.status == 200
        ada.tell()
        ada.told("All 14 stories")
        with other.page.expect_response("**/explore/plot/stream") as refused:
            other.open_map()
        assert refused.value.status == 204, "one stream is as many as may be"
        other.look_again()
        for one in (ada, other):
            one.page.close()


def test_the_map_is_whole_without_scripts(sit_down):
    ada = sit_down(java_script_enabled=False)
    ada.open("/explore/plot")
    assert ada.page.locator("[data-drawn] svg").is_visible()
    assert ada.page.locator("[data-plot]").is_hidden() and ada.page.locator("[data-controls]").is_hidden()
    ada.page.locator("#read-left").click()
    assert ada.page.locator(".mm-story-card").count() == 1
    ada.open("/explore/plot")
    ada.page.locator(".mm-filter-box summary").click()
    ada.page.select_option("#group", "west")
    ada.page.get_by_role("button", name="Show").click()
    assert "0 of 13 stories selected" in ada.region("selection")


def test_an_alert_is_acknowledged_from_the_first_page(sit_down):
    ada = sit_down()
    raise_alert(ada.world)
    ada.open("/changed")
    ada.page.get_by_role("button", name="Acknowledge").click()
    ada.page.get_by_text("Ada acknowledged this alert at").wait_for()


PAGES = [
    "/changed",
    "/explore",
    "/explore/plot?from=never",
    "/explore/plot?part=mood:top&part=say:0-9&show=contours",
    "/explore/quiet",
    "/explore/plot/temperature",
    "/explore/plot/themes",
    "/explore/plot/stories",
    "/explore/plot/stories?words=nothing",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(sit_down, path):
    ada = sit_down(viewport={"width": 320, "height": 700})
    raise_alert(ada.world)
    ada.open(path)
    if ada.page.locator("[data-plot]").count():
        ada.wait_for_plot()
    overflow = ada.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    found = Axe().run(ada.page)
    assert found.violations_count == 0, found.generate_report()
