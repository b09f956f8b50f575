"""Telling where there is no signal: only by choice, sealed, sent once, and nothing is lost silently."""

import pytest
from playwright.sync_api import expect

from narratives.receipt import kept_hashes
from tests.journeys.offline.devices import NOTHING, STORED_HERE, UNSENT_HERE
from tests.journeys.offline.steps import (
    FIRST,
    SECOND,
    SECRET,
    check,
    code_on,
    fill_in,
    keep,
    turn_on,
    wait_until_stored,
)

pytestmark = pytest.mark.browser


def test_nothing_is_kept_on_a_device_that_was_not_asked_to(device):
    page = device.start()
    for path in ("/share/plot", "/share/plot/tell", "/share/plot/whole", "/share/plot/offline"):
        device.open(page, path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(STORED_HERE) == NOTHING
        assert page.locator("link[rel=manifest]").count() == 0
    assert device.context.cookies() == []


def test_stories_wait_through_a_restart_and_are_stored_once(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    page.goto(line.address + "/share/plot/whole")
    page.reload()
    codes = [keep(page, FIRST), keep(page, SECOND)]
    expect(page.locator(".mm-unsent")).to_contain_text("not sent yet: 2")
    device.close()

    page = device.start(signal=False)
    page.goto(line.address + "/share/plot/whole")
    expect(page.locator(".mm-unsent")).to_contain_text("not sent yet: 2")
    envelopes = page.evaluate(UNSENT_HERE)
    assert line.stored() == []
    device.find_signal()
    wait_until_stored(page, line, 2)

    for _ in range(3):
        for one in envelopes:
            assert page.request.post(line.address + one["address"], form=one["envelope"]).status == 201
    rows = line.stored()
    assert {row["text"] for row in rows} == {FIRST, SECOND}
    assert all(any(row["receipt_hash"] in kept_hashes(code, SECRET.encode()) for row in rows) for code in codes)


def test_no_word_of_a_story_can_be_read_on_the_device(device):
    page = device.start()
    turn_on(device, page)
    page.evaluate("localStorage.setItem('control', 'words that lie open')")
    device.lose_signal()
    code = keep(page, FIRST)
    device.close()
    assert device.files_holding("words that lie open") != []
    for words in (FIRST, "zebra-striped", "boiler house", code, code.replace("-", "")):
        assert device.files_holding(words) == []


def test_what_waits_is_sent_when_no_page_is_open(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    keep(page, FIRST)
    page.goto("about:blank")
    session = device.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    device.find_signal()
    page.wait_for_timeout(0)
    sync = {"origin": line.address, "registrationId": registrations[0], "tag": "murmuration-unsent"}
    session.send("ServiceWorker.dispatchSyncEvent", {**sync, "lastChance": True})
    for _ in range(100):
        if line.stored():
            break
        page.wait_for_timeout(50)
    assert [row["text"] for row in line.stored()] == [FIRST]


def test_with_signal_such_a_device_sends_at_once_and_shows_the_code(device, line):
    page = device.start()
    turn_on(device, page)
    page.click("text=Tell a story")
    fill_in(page, FIRST)
    check(page)
    page.click("text=Send my story")
    expect(page.get_by_role("heading", name="Thank you. Your story has been kept.")).to_be_focused()
    (row,) = line.stored()
    assert row["receipt_hash"] in kept_hashes(code_on(page), SECRET.encode())
    page.go_back()
    expect(page.locator("#story")).to_have_value("")


def test_a_story_that_is_refused_stays_with_the_reason(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    keep(page, FIRST)
    line.change("update collections set closes_on = '2020-01-01'")
    device.find_signal()
    expect(page.locator(".mm-unsent")).to_contain_text("At least one was not taken.")
    page.click("text=Show them")
    expect(page.locator(".mm-unsent-list")).to_contain_text("It was not taken: This collection is closed.")
    line.change("update collections set closes_on = null")
    page.click("text=Send now")
    expect(page.get_by_text("No story is waiting on this device.")).to_be_visible()
    assert [row["text"] for row in line.stored()] == [FIRST]


@pytest.mark.slow
def test_everything_is_removed_again_and_unsent_stories_only_after_a_question(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    keep(page, FIRST)
    page.click("text=Show them")
    page.click("text=Remove from this device")
    expect(page.get_by_role("heading", name="There are stories here that are not sent")).to_be_focused()
    page.click("text=Keep them")
    expect(page.locator(".mm-unsent-list li")).to_have_count(1)
    page.click("text=Remove from this device")
    page.click("text=Remove them unsent")
    expect(page.get_by_text("Everything is removed from this device.")).to_be_visible()
    assert page.evaluate(STORED_HERE) == NOTHING


@pytest.mark.slow
def test_two_stories_from_the_same_kept_page_are_two_stories(device, line):
    page = device.start()
    turn_on(device, page)
    device.lose_signal()
    keep(page, FIRST)
    keep(page, FIRST)
    device.find_signal()
    wait_until_stored(page, line, 2)
