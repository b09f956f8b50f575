"""A board in Chromium: cards moved by mouse, keyboard and finger, without scripts, and by two people at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from store.database import SqliteDatabase
from tests.builders import open_plot
from tests.gathering import see, understand
from tests.journeys.board_steps import assert_sound, begin, card, column, drag, finger, gathered, grip, said, seats
from tests.people import make_app, stores_of

pytestmark = pytest.mark.browser


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Three readings of one observation, gathered nowhere yet."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    seen = see(db, 1, "Hardly anybody chose the middle")
    for number, title in enumerate(("Pump", "Glad ones", "Rain"), 11):
        understand(db, number, seen, title)
    return app


@pytest.fixture
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture
def seat(app: Flask, browser: Browser) -> Iterator[Callable[..., Page]]:
    with seats(app, browser) as seated:
        yield seated


def test_cards_are_dragged_with_the_mouse_to_a_place_and_onto_nothing(seat, db):
    page = seat("ada", viewport={"width": 1280, "height": 1600})
    begin(page, "Trust")
    assert_sound(page)
    for title in ("Pump", "Rain"):
        drag(page, title, column(page, "Trust"), at=0.98)
        said(page, f"Moved “{title}” to “Trust”")
    assert gathered(db) == {"Trust": ["Pump", "Rain"]}
    drag(page, "Rain", card(page, "Pump"), at=0.05)
    said(page, "Moved “Rain” to “Trust”, place 1 of 2.")
    assert gathered(db) == {"Trust": ["Rain", "Pump"]}
    drag(page, "Glad ones", page.locator("[data-column=new]"))
    said(page, "Began the perspective “New perspective 2”.")
    assert gathered(db) == {"Trust": ["Rain", "Pump"], "New perspective 2": ["Glad ones"]}
    page.get_by_role("button", name="Undo").click()
    said(page, "Took the last change back.")
    assert gathered(db) == {"Trust": ["Rain", "Pump"]}
    assert_sound(page)


def test_a_drag_that_is_given_up_moves_nothing(seat, db):
    page = seat("ada", viewport={"width": 1280, "height": 1600})
    begin(page, "Trust")
    start, end = grip(page, "Pump").bounding_box(), column(page, "Trust").bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 60, steps=6)
    page.locator(".board-card--held").wait_for()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".board-card--held, .board-gap").count() == 0
    assert gathered(db) == {"Trust": []}


def test_cards_are_moved_with_the_arrow_keys_and_the_focus_stays(seat, db):
    page = seat("ada")
    begin(page, "Trust", "Water")
    for title in ("Pump", "Rain"):
        grip(page, title).press("ArrowRight")
        said(page, f"Moved “{title}” to “Trust”")
    page.keyboard.press("ArrowUp")  # the handle of the card that was moved last still has the focus
    said(page, "Moved “Rain” to “Trust”, place 1 of 2.")
    page.locator("#name").evaluate("field => field.value = 'Half a na'")
    page.keyboard.press("ArrowRight")
    said(page, "Moved “Rain” to “Water”, place 1 of 1.")
    for _ in range(2):  # faster than the first is answered
        page.keyboard.press("ArrowLeft")
    said(page, "Moved “Rain” to those not gathered yet.")
    assert gathered(db) == {"Trust": ["Pump"], "Water": []}
    assert page.input_value("#name") == "Half a na"  # what somebody is still typing stays


def test_cards_are_dragged_with_a_finger_and_a_swipe_beside_the_handle_scrolls(seat, db):
    page = seat("mo", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 840})
    begin(page, "Trust")
    touch = page.context.new_cdp_session(page)
    grip(page, "Pump").scroll_into_view_if_needed()
    box = grip(page, "Pump").bounding_box()
    finger(touch, "Start", box["x"] + 20, box["y"] + 20)
    finger(touch, "Move", box["x"] + 20, box["y"] + 40)
    finger(touch, "Move", 60, 830)  # held at the edge, where the page moves on by itself
    expect(column(page, "Trust").locator("[data-cards]")).to_be_in_viewport(ratio=1)
    finger(touch, "Move", 60, 700)
    finger(touch, "Move", 60, column(page, "Trust").bounding_box()["y"] + 60)
    finger(touch, "End")
    said(page, "Moved “Pump” to “Trust”, place 1 of 1.")
    page.evaluate("window.scrollTo(0, 0)")
    body = card(page, "Rain").locator(".board-card__text").bounding_box()
    finger(touch, "Start", body["x"] + 20, body["y"] + 4)
    for step in range(1, 12):
        finger(touch, "Move", body["x"] + 20, body["y"] + 4 - 30 * step)
    finger(touch, "End")
    expect(page.locator(".board-lead")).not_to_be_in_viewport()
    assert gathered(db) == {"Trust": ["Pump"]}


def test_two_people_at_one_board_lose_nothing(seat, db):
    ada, mo = seat("ada"), seat("mo")
    begin(ada, "Trust")
    mo.goto("/boards/plot")
    grip(ada, "Pump").press("ArrowRight")
    said(ada, "Moved “Pump”")
    mo.fill("#name", "Water")
    mo.get_by_role("button", name="Begin it").click()
    said(mo, "Somebody else was faster: your change was not made")
    told = "Ada changed this board while you had it open: Moved “Pump” to “Trust”, place 1 of 1."
    assert mo.locator("#meanwhile").get_by_text(told).is_visible()
    assert gathered(db) == {"Trust": ["Pump"]}
    assert_sound(mo)
    mo.get_by_role("button", name="Do it now").click()
    said(mo, "Began the perspective “Water”.")
    assert gathered(db) == {"Trust": ["Pump"], "Water": []}


def test_without_scripts_every_move_is_a_form(seat, db):
    page = seat("ada", java_script_enabled=False)
    page.goto("/boards/plot")
    assert not page.locator("[data-grip]").first.is_visible()
    page.fill("#name", "Trust")
    page.get_by_role("button", name="Begin it").click()
    for title in ("Pump", "Rain"):
        card(page, title).locator("summary").click()
        card(page, title).get_by_role("button", name="Move", exact=True).click()
        assert page.locator("#done").get_by_text(f"Moved “{title}” to “Trust”").is_visible()
    card(page, "Rain").locator("summary").click()
    card(page, "Rain").get_by_role("button", name="Up").click()
    assert gathered(db) == {"Trust": ["Rain", "Pump"]}
