"""Nothing told is lost by going back, by a bad connection or by writing too much; and nothing of it stays."""

import pytest

from narratives.framework_texts import texts_of
from store.framework_texts import add_texts
from tests.journeys.telling_steps import STORY, answer_of, arrive, back, change, fail, go, send, tap, walk, write_story

pytestmark = pytest.mark.browser


def place(page):
    tap(page, "mood", 0.5, 0.2)


def test_the_browsers_back_and_forward_lose_nothing(teller):
    page = teller.page
    walk(page, "say", mood=place)
    for at in ("cause", "mood"):
        page.go_back()
        arrive(page, at)
    assert page.locator("#mood-picture .mm-dot--placed").count() == 1
    for at in ("group", "title", "story"):
        page.go_back()
        arrive(page, at)
    assert page.input_value("#story") == STORY
    for at in ("title", "group", "mood", "cause", "say"):
        page.go_forward()
        arrive(page, at)
    walk(page, "page.check")
    assert answer_of(page, "It left me…") == "Mostly “glad”"


def test_what_was_told_later_is_kept_when_an_earlier_page_is_told_anew(teller):
    page = teller.page
    walk(page, "danger", role=lambda page: page.check("input[name=role][value=digger]"))
    for at in ("role", "wish", "say", "cause", "mood", "group", "title", "story"):
        page.go_back()
        arrive(page, at)
    page.fill("#story", "It was the slugs.")
    walk(page, "page.check", story=lambda _page: None)
    assert answer_of(page, "I am…") == "a digger"
    assert answer_of(page, "Your story") == "It was the slugs."


def test_going_back_to_the_page_before_the_first_question_keeps_the_story(teller):
    page = teller.page
    write_story(page)
    page.go_back()
    page.wait_for_selector("text=What is not kept")
    page.go_forward()
    arrive(page, "story")
    assert page.input_value("#story") == STORY
    page.go_back()
    page.wait_for_selector("text=What is not kept")
    page.click("text=Start")
    arrive(page, "story")
    assert page.input_value("#story") == STORY
    back(page, "page.start")
    page.click("text=Go on with your story")
    arrive(page, "story")
    assert page.input_value("#story") == STORY


def test_going_back_to_the_check_page_shows_what_was_changed_since(teller):
    page = teller.page
    walk(page, "page.check", mood=place)
    change(page, "Title", "title")
    page.fill("#title", "Beans")
    page.go_back()
    arrive(page, "page.check")
    assert answer_of(page, "Title") == "Beans"


def test_going_back_to_a_page_that_had_an_error_shows_it_mended(teller):
    page = teller.page
    fail(page)
    write_story(page)
    go(page, "title")
    page.go_back()
    arrive(page, "story")
    assert page.input_value("#story") == STORY
    assert page.locator(".govuk-error-summary").count() == 0


def test_going_back_from_the_receipt_shows_no_story(teller):
    page = teller.page
    walk(page, "page.check", mood=place)
    send(page)
    page.go_back()
    page.wait_for_selector("#story")
    assert page.input_value("#story") == ""
    assert STORY not in page.content()


def test_a_lost_connection_keeps_the_page_and_goes_on_later(teller):
    page = teller.page
    write_story(page)
    teller.context.set_offline(True)
    page.click("form#telling button[value=next]")
    page.wait_for_selector("text=We could not reach the server")
    assert page.input_value("#story") == STORY
    teller.context.set_offline(False)
    go(page, "title")
    assert "We could not reach the server" not in page.inner_text("main")


def test_a_lost_connection_when_sending_sends_once(teller):
    page = teller.page
    walk(page, "page.check", mood=place)
    teller.context.set_offline(True)
    page.click("#send")
    page.wait_for_selector("text=We could not reach the server")
    assert STORY in page.inner_text("main")
    teller.context.set_offline(False)
    send(page)
    assert len(teller.site.stored()) == 1


def test_an_answer_that_was_lost_on_the_way_does_not_send_twice(teller):
    page = teller.page
    walk(page, "page.check", mood=place)
    page.route("**/share/plot*", lambda route: (route.fetch(), route.abort()))
    page.click("#send")
    page.wait_for_selector("text=We could not reach the server")
    page.unroute("**/share/plot*")
    send(page)
    assert len(teller.site.stored()) == 1


def test_a_change_after_a_lost_answer_is_not_taken_for_stored(teller):
    page = teller.page
    walk(page, "page.check", mood=place)
    page.route("**/share/plot*", lambda route: (route.fetch(), route.abort()))
    page.click("#send")
    page.wait_for_selector("text=We could not reach the server")
    page.unroute("**/share/plot*")
    change(page, "Your story", "story")
    page.fill("#story", "It was the slugs.")
    go(page, "page.check")
    page.click("#send")
    page.wait_for_selector("text=Your change was not stored")
    assert "It was the slugs." in page.inner_text("main")
    assert [row["text"] for row in teller.site.stored()] == [STORY]


def test_going_back_without_a_connection_works(teller):
    page = teller.page
    walk(page, "group")
    teller.context.set_offline(True)
    page.go_back()
    arrive(page, "title")
    page.go_back()
    arrive(page, "story")
    assert page.input_value("#story") == STORY


def test_what_the_server_does_not_take_stays_on_the_page(teller):
    page = teller.page
    page.evaluate("document.querySelector('#story').value = 'a'.repeat(70_000)")
    page.click("form#telling button[value=next]")
    page.wait_for_selector("text=That was too long to send")
    assert len(page.input_value("#story")) == 70_000


def test_leaving_a_telling_is_asked_about_first(teller):
    page = teller.page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.type("#story", "It rained.")
    page.evaluate("location.reload()")
    page.wait_for_function("true")
    assert asked == ["beforeunload"]
    assert page.input_value("#story") == "It rained."


def test_changing_the_language_in_the_middle_loses_nothing(visit):
    teller = visit()
    page = teller.page
    _word_in_welsh(teller.site)
    teller.open("/share/plot/tell")
    walk(page, "cause", mood=place)
    page.click("button[name=speak][value=cy]")
    page.wait_for_selector("html[lang=cy] main :text('cy What lay behind it was…')")
    assert teller.field("cause").is_visible()
    page.go_back()
    page.wait_for_selector("main :text('cy It left me…')")
    assert page.locator("#mood-picture .mm-dot--placed").count() == 1
    walk(page, "page.check", mood=lambda _page: None)
    assert STORY in page.inner_text("main")
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    assert len(teller.site.stored()) == 1


def _word_in_welsh(site):
    stores = site.app.extensions["stores"]
    _collection, framework = stores.opened("plot")
    add_texts(stores.stories, framework, {"cy": {key: f"cy {text}" for key, text in texts_of(framework).items()}})
    stores._opened.clear()


def test_telling_leaves_nothing_in_the_browser(teller, promised):
    page = teller.page
    walk(page, "page.check", mood=place)
    send(page)
    assert teller.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    promised(
        "T2", "telling a story sets no cookie, keeps nothing in the browser and asks no other site", tried=4, failures=0
    )


def test_leaving_in_a_hurry_leaves_no_text_behind(visit, promised):
    teller = visit()
    page = teller.page
    elsewhere = "https://www.bbc.co.uk/weather"
    teller.context.route(f"{elsewhere}*", lambda route: route.fulfill(body="<title>Weather</title>"))
    teller.open("/share/quiet/tell")
    page.type("#story", STORY)
    page.click(".govuk-exit-this-page__button")
    page.wait_for_url(f"{elsewhere}*")
    page.go_back()
    page.wait_for_selector("#story")
    assert page.input_value("#story") == ""
    promised("T31", "after “Exit this page”, going back shows none of what was written", tried=1, failures=0)
    teller.faults.remove(f"a request left this site: {elsewhere}")
