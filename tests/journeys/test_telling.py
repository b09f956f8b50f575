"""Somebody tells a story in Chromium: every way of answering, and every way of going wrong."""

import re

import pytest

from tests.journeys.telling_steps import STORY, allow, answers, check, choose_from_lists, send, tap, write_story

pytestmark = pytest.mark.browser
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){5}")


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_a_story_can_be_told_without_scripts(visit):
    teller = visit(java_script_enabled=False)
    page = teller.page
    teller.open("/share/plot")
    write_story(page)
    choose_from_lists(page)
    allow(page)
    check(page)
    assert "Mostly “sad”" in page.content()
    page.click("button:has-text('Change'):right-of(:text('I had…'))")
    assert page.url.endswith("/share/plot#say")
    assert page.is_checked("input[name=mood][value=left]")
    page.check("input[name=say][value='0']")
    check(page)
    assert CODE.fullmatch(send(page))
    (row,) = teller.site.stored()
    assert (row["text"], row["group_name"]) == (STORY, "east")
    assert answers(row)["mood"]["method"] == "list"
    assert answers(row)["cause"] == {"na": True}
    assert answers(row)["say"]["value"] == pytest.approx(1 / 14)


def test_without_scripts_all_errors_are_listed_and_lead_to_their_fields(visit):
    teller = visit(java_script_enabled=False)
    page = teller.page
    teller.open("/share/plot")
    page.fill("#story", STORY)
    page.click("text=Check your answers")
    assert page.title().startswith("Error: ")
    links = page.locator(".govuk-error-summary__list a")
    assert [link.get_attribute("href") for link in links.all()] == ["#group", "#mood", "#consent"]
    assert page.input_value("#story") == STORY


def test_the_list_is_offered_before_the_picture_and_remembered(teller):
    page = teller.page
    page.click("[data-name=mood] [data-toggle]")
    for name in ("mood", "cause", "say"):
        assert page.is_visible(f"input[name={name}][value=na] + label")
        assert not teller.field(name).is_visible()
    write_story(page)
    choose_from_lists(page)
    page.click("text=Check your answers")
    page.wait_for_selector(".govuk-error-summary")
    assert page.is_visible("input[name=mood][value=left] + label")
    assert page.is_checked("input[name=mood][value=left]")
    allow(page)
    check(page)
    send(page)
    assert answers(teller.site.stored()[0])["mood"]["method"] == "list"


@pytest.mark.parametrize(("listed", "target"), [(False, "mood-picture"), (True, "mood")])
def test_an_error_link_leads_to_the_control_that_can_be_seen(teller, listed, target):
    page = teller.page
    if listed:
        page.click("[data-name=mood] [data-toggle]")
    page.click("text=Check your answers")
    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Error: ")
    page.click(".govuk-error-summary a:has-text('triangle')")
    assert focused(page) == target
    assert page.locator(f"#{target}").is_visible()


def test_going_back_from_the_check_page_loses_nothing(teller):
    page = teller.page
    write_story(page)
    tap(page, "mood", 0.5, 0.2)
    allow(page)
    check(page)
    page.go_back()
    page.wait_for_selector("#story")
    assert page.input_value("#story") == STORY
    assert page.locator("#mood-picture .mm-dot--placed").count() == 1
    check(page)
    page.click(".mm-check__row:has-text('It left me…') button")
    page.wait_for_selector("#story")
    assert focused(page) == "mood-picture"


def test_going_back_from_the_receipt_shows_no_story(teller):
    page = teller.page
    write_story(page)
    tap(page, "mood", 0.5, 0.2)
    allow(page)
    check(page)
    send(page)
    page.go_back()
    page.wait_for_selector("#story")
    assert page.input_value("#story") == ""
    assert STORY not in page.content()


def test_a_lost_connection_keeps_the_story_and_sends_it_once(teller):
    page = teller.page
    write_story(page)
    tap(page, "mood", 0.5, 0.2)
    allow(page)
    check(page)
    teller.context.set_offline(True)
    page.click("#send")
    page.wait_for_selector("text=We could not reach the server")
    assert STORY in page.content()
    teller.context.set_offline(False)
    send(page)
    assert len(teller.site.stored()) == 1


def test_telling_leaves_nothing_in_the_browser(teller):
    page = teller.page
    write_story(page)
    tap(page, "mood", 0.5, 0.2)
    allow(page)
    check(page)
    send(page)
    assert teller.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_leaving_in_a_hurry_leaves_no_text_behind(visit):
    teller = visit()
    page = teller.page
    elsewhere = "https://www.bbc.co.uk/weather"
    teller.context.route(f"{elsewhere}*", lambda route: route.fulfill(body="<title>Weather</title>"))
    teller.open("/share/quiet")
    write_story(page)
    page.click(".govuk-exit-this-page__button")
    page.wait_for_url(f"{elsewhere}*")
    page.go_back()
    page.wait_for_selector("#story")
    assert page.input_value("#story") == ""
    teller.faults.remove(f"a request left this site: {elsewhere}")
