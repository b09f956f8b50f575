"""A manager's pages in Chromium: the real Plotly, live stories, keyboard, narrow screens, no scripts."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from narratives.alert import sentence
from narratives.collection import Policy
from store.alerts import add_alert
from store.collections import add_collection
from tests.builders import make_answers, make_collection, make_narrative, open_plot
from tests.people import Person, make_app, served, stores_of
from tests.web.explore.telling import SAD, World, make_finding, make_reading

pytestmark = pytest.mark.browser
LIVE = "**/explore/plot/live*"


@dataclass(slots=True)
class Manager:
    """Ada at her browser; `faults` is whatever the pages did that they must not do."""

    page: Page
    world: World
    address: str
    tell: Callable[..., None]
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def open_map(self) -> None:
        """The map, once Plotly has drawn it and it follows the stories."""
        self.open("/explore/plot")
        self.page.wait_for_selector(".js-plotly-plot .scatterlayer")
        self.page.wait_for_selector("[data-controls]:not([hidden])")

    def look_again(self) -> None:
        """What happens when somebody comes back to the tab: it asks at once instead of after five seconds."""
        with self.page.expect_response(LIVE):
            self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def part(self, label: str) -> str:
        row = self.page.locator(".mm-zones tr", has_text=label)
        return row.locator("td").first.inner_text()


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    """Opens Ada's browser over thirteen stories; at the end no page may have shown a fault."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app(tmp_path)
    stores = stores_of(app)
    plot, framework = open_plot(stores.stories)
    quiet = make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED)
    add_collection(stores.stories, quiet)
    world = World(stores.stories, framework, plot, quiet)
    world.name_theme("bean, pole", [*world.tell(12), *world.tell(1, shares=SAD)])
    world.read_temperature(*(make_reading(week, value) for week, value in enumerate([48, 52, None, 50, 66])))
    seated: list[Manager] = []

    def tell(**changes: object) -> None:
        key = f"{len(seated)}{datetime.now(UTC).timestamp()}"
        stores.intake.submit(plot, framework, make_narrative(**changes), key)

    with served(app) as address:

        def seat(**options: object) -> Manager:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            context.set_default_timeout(15_000)
            context.add_cookies([Person(app, "ada").cookie(address)])
            ada = Manager(context.new_page(), world, address, tell)
            ada.page.on("console", lambda said: _note(ada, said.text) if said.type == "error" else None)
            ada.page.on("pageerror", lambda error: ada.faults.append(str(error)))
            ada.page.on("request", lambda request: _stay_here(ada, request.url))
            seated.append(ada)
            return ada

        yield seat
        for ada in seated:
            ada.page.context.close()
        stores.intake.close()
    assert [fault for ada in seated for fault in ada.faults] == []


def _note(ada: Manager, said: str) -> None:
    ada.faults.append(said)


def _stay_here(ada: Manager, url: str) -> None:
    if not url.startswith((ada.address, "data:", "blob:")):
        ada.faults.append(f"a request left this site: {url}")


def test_plotly_draws_the_map_from_here_and_breaks_no_rule(sit_down):
    ada = sit_down()
    ada.open_map()
    assert ada.page.locator("[data-drawn]").is_hidden(), "the server's picture gave way"
    assert ada.page.locator(".js-plotly-plot .scatterlayer path.point").count() > 13
    assert ada.page.locator("style").count() == 0, "no style sheet was put into the page"
    assert ada.page.locator(".modebar").count() == 0
    top = ada.page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert top["width"] > 400, "the style sheet stacks the layers in the picture's place"


def test_a_story_told_now_is_on_the_map_within_ten_seconds_unless_updates_are_paused(sit_down):
    ada = sit_down()
    ada.open_map()
    assert ada.part("Mostly “sad”") == "1"
    ada.tell(answers=make_answers(SAD))
    ada.page.get_by_text("14 stories").wait_for(timeout=10_000)
    assert ada.part("Mostly “sad”") == "2"
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    ada.page.get_by_role("button", name="Pause live updates").click()
    ada.tell()
    ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ada.page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    assert asked == [], "coming back to the tab asks for nothing while paused"
    ada.page.get_by_role("button", name="Go on with live updates").click()
    ada.page.get_by_text("15 stories").wait_for()


def test_a_redraw_leaves_the_keyboard_where_it_was_and_says_only_alerts_aloud(sit_down):
    ada = sit_down()
    ada.open_map()
    line = ada.page.locator("[data-alerts]")
    ada.page.locator("#numbers-say summary").click()
    ada.page.locator("#read-top").focus()
    ada.tell()
    ada.look_again()
    ada.page.get_by_text("14 stories").wait_for()
    assert ada.page.evaluate("document.activeElement.id") == "read-top"
    assert ada.page.locator("#numbers-say").get_attribute("open") is not None
    assert line.inner_text() == ""
    raise_alert(ada.world)
    ada.look_again()
    line.get_by_role("link", name="1 alert to look at").wait_for()
    assert line.get_attribute("role") == "status"
    assert "towards “sad”" in line.inner_text()


def raise_alert(world: World) -> None:
    finding = make_finding()
    stories = [row["id"] for row in world.db.rows("select id from narratives order by id limit 2")]
    words = sentence(finding, world.framework)
    add_alert(world.db, "plot", finding, sentence=words, exemplars=stories, at=datetime(2026, 2, 20, tzinfo=UTC))


def test_stories_that_were_drawn_round_can_be_read(sit_down):
    ada = sit_down()
    ada.open_map()
    ada.page.get_by_role("button", name="Draw round stories").click()
    plot = ada.page.locator(".js-plotly-plot .main-svg").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    corners = [(0.5, 0.06), (0.72, 0.4), (0.28, 0.4), (0.48, 0.08)]  # from inside the triangle
    places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in corners]
    ada.page.mouse.move(*places[0])
    ada.page.mouse.down()
    for x, y in places[1:]:
        ada.page.mouse.move(x, y, steps=6)
    ada.page.mouse.up()
    ada.page.get_by_text("12 stories are inside.").wait_for()
    ada.page.get_by_role("link", name="Read the open stories among them").click()
    ada.page.wait_for_url("**/stories?triad=mood&cells=*")
    assert ada.page.locator(".mm-story-card").count() == 12


def test_the_map_is_whole_without_scripts(sit_down):
    ada = sit_down(java_script_enabled=False)
    ada.open("/explore/plot")
    assert ada.page.locator("[data-drawn] svg").is_visible()
    assert ada.page.locator("[data-plot]").is_hidden() and ada.page.locator("[data-controls]").is_hidden()
    ada.page.locator("#read-left").click()
    assert ada.page.locator(".mm-story-card").count() == 1
    ada.open("/explore/plot")
    ada.page.select_option("#group", "west")
    ada.page.get_by_role("button", name="Show").click()
    assert "0 stories" in ada.page.locator("[data-region=totals]").inner_text()


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
        ada.page.wait_for_selector(".js-plotly-plot .scatterlayer")
    overflow = ada.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    found = Axe().run(ada.page)
    assert found.violations_count == 0, found.generate_report()
