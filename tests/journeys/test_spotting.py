"""Names are noticed on the page itself before anything is sent, and on the server where no script runs."""

import random

import pytest
from playwright.sync_api import Page, expect

from narratives.redaction import spot
from tests.journeys.telling_steps import arrive, go, walk
from tests.journeys.test_telling_access import assert_sound
from tests.narratives.spotting_cases import CLEAN, SPOTTED

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}}
NAMED = "My neighbour Karen lent me her car.\nKaren is kind; ring 07700 900123."
SPOTTING = """async (texts) => {
  const { Spotter } = await import("/static/js/spotting/spotter.js");
  const spotter = new Spotter();
  return texts.map((text) => spotter.spot(text).map(({ kind, words }) => [kind, words]));
}"""
BITS = (
    *("Karen", "karen ", "Mr ", "dr. ", "07700 900123", "é", "Łukasz", "O'Connor ", "’s ", " and ", " I ", ". ", "\n"),
    *("14 Acacia Avenue", " AB12 CDE ", "943 476 5919", " dob ", "3 May 1984", " @ ", "-", " the ", "St ", "my son "),
    *("mark", "Grace", "Will said", "٠٧٧٠٠", "\u00a0", "–", "NHS", "McDonald", "van der", "🙂", "İ", "ſ", "K", "\t"),
)


def asked(page: Page) -> None:
    """Press Continue where something is to be noticed on the page itself."""
    page.click("form#telling button[value=next]")
    page.wait_for_selector("[data-panel]")


def item(page: Page, words: str):
    return page.locator("[data-item]", has=page.locator("h3", has_text=words))


def posts(page: Page) -> list[str]:
    """The addresses of what is posted from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found


def scripts(page: Page) -> list[str]:
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url.partition("/static/")[2]))
    return found


def test_the_browser_spots_what_the_server_spots(teller):
    chance = random.Random(3)
    texts = [text for text, _ in SPOTTED] + list(CLEAN)
    texts += ["".join(chance.choices(BITS, k=chance.randint(1, 14))) for _ in range(400)]
    there = teller.page.evaluate(SPOTTING, texts)
    here = [[[one.kind, one.words] for one in spot(text)] for text in texts]
    differ = [(text, py, js) for text, py, js in zip(texts, here, there, strict=True) if py != js]
    assert not differ, f"{len(differ)} of {len(texts)}, among them {differ[0]}"


def test_words_are_replaced_and_kept_on_the_page_before_anything_is_sent(visit):
    teller = visit()
    page = teller.page
    teller.open("/share/plot/tell")
    sent = posts(page)
    page.fill("#story", NAMED)
    asked(page)
    expect(page.locator("#spotting-title")).to_be_focused()
    expect(page.locator(".spot-left")).to_have_text("Left to decide: 2")
    item(page, "Karen").get_by_role("button", name="Replace it with [name]").click()
    assert page.input_value("#story") == "My neighbour [name] lent me her car.\n[name] is kind; ring 07700 900123."
    expect(page.locator(".spot-left")).to_have_text("Left to decide: 1")
    item(page, "07700").get_by_role("button", name="Keep it as it is").click()
    expect(page.locator(".spot-left")).to_have_text("Nothing is left to decide. Press the button to go on.")
    assert sent == []
    go(page, "title")
    assert len(sent) == 1
    page.fill("#title", "Ring 07700 900123")
    go(page, "group")  # what was kept is not asked about again
    walk(page, "page.check", mood=lambda page: page.check("#mood-na"))
    page.click("#send")
    page.wait_for_selector("[data-sent]")
    (stored,) = teller.site.stored()
    assert stored["text"] == "My neighbour [name] lent me her car.\n[name] is kind; ring 07700 900123."


def test_undo_brings_the_words_back_and_asks_again(teller):
    page = teller.page
    teller.open("/share/plot/tell")
    page.fill("#story", NAMED)
    asked(page)
    page.click("[data-do=replace-all]")
    assert "Karen" not in page.input_value("#story")
    item(page, "07700").get_by_role("button", name="Undo").click()
    item(page, "Karen").get_by_role("button", name="Undo").click()
    expect(page.locator(".spot-left")).to_have_text("Left to decide: 2")
    page.click("[data-do=keep-all]")
    item(page, "Karen").get_by_role("button", name="Undo").click()
    page.click("form#telling button[value=next] >> visible=true")
    expect(page.locator("[data-item] h3")).to_have_text(["Karen"])


def test_changing_the_words_oneself_leads_to_them(teller):
    page = teller.page
    teller.open("/share/plot/tell")
    page.fill("#story", "I told Karen so.")
    asked(page)
    page.get_by_role("button", name="Change the words myself").click()
    expect(page.locator("#story")).to_be_focused()
    page.keyboard.type("a friend")
    assert page.input_value("#story") == "I told a friend so."
    go(page, "title")


def test_going_on_with_something_undecided_asks_once_more(teller):
    page = teller.page
    teller.open("/share/plot/tell")
    page.fill("#story", "I told Karen so.")
    asked(page)
    page.focus("#story")
    page.click("form#telling button[value=next] >> visible=true")
    expect(page.locator("#spotting-title")).to_be_focused()
    assert page.locator("[data-panel]").count() == 1


def test_the_keyboard_alone_decides(teller):
    page = teller.page
    teller.open("/share/plot/tell")
    page.fill("#story", "I told Karen so.")
    page.keyboard.press("Tab")
    page.focus("form#telling button.govuk-button[value=next]")
    page.keyboard.press("Enter")
    expect(page.locator("#spotting-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.input_value("#story") == "I told [name] so."
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrive(page, "title")


def test_the_rules_are_fetched_only_when_a_page_with_words_is_left(visit):
    teller = visit()
    loaded = scripts(teller.page)
    teller.open("/share/plot/tell")
    teller.page.wait_for_load_state("networkidle")
    assert not [name for name in loaded if "spotting/" in name]
    teller.page.fill("#story", "It rained.")
    go(teller.page, "title")
    assert [name for name in loaded if name.startswith("js/spotting/panel.js")]


def test_where_the_rules_cannot_be_had_the_server_asks(teller):
    page = teller.page
    page.route("**/spotting/panel.js*", lambda route: route.abort())
    teller.open("/share/plot/tell")
    page.fill("#story", NAMED)
    page.click("form#telling button[value=next]")
    arrive(page, "page.spotted")
    page.check("#spotted-1")
    page.check("#spotted-2-keep")
    page.click("form#telling button.govuk-button[value=next]")
    arrive(page, "title")
    assert "[name] is kind" in page.locator("input[name=story]").input_value()


def test_over_a_slow_line_the_server_asks(visit):
    teller = visit()
    page = teller.page
    slow = "{ effectiveType: 'slow-2g', saveData: false }"
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {slow} }})")
    loaded = scripts(page)
    teller.open("/share/plot/tell")
    page.fill("#story", NAMED)
    page.click("form#telling button[value=next]")
    arrive(page, "page.spotted")
    assert not [name for name in loaded if name.startswith("js/spotting/")]


def test_several_fields_of_one_page_are_asked_about_together(teller):
    page = teller.page
    teller.open("/share/plot/whole")
    page.fill("#story", "It rained.")
    page.fill("#title", "For Karen")
    page.check("#group")
    page.check("#mood-na")
    page.check("input[name=consent][value=read]")
    page.click("text=Check your answers")
    page.wait_for_selector("[data-panel]")
    expect(page.locator("[data-where]")).to_contain_text("Give your story a title")
    page.get_by_role("button", name="Replace it with [name]").click()
    page.click("text=Check your answers")
    arrive(page, "page.check")
    assert "For [name]" in page.inner_text("main")


def test_without_scripts_the_server_asks(visit):
    teller = visit(java_script_enabled=False)
    page = teller.page
    teller.open("/share/plot/tell")
    page.fill("#story", NAMED)
    page.click("form#telling button.govuk-button[value=next]")
    assert page.locator("input[name=at]").input_value() == "page.spotted"
    page.check("#spotted-1-own")
    page.fill("#spotted-1-other", "a friend")
    page.check("#spotted-2")
    page.click("form#telling button.govuk-button[value=next]")
    assert page.locator("input[name=at]").input_value() == "title"
    assert "a friend is kind; ring [phone number]" in page.locator("input[name=story]").input_value()


def test_the_part_and_the_page_are_sound_on_a_narrow_screen(visit):
    teller = visit(**NARROW)
    page = teller.page
    teller.open("/share/plot/tell")
    page.fill("#story", NAMED)
    asked(page)
    assert_sound(page)
    item(page, "Karen").locator("[data-do=replace]").click()
    assert_sound(page)
    page.route("**/spotting/panel.js*", lambda route: route.abort())
    teller.open("/share/plot/tell")
    page.fill("#story", NAMED)
    page.click("form#telling button[value=next]")
    arrive(page, "page.spotted")
    assert_sound(page)
    page.click("form#telling button.govuk-button[value=next]")
    page.wait_for_selector(".govuk-error-summary")
    assert_sound(page)
    page.click(".govuk-error-summary a")
    expect(page.locator("#spotted-1")).to_be_focused()
