"""What changed, an alert and silences in Chromium: narrow screens, axe, the keyboard, no scripts, and news."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from narratives.alert import Folding, sentence, tone_of
from narratives.course import Course
from narratives.silence import Silence
from store import alert_actions
from store.alerts import Fold, add_alert
from store.silences import add_silence
from tests.journeys.managers import LIVE, Manager, seated
from tests.journeys.whole_page import Axe
from tests.web.explore.telling import make_finding

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)
TODAY = NOW.date()
WIDTHS = (320, 390, 1280)


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    with seated(browser, tmp_path) as seat:
        yield seat


def raised(ada: Manager, *, folding: Fold | None = None, silence: str | None = None, **changes) -> str:
    world, finding = ada.world, make_finding(**changes)
    stories = [row["id"] for row in world.db.rows("select id from narratives order by id limit 2")]
    alert = add_alert(
        world.db,
        "plot",
        finding,
        sentence=sentence(finding, world.framework),
        exemplars=stories,
        at=NOW - timedelta(days=3),
        tone=tone_of(finding, world.framework),
        folding=folding,
        silence_id=silence,
    )
    assert alert is not None
    return alert


def mended(ada: Manager) -> None:
    """Chromium calls it a fault of the page that a form has to be mended."""
    assert ada.faults and all("422" in fault for fault in ada.faults)
    ada.faults.clear()


def everything(ada: Manager) -> str:
    """An alert under every heading of the first page; the one with a history is returned."""
    db = ada.world.db
    lead = raised(ada)
    raised(ada, group="west", folding=Fold(lead, Folding.TOGETHER))
    raised(ada, group="north", direction="anchor:glad")
    held, back, closed = (raised(ada, group=name) for name in ("A group with a rather long name", "south", "centre"))
    for alert in (held, back):
        alert_actions.acknowledge(db, alert, actor="ada", at=NOW)
    alert_actions.assign(db, held, assignee="ada", due_on=TODAY - timedelta(days=1), actor="ada", at=NOW)
    alert_actions.add_note(db, held, text="averyveryverylongwordwithoutanyspace" * 5, actor="ada", at=NOW)
    alert_actions.set_course(db, back, Course.MOVING, Course.RECOVERING, on=date(2026, 3, 9), recent=None, at=NOW)
    alert_actions.close(db, closed, because="It was handled: the gate is mended", actor="ada", at=NOW)
    until = TODAY + timedelta(days=9)
    add_silence(db, Silence("s1", "plot", "east", None, "The gate is shut", until, "ada", NOW.isoformat()), NOW)
    raised(ada, group="east", direction="anchor:glad", signifier="mood", raised_on=date(2026, 2, 21), silence="s1")
    return held


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_every_screen_holds_everything(sit_down, width):
    ada = sit_down(viewport={"width": width, "height": 800})
    held = everything(ada)
    for path in ("/changed", f"/changed/{held}", "/changed/silences", "/changed/silences/plot?group=east"):
        ada.open(path)
        ada.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        wide = ada.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, path
        found = Axe().run(ada.page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


def test_an_alert_is_worked_through_with_the_keyboard_and_no_script(sit_down):
    ada = sit_down(java_script_enabled=False, viewport={"width": 390, "height": 800})
    raised(ada)
    page = ada.page

    def press(role: str, name: str) -> None:
        page.get_by_role(role, name=name).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    ada.open("/changed")
    press("button", "Acknowledge")
    assert page.get_by_role("link", name="What changed", exact=True).is_visible(), "nothing waits any more"
    press("link", "Stories in east have moved")
    page.locator("summary", has_text="Give it to somebody, with a day").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Who has it").select_option("ada")
    page.get_by_label("Due").fill((TODAY + timedelta(days=7)).isoformat())
    press("button", "Save")
    page.get_by_text("Ada has it").wait_for()
    page.locator("summary", has_text="Close it").focus()
    page.keyboard.press("Enter")
    press("button", "Close this alert")
    page.get_by_role("link", name="Choose why it can be closed").wait_for()
    assert page.get_by_label("It was handled").is_visible(), "the form stays open where something is missing"
    mended(ada)
    page.get_by_label("It was handled").focus()
    page.keyboard.press("Space")
    press("button", "Close this alert")
    page.get_by_text("Ada closed it.").wait_for()
    press("button", "Open it again")
    page.get_by_text("Ada opened it again.").wait_for()


def test_a_group_is_silenced_from_an_alert_and_the_silence_lifted(sit_down):
    ada = sit_down(viewport={"width": 390, "height": 800})
    alert = raised(ada)
    ada.open(f"/changed/{alert}")
    ada.page.get_by_role("link", name="Silence this for a while").click()
    assert ada.page.get_by_label("Where").input_value() == "east"
    ada.page.get_by_role("button", name="Silence it").click()
    assert ada.page.get_by_role("link", name="Say why").is_visible()
    assert Axe().run(ada.page).violations_count == 0
    mended(ada)
    ada.page.get_by_label("Why").fill("The gate is shut")
    ada.page.get_by_label("Last day of the silence").fill((TODAY + timedelta(days=3)).isoformat())
    ada.page.get_by_role("button", name="Silence it").click()
    ada.page.get_by_text("Temperature in east", exact=True).wait_for()
    ada.page.get_by_role("button", name="Lift it").click()
    assert ada.page.get_by_role("button", name="Lift it").count() == 0


def test_a_page_that_is_left_open_says_that_something_changed(sit_down):
    ada = sit_down()
    ada.open("/changed")
    raised(ada)
    with ada.page.expect_response(LIVE):
        ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ada.page.get_by_text("Something changed on this page meanwhile.").wait_for()
    ada.page.get_by_role("link", name="Show it").click()
    ada.page.get_by_role("link", name="1 alert in The plot: east").click()
    assert ada.page.url.partition("#")[2].startswith("alert-")
