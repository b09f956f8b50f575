"""From the printed form to the keyed story: the sheet in print, and a form keyed with the keyboard and the mouse."""

import json
import re
import threading

import pytest
from werkzeug.serving import make_server

from narratives.framework_file import read_framework
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import make_collection, open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, stores_of
from tests.web.respond.test_paper import RICH

pytestmark = pytest.mark.browser
A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("keyed"))
    db = stores_of(app).stories
    open_plot(db)
    add_framework(db, read_framework(RICH))
    add_collection(db, make_collection(id="rich", framework_id="rich"))
    return app


@pytest.fixture(scope="module")
def address(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    stores_of(app).intake.close()


@pytest.fixture
def open_as(app, address, browser):
    """Opens a page as a member of staff, or as nobody; no script may fail."""
    contexts, faults = [], []

    def opened(path, username="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        if username:
            context.add_cookies([Person(app, username).cookie(address)])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def boxes(pdf):
    return [tuple(round(float(one)) for one in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)]


def test_the_form_prints_on_whole_a4_sheets(open_as):
    page = open_as("/share/rich/paper")
    printed = boxes(page.pdf(prefer_css_page_size=True))
    assert 2 <= len(printed) <= 6
    assert {box[2:] for box in printed} == {A4_POINTS}


def test_in_print_only_the_form_is_seen_in_black_on_white(open_as):
    page = open_as("/share/rich/paper")
    page.emulate_media(media="print")
    for hidden in (".mm-header", ".mm-footer", ".mm-screen-only"):
        assert not page.locator(hidden).first.is_visible(), hidden
    paper = page.locator(".paper")
    look = paper.evaluate("paper => [getComputedStyle(paper).color, getComputedStyle(document.body).backgroundColor]")
    assert look == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    triangle = page.locator(".paper-triad__svg").bounding_box()
    assert triangle["width"] * 25.4 / 96 >= 60, "a cross cannot be placed in a smaller triangle"
    lines = page.locator(".paper-question--story .paper-line")
    assert lines.count() >= 12
    assert lines.first.bounding_box()["height"] * 25.4 / 96 == pytest.approx(9, abs=0.4)


def test_the_poster_is_one_a4_sheet(open_as):
    page = open_as("/invite/plot/poster", "ada")
    assert [box[2:] for box in boxes(page.pdf(prefer_css_page_size=True))] == [A4_POINTS]


def test_a_form_is_keyed_with_the_keyboard_alone(open_as, app):
    stores_of(app).stories.execute("delete from narratives")
    page = open_as("/keying/rich", "cy")
    assert page.evaluate("document.activeElement.id") == "story"
    page.keyboard.type("The beans came up twice.")
    for typed in ("", "Beans", "2", "20 70 10", "35%", "1 15"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    assert page.input_value("#title") == "Beans"
    page.focus("#consent-2")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".key-saved__code")
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.locator(".key-saved__code").text_content())
    assert page.evaluate("document.activeElement.id") == "story"
    assert page.input_value("#group") == "west"
    (row,) = stores_of(app).stories.rows("select answers, text from narratives")
    answers = json.loads(row["answers"])
    assert answers["mood"]["shares"] == [0.2, 0.7, 0.1]
    assert answers["say"]["value"] == 0.35
    assert answers["wish"]["options"] == ["w0", "other"]


def test_a_click_in_a_picture_is_typed_and_what_is_typed_is_seen(open_as):
    page = open_as("/keying/rich", "cy")
    picture = page.locator("[data-key=triad] svg")
    dot = picture.locator("[data-dot]")
    assert dot.get_attribute("visibility") == "hidden"
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] / 2, "y": box["height"] * 0.12})
    typed = [int(share) for share in page.input_value("#mood").split()]
    assert sum(typed) == 100
    assert typed[0] > 85
    assert dot.get_attribute("visibility") == "visible"
    page.fill("#mood", "2")
    left, _up = dot.evaluate("dot => [dot.getCTM().e, dot.getCTM().f]")
    page.fill("#mood", "3")
    assert dot.evaluate("dot => dot.getCTM().e") > left
    page.fill("#mood", "n")
    assert dot.get_attribute("visibility") == "hidden"
    square = page.locator("[data-key=stones] svg")
    box = square.bounding_box()
    square.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.25})
    square.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.75})
    placed = [
        [int(part) for part in page.input_value(f"[name='bed.{stone}.typed']").split()] for stone in ("bean", "pea")
    ]
    assert placed[0][0] < 40 < placed[0][1]
    assert placed[1][1] < 40 < placed[1][0]


def test_enter_in_a_box_sends_no_half_filled_form(open_as):
    page = open_as("/keying/rich", "cy")
    page.fill("#story", "Half of it.")
    page.press("#mood", "Enter")
    assert page.input_value("#story") == "Half of it."
    assert not page.locator(".govuk-error-summary").count()


PAGES = [
    ("/share/rich/paper", ""),
    ("/keying", "cy"),
    ("/keying/rich", "cy"),
    ("/invite", "ada"),
    ("/invite/plot", "ada"),
    ("/invite/plot/poster", "ada"),
]


@pytest.mark.parametrize(("path", "username"), PAGES)
def test_axe_finds_nothing_on_the_pages_around_paper(open_as, path, username):
    page = open_as(path, username)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("path", "username"), [page for page in PAGES if not page[0].endswith("poster")])
def test_a_narrow_screen_holds_everything(open_as, path, username):
    page = open_as(path, username, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_axe_finds_nothing_where_a_form_is_wrong_or_saved(open_as):
    page = open_as("/keying/rich", "cy")
    page.fill("#mood", "99")
    page.click("#save")
    page.wait_for_selector(".govuk-error-summary")
    assert Axe().run(page).violations_count == 0
    page.fill("#mood", "1")
    page.fill("#story", "Beans.")
    page.select_option("#group", "east")
    page.check("#consent")
    page.click("#save")
    page.wait_for_selector(".key-saved")
    assert Axe().run(page).violations_count == 0
