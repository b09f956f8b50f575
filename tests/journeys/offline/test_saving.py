"""Half-written stories saved on a device: only by choice, locked, and taken off again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.offline.devices import NOTHING, STORED_HERE, Device
from tests.journeys.offline.steps import assert_sound

pytestmark = pytest.mark.browser
STORY = "The marrow outgrew its frame before anybody noticed."
WORD = "sunflower seven"


def tell_half(device: Device, page: Page) -> None:
    """The story, and on to its title."""
    device.open(page, "/share/patch/tell")
    page.fill("#story", STORY)
    page.click("#telling button[value=next]")
    page.fill("#title", "Marrow")


def save(page: Page, word: str = WORD) -> None:
    page.click("text=Save and come back later")
    page.fill("#save-word", word)
    page.click("text=Save it on this device")


def open_saved(page: Page, word: str) -> None:
    page.fill("#open-word", word)
    page.get_by_role("button", name="Open it").click()


def to_the_receipt(page: Page) -> None:
    """Everything that may be left out is left out."""
    while not page.locator(".mm-receipt").count():
        if page.locator("input[name=consent][value=read]:visible").count():
            page.check("input[name=consent][value=read]")
        before = page.locator("h1").last.inner_text()
        page.click("#send" if page.locator("#send").count() else "#telling button[value=next]")
        expect(page.locator("h1").last).not_to_have_text(before)


def test_a_story_comes_back_with_its_word_after_the_browser_was_closed(device):
    page = device.start()
    tell_half(device, page)
    save(page)
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    device.close()
    for words in (STORY, "outgrew", "Marrow", WORD, "sunflower"):
        assert device.files_holding(words) == []
    assert device.files_holding("murmuration-drafts") != []

    page = device.start()
    device.open(page, "/share/patch")
    expect(page.get_by_text("That does not open it.")).to_be_hidden()
    open_saved(page, "sunflower eight")
    expect(page.get_by_text("That does not open it.")).to_be_visible()
    open_saved(page, " Sunflower Seven ")
    expect(page.locator("#title")).to_have_value("Marrow")
    page.click("button[value=back]")
    expect(page.locator("#story")).to_have_value(STORY)


def test_what_was_saved_is_taken_off_when_the_story_is_sent(device):
    page = device.start()
    tell_half(device, page)
    save(page)
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    to_the_receipt(page)
    assert [row["text"] for row in device.line.stored()] == [STORY]
    assert page.evaluate(STORED_HERE) == NOTHING


@pytest.mark.slow
def test_a_story_that_was_opened_again_is_taken_off_when_it_is_sent(device):
    page = device.start()
    tell_half(device, page)
    save(page)
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    device.close()
    page = device.start()
    device.open(page, "/share/patch")
    open_saved(page, WORD)
    expect(page.locator("#title")).to_be_visible()
    to_the_receipt(page)
    assert page.evaluate(STORED_HERE) == NOTHING


@pytest.mark.slow
def test_somebody_elses_saved_story_stays_when_another_is_sent(device):
    page = device.start()
    tell_half(device, page)
    save(page)
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    device.close()
    page = device.start()
    tell_half(device, page)
    to_the_receipt(page)
    assert page.evaluate("JSON.parse(localStorage.getItem('murmuration-drafts')).length") == 1


def test_a_word_that_is_too_short_is_refused_at_the_field_and_nothing_is_kept(device):
    page = device.start()
    tell_half(device, page)
    save(page, "1234")
    expect(page.get_by_text("This device holds 5 saved stories already.")).to_be_hidden()
    expect(page.locator("#save-word-error")).to_have_text("Error: Type at least 6 letters or digits")
    expect(page.locator("#save-word")).to_be_focused()
    page.click("text=Do not save it")
    assert page.evaluate(STORED_HERE) == NOTHING


def test_what_is_saved_can_be_deleted_on_both_pages(device):
    page = device.start()
    tell_half(device, page)
    save(page)
    page.click("text=Delete what is saved")
    assert page.evaluate(STORED_HERE) == NOTHING
    save(page)
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    device.open(page, "/share/patch")
    page.click("text=Delete it from this device")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("A half-written story is saved")).to_be_hidden()
    assert page.evaluate(STORED_HERE) == NOTHING


@pytest.mark.slow
def test_after_seven_days_it_is_deleted_by_the_next_visit(device):
    page = device.start()
    tell_half(device, page)
    save(page)
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    page.clock.install()
    page.clock.fast_forward(167 * 3_600_000)
    device.open(page, "/share/patch")
    expect(page.get_by_text("A half-written story is saved")).to_be_visible()
    page.clock.fast_forward(2 * 3_600_000)
    device.open(page, "/share/patch")
    expect(page.get_by_text("A half-written story is saved")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(device):
    page = device.start()
    page.set_viewport_size({"width": 320, "height": 640})
    tell_half(device, page)
    save(page, "1234")
    assert_sound(page)
    page.fill("#save-word", WORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    assert_sound(page)
    device.open(page, "/share/patch")
    open_saved(page, "another word")
    expect(page.get_by_text("That does not open it.")).to_be_visible()
    assert_sound(page)
