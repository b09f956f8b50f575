"""Speaking a story: recorded by press, listened to, deleted, recorded again, carried to the last page and sent."""

import os

import pytest

from narratives.sound.kinds import media_type_of
from store.collections import add_collection
from store.frameworks import add_framework
from store.intake import Recording
from tests.builders import make_collection, make_framework, make_narrative, open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of
from tests.sounds import mp4, wav

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}
REFUSE = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"


@pytest.fixture(scope="module")
def spoken(site):
    db = site.app.extensions["stores"].stories
    add_framework(db, make_framework(id="patch"))  # nothing in it has to be answered
    add_collection(db, make_collection(id="spoken", title="Speak", framework_id="patch", audio=True))
    return site


@pytest.fixture(scope="module")
def beeping(browser, chromium_path):
    """A Chromium whose microphone beeps and is never asked about."""
    options = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    chromium = browser.browser_type.launch(executable_path=chromium_path, args=options)
    yield chromium
    chromium.close()


@pytest.fixture
def visit(beeping, spoken):
    """Opens the page of the story in a browser of its own; at the end no page may have failed."""
    spoken.forget_stories()
    contexts, faults = [], []

    def opened(script="", **options):
        context = beeping.new_context(**PHONE | options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
        page.goto(f"{spoken.address}/share/spoken/tell")
        return page

    yield opened
    assert faults == []
    for context in contexts:
        context.close()


def recordings(site):
    return site.app.extensions["stores"].stories.rows("select media_type, bytes from recordings")


def shown(page, act):
    return page.wait_for_selector(f"[data-act={act}]:visible")


def focused(page):
    return page.evaluate("document.activeElement.dataset.act")


def record(page, press="record"):
    page.click(f"[data-act={press}]")
    shown(page, "stop")
    page.wait_for_function("() => document.querySelector('[data-time]').textContent === '0:01'")
    page.click("[data-act=stop]")
    shown(page, "again")


def go_on(page):
    heading = page.inner_text("h1")
    page.click("form button.mm-button[value=next]")
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=heading)


def walk_to_the_check(page):
    for _ in range(12):
        go_on(page)
        if page.locator("input[type=radio][name=group]").count():
            page.check("input[type=radio][name=group] >> nth=0")
        if page.locator("input[type=radio][name=consent]").count():
            page.check("input[type=radio][name=consent][value=read]")
        if page.locator("#send").count():
            return


def axe_finds_nothing(page):
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_story_is_recorded_listened_to_and_sent(visit, spoken):
    page = visit()
    assert page.locator("#spoken").is_hidden()
    record(page)
    assert "Recorded. Listen to it" in page.inner_text("[data-status]")
    page.wait_for_function("() => document.querySelector('[data-sound]').readyState > 0")
    walk_to_the_check(page)
    assert "You recorded it" in page.inner_text(".mm-check")
    assert page.locator("[data-sound]").is_visible()
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    (kept,) = recordings(spoken)
    assert kept["media_type"] == media_type_of(kept["bytes"]) == "audio/webm"
    assert len(kept["bytes"]) > 1_000


def test_somebody_with_a_keyboard_hears_what_happens_and_keeps_their_place(visit):
    page = visit()
    page.focus("[data-act=record]")
    page.keyboard.press("Enter")
    shown(page, "stop")
    page.wait_for_function("() => document.activeElement.dataset.act === 'stop'")
    assert page.locator("[data-status][role=status]").inner_text() == "Recording. Press Stop when you have finished."
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.dataset.act === 'again'")
    page.keyboard.press("Tab")
    assert focused(page) == "delete"
    page.keyboard.press("Enter")
    assert focused(page) == "record"
    assert page.inner_text("[data-status]") == "The recording is deleted."


def test_a_recording_that_was_deleted_is_not_sent(visit, spoken):
    page = visit()
    record(page)
    page.click("[data-act=delete]")
    assert page.locator("#spoken").is_checked() is False
    page.fill("#story", "The beans came up twice.")
    walk_to_the_check(page)
    assert page.locator("[data-recorder]").count() == 0
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    assert recordings(spoken) == []


def test_a_recording_can_be_made_again_on_the_last_page(visit, spoken):
    page = visit()
    record(page)
    walk_to_the_check(page)
    first = page.evaluate("document.querySelector('#recording').files[0].lastModified")
    record(page, "again")
    assert page.evaluate("document.querySelector('#recording').files[0].lastModified") != first
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    assert len(recordings(spoken)) == 1


def test_recording_ends_by_itself_after_five_minutes(visit):
    page = visit()
    assert page.get_attribute("[data-recorder]", "data-most-seconds") == "300"
    page.evaluate("document.querySelector('[data-recorder]').dataset.mostSeconds = 1")
    page.click("[data-act=record]")
    shown(page, "again")
    assert page.inner_text("[data-status]").startswith("Five minutes are recorded")


def test_leaving_the_page_while_it_records_keeps_what_was_said(visit):
    page = visit()
    page.click("[data-act=record]")
    shown(page, "stop")
    page.wait_for_function("() => document.querySelector('[data-time]').textContent === '0:01'")
    page.fill("#story", "And the beans.")
    go_on(page)
    page.click("button.tell-back")
    shown(page, "again")
    assert page.locator("[data-sound]").is_visible()


def test_without_a_microphone_the_page_says_what_to_do_instead(visit):
    page = visit(REFUSE)
    page.click("[data-act=record]")
    assert page.locator("#spoken").is_visible()
    assert "We could not use a microphone. That is fine" in page.inner_text("[data-status]")


def test_a_recording_that_was_lost_with_the_page_is_asked_for_again(visit, spoken):
    page = visit()
    record(page)
    walk_to_the_check(page)
    page.evaluate("document.querySelector('#recording').value = ''")
    page.click("#send")
    page.wait_for_selector(".govuk-error-summary")
    assert "Record it again, or choose the file again" in page.inner_text(".govuk-error-summary")
    axe_finds_nothing(page)
    page.click("#send")  # the recording was still in memory, and the page put it back
    page.wait_for_selector(".mm-receipt")
    assert len(recordings(spoken)) == 1


def test_without_scripts_a_file_is_chosen_on_the_last_page(visit, spoken):
    page = visit(java_script_enabled=False)
    assert page.locator("[data-act=record]").is_hidden()
    page.check("#spoken")
    for _ in range(12):
        page.click("form button.mm-button[value=next]")
        if page.locator("input[type=radio][name=group]").count():
            page.check("input[type=radio][name=group] >> nth=0")
        if page.locator("input[type=radio][name=consent]").count():
            page.check("input[type=radio][name=consent][value=read]")
        if page.locator("#send").count():
            break
    page.set_input_files("#recording", {"name": "memo.m4a", "mimeType": "audio/x-m4a", "buffer": mp4()})
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    assert recordings(spoken)[0]["media_type"] == "audio/mp4"


@pytest.mark.parametrize("moment", ["before", "while", "after"])
def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(visit, moment):
    page = visit(viewport={"width": 320, "height": 640})
    if moment != "before":
        page.click("[data-act=record]")
        shown(page, "stop")
        page.wait_for_function("() => document.querySelector('[data-time]').textContent === '0:01'")
    if moment == "after":
        page.click("[data-act=stop]")
        shown(page, "again")
    axe_finds_nothing(page)


def test_staff_play_it_back_on_the_page_of_the_story(beeping, tmp_path):
    app = make_app(tmp_path)
    plot = open_plot(stores_of(app).stories, audio=True)
    narrative = make_narrative(text="")
    stores_of(app).intake.submit(*plot, narrative, "ab" * 16, recording=Recording("audio/wav", wav()))
    with served(app) as address:
        context = beeping.new_context()
        context.add_cookies([Person(app, "ada").cookie(address)])
        page, faults = context.new_page(), []
        page.on("console", lambda message: faults.append(message.text))
        page.goto(f"{address}/explore/plot/stories/{narrative.id}")
        page.evaluate("document.querySelector('audio').play()")
        page.wait_for_function("() => document.querySelector('audio').ended")
        assert faults == []
        context.close()
