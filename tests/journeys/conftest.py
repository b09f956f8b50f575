"""The product served on this machine, and visitors in Chromium who note whatever should not happen."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from app import create_app
from config import read_settings
from narratives.collection import Policy
from store.collections import add_collection
from store.database import Row
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_collection, make_framework
from tests.web.respond.conftest import PATHS

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
CAUSE = {
    **MOOD,
    "id": "cause",
    "title": "What lay behind it was…",
    "anchors": [{"id": "rain", "label": "rain"}, {"id": "slugs", "label": "slugs"}, {"id": "us", "label": "us"}],
    "hot": [],
    "cold": [],
}
SIGNIFIERS = [{**MOOD, "required": True}, CAUSE, SAY, WISH, ROLE]


@dataclass(slots=True)
class Site:
    """A running installation."""

    address: str
    app: Flask

    def stored(self) -> list[Row]:
        return self.app.extensions["stores"].stories.rows(
            "select text, answers, group_name, minutes from narratives order by text"
        )

    def forget_stories(self) -> None:
        self.app.extensions["stores"].stories.execute("delete from narratives")


@dataclass(slots=True)
class Visitor:
    """A person with a browser of their own; `faults` is whatever the pages did that they must not do."""

    page: Page
    context: BrowserContext
    site: Site
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def hidden(self, name: str) -> str:
        return self.page.locator(f"input[name='{name}']").input_value()

    def field(self, name: str):
        return self.page.locator(f"#{name}-picture")

    def note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    data = tmp_path_factory.mktemp("journeys")
    app = create_app(read_settings({"MURMURATION_DATA": str(data), "MURMURATION_SECRET": secrets.token_hex(32)}))
    stories = app.extensions["stores"].stories
    add_framework(stories, make_framework(signifiers=SIGNIFIERS))
    add_framework(stories, PATHS)
    add_collection(stories, make_collection())
    add_collection(stories, make_collection(id="paths", title="All paths", framework_id="paths"))
    add_collection(stories, make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED, sensitive=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["stores"].intake.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Opens a visitor's browser; at the end nobody may have met a fault."""
    site.forget_stories()
    visitors: list[Visitor] = []

    def opened(**options: object) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1024, "height": 900}, **options})
        context.set_default_timeout(10_000)
        page = context.new_page()
        visitor = Visitor(page, context, site)
        page.on("console", lambda message: visitor.note(message))
        page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        page.on("request", lambda request: _stay_here(visitor, request.url))
        visitors.append(visitor)
        return visitor

    yield opened
    for visitor in visitors:
        assert visitor.faults == []
        visitor.context.close()


def _stay_here(visitor: Visitor, url: str) -> None:
    if not url.startswith((visitor.site.address, "data:")):
        visitor.faults.append(f"a request left this site: {url}")


@pytest.fixture
def teller(visit: Callable[..., Visitor]) -> Visitor:
    """A visitor on the first page of a telling, who came there from the page before it."""
    visitor = visit()
    visitor.open("/share/plot")
    visitor.page.click("text=Start")
    visitor.page.wait_for_selector("#story")
    return visitor


# Each of these holds for a whole way of telling. All the others are ways round one page; they run with --nightly.
EVERYDAY = {
    "test_stories_wait_through_a_restart_and_are_stored_once",
    "test_a_story_comes_back_with_its_word_after_the_browser_was_closed",
    "test_a_site_that_is_not_listed_shows_nothing_but_the_link",
    "test_a_story_is_told_and_the_device_goes_back_to_the_first_screen_by_itself",
    "test_a_form_is_keyed_with_the_keyboard_alone",
    "test_the_form_prints_on_whole_a4_sheets",
    "test_a_swipe_over_a_picture_scrolls_the_page",
    "test_a_tap_places_the_marker_and_is_stored_exactly",
    "test_an_error_leads_to_the_picture_that_can_be_seen",
    "test_does_not_apply_and_a_place_exclude_each_other",
    "test_the_dot_is_dragged_with_a_finger_and_the_page_stays",
    "test_the_list_comes_after_the_toggle_and_is_chosen_for_all_questions_to_come",
    "test_the_marker_is_moved_with_the_keyboard_and_says_where_it_is",
    "test_there_is_no_marker_before_an_answer_and_a_ghost_only_with_the_keyboard",
    "test_everything_is_answered_without_scripts",
    "test_a_corner_is_stored_for_the_anchor_that_stood_there",
    "test_a_stone_is_put_where_one_taps_and_stored_exactly",
    "test_a_stone_is_put_and_moved_and_taken_off_with_the_keyboard",
    "test_the_code_is_in_no_address_and_nothing_stays_in_the_browser",
    "test_the_browser_spots_what_the_server_spots",
    "test_words_are_replaced_and_kept_on_the_page_before_anything_is_sent",
    "test_a_branch_is_asked_when_it_opens_and_seen_to_go_when_it_closes",
    "test_a_story_can_be_told_with_a_finger",
    "test_a_story_can_be_told_with_the_keyboard_alone",
    "test_a_story_can_be_told_without_scripts",
    "test_an_error_link_leads_to_the_control_that_can_be_seen",
    "test_another_story_is_not_asked_the_same_again",
    "test_every_page_of_a_telling_is_sound",
    "test_a_lost_connection_when_sending_sends_once",
    "test_going_back_from_the_receipt_shows_no_story",
    "test_telling_leaves_nothing_in_the_browser",
    "test_a_shift_becomes_an_alert_a_probe_and_an_answer_behind_the_receipt",
    "test_a_log_a_code_the_other_side_and_the_gap_between_both",
}
OF_STAFF = {
    "test_comparing.py",
    "test_expect.py",
    "test_logging.py",
    "test_map.py",
    "test_map_brushing.py",
    "test_places.py",
    "test_reader.py",
}
# Of those, what another journey or a test without a browser holds as well.
NIGHTLY = {
    "test_axe_finds_nothing_and_a_narrow_screen_holds_everything",
    "test_a_selection_is_saved_compared_deleted_and_put_back_by_keyboard",
    "test_plotly_draws_the_map_from_here_and_breaks_no_rule",
    "test_the_page_is_whole_without_scripts_and_on_a_narrow_screen",
    "test_a_filter_is_followed_and_keeps_what_is_picked",
    "test_a_click_picks_the_place_and_a_click_on_a_dot_reads_its_stories",
    "test_a_pick_that_gets_no_answer_is_a_visit_of_its_address",
    "test_without_scripts_ten_numbers_do_the_same_and_with_them_a_picture_is_taken_away",
    "test_no_card_is_larger_than_its_part_of_a_sheet",
    "test_every_pick_is_a_page_with_the_same_result_without_scripts",
    "test_going_back_and_logging_another_person_keeps_both",
    "test_the_server_says_when_there_is_news_where_streams_are_switched_on",
    "test_time_is_moved_through_and_a_place_opened_with_the_keyboard_alone",
    "test_what_goes_together_leads_to_both_questions_and_to_the_stories",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" not in item.path.parts:
            continue
        name = getattr(item, "originalname", item.name)
        of_staff = item.path.name in OF_STAFF and name not in NIGHTLY
        if not of_staff and name not in EVERYDAY:
            item.add_marker(pytest.mark.slow)
