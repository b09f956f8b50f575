"""Telling in Welsh and Arabic: the whole way, changed halfway, with and without scripts."""

import pytest

from narratives.framework_texts import texts_of
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import make_collection, make_framework
from tests.journeys.conftest import SIGNIFIERS
from tests.journeys.telling_steps import STORY, answer_of, arrive, fail, go, send, tap, walk, write_story
from tests.journeys.test_telling_access import assert_sound

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}}
PATH = "/share/tongues"


@pytest.fixture(scope="module", autouse=True)
def tongues(site):
    """A collection that is asked in English, Welsh and Arabic."""
    asked = {"id": "tongues", "signifiers": SIGNIFIERS}
    texts = texts_of(make_framework(**asked))
    words = {code: {key: f"{text} ({code})" for key, text in texts.items()} for code in ("cy", "ar")}
    stories = site.app.extensions["stores"].stories
    add_framework(stories, make_framework(**asked, translations=words))
    add_collection(stories, make_collection(id="tongues", framework_id="tongues"))


def speak(page, code):
    page.click(f".mm-languages [lang={code}]")
    page.wait_for_selector(f"html[lang={code}]", state="attached")


def direction(page):
    return page.evaluate("[document.documentElement.dir, getComputedStyle(document.body).direction]")


@pytest.mark.parametrize("code", ["cy", "ar"])
def test_every_page_of_a_telling_is_sound_in_the_language(visit, site, code):
    visitor = visit(**NARROW)
    page = visitor.page
    visitor.open(f"{PATH}?lang={code}")
    assert_sound(page)
    page.click("[data-begin].tell-begin")
    arrive(page, "story")
    assert_sound(page)
    fail(page)
    assert_sound(page)

    def look(and_then=lambda _page: None):
        return lambda page: (assert_sound(page), and_then(page))

    looks = {at: look() for at in ("title", "say", "wish", "role", "danger")}
    looks["mood"] = look(lambda page: (tap(page, "mood", 0.5, 0.3), assert_sound(page)))
    walk(page, "page.check", **looks)
    assert_sound(page)
    assert page.locator("main").inner_text().count(f"({code})") > 5
    send(page)
    assert_sound(page)
    assert page.locator("html").get_attribute("lang") == code
    told = site.app.extensions["stores"].stories.rows("select language from narratives")
    assert [row["language"] for row in told] == [code]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_changing_the_language_halfway_keeps_every_answer(visit, scripts):
    visitor = visit(java_script_enabled=scripts)
    page = visitor.page
    visitor.open(f"{PATH}/tell")
    write_story(page)
    speak(page, "cy")
    assert page.input_value("#story") == STORY
    assert page.locator(".govuk-error-summary").count() == 0
    go(page, "title")
    page.fill("#title", "Ffa")
    page.press("#title", "Enter")
    arrive(page, "group")
    walk(page, "page.check")
    assert answer_of(page, "Eich stori") == STORY
    speak(page, "ar")
    assert answer_of(page, "قصتك") == STORY
    assert page.locator(".mm-check").inner_text().count("Ffa") == 1
    if scripts:
        assert direction(page) == ["rtl", "rtl"]
    assert send(page)


def test_the_choice_of_languages_is_always_that_of_the_page(visit):
    """On the first page links, on those with answers buttons, on the last nothing: also when no page is loaded."""
    visitor = visit()
    page = visitor.page
    visitor.open(PATH)
    page.click("[data-begin].tell-begin")
    arrive(page, "story")
    assert page.locator(".mm-languages button").count() == 2
    page.go_back()
    page.wait_for_selector("[data-begin].tell-begin")
    assert page.locator(".mm-languages a").count() == 2
    assert page.locator(".mm-languages button").count() == 0
    page.go_forward()
    arrive(page, "story")
    assert page.locator(".mm-languages button").count() == 2
    walk(page, "page.check")
    send(page)
    assert page.locator(".mm-languages").count() == 0


def test_words_from_right_to_left_leave_the_pictures_as_they_are(visit):
    visitor = visit()
    page = visitor.page
    where = {}
    for code in ("en", "ar"):
        visitor.open(f"{PATH}/tell?lang={code}")
        write_story(page)
        walk(page, "mood")
        labels = page.locator("[data-name=mood] .mm-triad__label")
        where[code] = [labels.nth(place).bounding_box() for place in range(3)]
        for place in range(3):
            word = labels.nth(place).inner_text().removesuffix(" (ar)")
            assert word == ("glad", "sad", "cross")[place]
    for boxes in where.values():
        top, left, right = (box["x"] + box["width"] / 2 for box in boxes)
        assert left < top < right


def test_a_page_begins_in_the_language_of_the_phone(visit):
    visitor = visit(locale="cy-GB")
    visitor.open(PATH)
    assert visitor.page.locator("html").get_attribute("lang") == "cy"
    assert visitor.context.cookies() == []
