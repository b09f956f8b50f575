"""The pages of a telling that has lost its signal."""

import pytest
from playwright.sync_api import expect

from tests.journeys.offline.devices import PUT_HERE
from tests.journeys.offline.steps import FIRST, assert_sound, check, fill_in, turn_on

pytestmark = pytest.mark.browser


def test_without_signal_the_servers_own_sentences_say_what_is_missing(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    device.open(page, "/share/plot/whole")
    check(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    missing = summary.locator("a").all_text_contents()
    assert missing[0] == "Tell us what happened"
    assert missing[-1] == "Choose who may read your story"
    assert "Choose a place in the triangle for “It left me…”, or say that it does not apply" in missing
    summary.locator("a").first.click()
    expect(page.locator("#story")).to_be_focused()
    fill_in(page, FIRST)
    check(page)
    expect(page.get_by_text("There is no signal now")).to_be_visible()
    expect(page.locator(".govuk-error-message:visible")).to_have_count(0)


def test_names_are_noticed_before_a_story_is_locked(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    device.open(page, "/share/plot/whole")
    fill_in(page, "My neighbour Oliver Brown dug up the beans.")
    check(page)
    page.get_by_role("button", name="Keep it as it is").click()
    check(page)
    expect(page.get_by_role("button", name="Lock it and send it later")).to_be_visible()


def test_a_telling_that_loses_signal_half_way_goes_on_with_what_was_said(device, line):
    page = device.start()
    turn_on(device, page)
    device.open(page, "/share/plot")
    page.click("text=Start")
    page.fill("#story", FIRST)
    page.click("#telling button[value=next]")
    expect(page.locator("#title")).to_be_visible()
    device.lose_signal()
    page.fill("#title", "Beans")
    page.click("#telling button[value=next]")
    page.get_by_role("button", name="Go on without signal").click()
    expect(page.locator("#story")).to_have_value(FIRST)
    expect(page.locator("#title")).to_have_value("Beans")
    fill_in(page, FIRST)
    check(page)
    page.click("text=Lock it and send it later")
    expect(page.locator(".mm-receipt")).to_be_visible()


@pytest.mark.slow
def test_a_device_that_holds_as_many_as_it_may_says_so_and_keeps_the_form(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    page.evaluate(PUT_HERE, [{"id": f"id{n}", "state": "waiting", "day": "2026-03-02"} for n in range(50)])
    device.open(page, "/share/plot/whole")
    fill_in(page, FIRST)
    check(page)
    page.click("text=Lock it and send it later")
    expect(page.get_by_text("This device holds as many stories as it may")).to_be_visible()
    expect(page.locator("#story")).to_have_value(FIRST)


def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(device, line):
    page = device.start()
    page.set_viewport_size({"width": 320, "height": 640})
    device.open(page, "/share/plot/offline")
    expect(page.get_by_text("Use this page without signal")).to_be_visible()
    assert_sound(page)
    turn_on(device, page)
    assert_sound(page)
    device.lose_signal()
    device.open(page, "/share/plot/whole")
    check(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_sound(page)
    fill_in(page, FIRST)
    check(page)
    expect(page.get_by_text("There is no signal now")).to_be_visible()
    assert_sound(page)
    page.click("text=Lock it and send it later")
    expect(page.locator(".mm-receipt")).to_be_visible()
    assert_sound(page)
    page.click("text=Show them")
    page.click("text=Remove from this device")
    expect(page.get_by_text("Keep them")).to_be_visible()
    assert_sound(page)
