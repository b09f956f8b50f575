"""Somebody tells a story in Chromium, one thing a page: every way through, and every way of going wrong."""

import re

import pytest

from tests.journeys.telling_steps import (
    STORY,
    allow,
    answer_of,
    answers,
    arrive,
    back,
    change,
    fail,
    go,
    send,
    tap,
    walk,
    write_story,
)

pytestmark = pytest.mark.browser
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_a_story_can_be_told_without_scripts(visit):
    teller = visit(java_script_enabled=False)
    page = teller.page
    teller.open("/share/plot")
    page.click("text=Start")
    write_story(page)
    go(page, "title")
    back(page, "story")
    assert page.input_value("#story") == STORY
    walk(
        page,
        "page.check",
        cause=lambda page: page.check("input[name=cause][value=na]"),
        say=lambda page: page.check("input[name=say][value='5']"),
    )
    assert answer_of(page, "It left me…") == "Mostly “sad”"
    change(page, "I had…", "say")
    assert page.is_checked("input[name=say][value='5']")
    page.check("input[name=say][value='0']")
    go(page, "page.check")
    assert CODE.fullmatch(send(page))
    (row,) = teller.site.stored()
    assert (row["text"], row["group_name"]) == (STORY, "east")
    assert answers(row)["mood"]["method"] == "list"
    assert answers(row)["cause"] == {"na": True}
    assert answers(row)["say"]["value"] == pytest.approx(1 / 14)


def test_without_scripts_an_error_leads_to_its_field_and_keeps_the_story(visit):
    teller = visit(java_script_enabled=False)
    page = teller.page
    teller.open("/share/plot/tell")
    fail(page)
    assert page.title().startswith("Error: ")
    assert page.locator(".govuk-error-summary__list a").get_attribute("href") == "#story"
    walk(page, "mood")
    fail(page)
    assert page.locator(".govuk-error-summary__list a").get_attribute("href") == "#mood"
    back(page, "group")
    back(page, "title")
    back(page, "story")
    assert page.input_value("#story") == STORY


def test_a_story_can_be_told_with_the_keyboard_alone(visit):
    teller = visit()
    page = teller.page
    teller.open("/share/plot")
    press_on(page, "Start")
    arrive(page, "story")
    tab_to(page, "#story")
    page.keyboard.type(STORY)
    press_on(page, "Continue", "title")
    tab_to(page, "#title")
    page.keyboard.type("Beans")
    page.keyboard.press("Enter")
    arrive(page, "group")
    tab_to(page, "#group")
    page.keyboard.press("Space")
    press_on(page, "Continue", "mood")
    tab_to(page, "#mood-picture")
    page.keyboard.press("2")
    for following in ("cause", "say", "wish", "role", "danger", "consent"):
        press_on(page, "Continue", following)
    tab_to(page, "#consent")
    page.keyboard.press("ArrowDown")
    press_on(page, "Continue", "page.check")
    press_on(page, "Send my story")
    page.wait_for_selector(".mm-receipt")
    (row,) = teller.site.stored()
    assert answers(row)["mood"]["method"] == "keys"


def tab_to(page, selector):
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def press_on(page, words, to=None):
    """Tab to what says something and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == words:
            break
    else:
        raise AssertionError(f"the Tab key does not reach “{words}”")
    page.keyboard.press("Enter")
    if to:
        arrive(page, to)


def test_a_story_can_be_told_with_a_finger(visit):
    teller = visit(**PHONE)
    page = teller.page
    teller.open("/share/plot")
    page.tap("text=Start")
    arrive(page, "story")
    walk(page, "page.check", mood=lambda page: tap(page, "mood", 0.5, 0.3))
    page.tap("#send")
    page.wait_for_selector(".mm-receipt")
    (row,) = teller.site.stored()
    assert answers(row)["mood"]["method"] == "tap"


def test_each_new_page_takes_the_focus_to_its_heading_and_names_itself(teller):
    page = teller.page
    walk(page, "group")
    assert page.title() == "Where did it happen? – Murmuration"
    assert page.evaluate("document.activeElement.innerText") == "Question 3 of 10: Where did it happen?"
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize(("listed", "target"), [(False, "mood-picture"), (True, "mood")])
def test_an_error_link_leads_to_the_control_that_can_be_seen(teller, listed, target):
    page = teller.page
    walk(page, "mood")
    if listed:
        page.click("[data-name=mood] [data-toggle]")
    fail(page)
    assert page.title().startswith("Error: ")
    page.click(".govuk-error-summary a:has-text('triangle')")
    assert focused(page) == target
    assert page.locator(f"#{target}").is_visible()


def test_the_list_is_remembered_for_the_questions_to_come(teller):
    page = teller.page
    walk(page, "mood")
    page.click("[data-name=mood] [data-toggle]")
    page.check("input[name=mood][value=left]")
    go(page, "cause")
    assert page.is_visible("input[name=cause][value=na] + label")
    assert not teller.field("cause").is_visible()


def test_a_changed_answer_leads_back_to_the_check(teller):
    page = teller.page
    walk(page, "page.check")
    change(page, "Title", "title")
    page.fill("#title", "Beans")
    go(page, "page.check")
    assert answer_of(page, "Title") == "Beans"


def test_a_branch_is_asked_when_it_opens_and_seen_to_go_when_it_closes(visit):
    teller = visit()
    page = teller.page
    teller.open("/share/paths/tell")
    write_story(page)
    go(page, "title")
    go(page, "group")
    page.check("#group")
    go(page, "mood")
    go(page, "wish")
    page.check("input[name=wish][value=w1]")
    go(page, "why")
    go(page, "flow")
    tap(page, "flow", 0.2, 0.5)
    for following in ("tap", "role", "danger", "consent"):
        go(page, following)
    allow(page)
    go(page, "page.check")
    change(page, "I wish it had…", "wish")
    page.uncheck("input[name=wish][value=w1]")
    go(page, "page.check")
    assert "the questions under “About the water” are no longer asked" in page.inner_text("main")
    send(page)
    assert answers(teller.site.stored()[0])["flow"] == {"shown": False}


def test_on_one_page_a_branch_is_there_while_the_answer_that_opens_it_is_chosen(visit):
    teller = visit()
    page = teller.page
    teller.open("/share/paths/whole")
    water = page.locator("[data-branch=wish]")
    page.wait_for_selector("[data-branch=wish]", state="hidden")
    page.check("input[name=wish][value=w2]")
    assert water.is_visible()
    assert not page.is_visible("[data-only-if]")
    page.uncheck("input[name=wish][value=w2]")
    assert not water.is_visible()


def test_everything_on_one_page_is_checked_and_changed_there(visit):
    teller = visit()
    page = teller.page
    teller.open("/share/plot/whole")
    write_story(page)
    page.check("#group")
    tap(page, "mood", 0.5, 0.2)
    allow(page)
    page.click("text=Check your answers")
    page.wait_for_selector(".mm-check")
    page.click(".mm-check__row:has-text('It left me…') button")
    page.wait_for_selector("#story")
    assert focused(page) == "mood-picture"
    page.click("text=Check your answers")
    page.wait_for_selector(".mm-check")
    send(page)
    assert answers(teller.site.stored()[0])["mood"]["method"] == "tap"


def test_another_story_is_not_asked_the_same_again(teller):
    page = teller.page
    walk(page, "page.check", role=lambda page: page.check("input[name=role][value=digger]"))
    first = send(page)
    page.click("text=Tell another story")
    arrive(page, "story")
    assert page.input_value("#story") == ""
    page.fill("#story", "And the peas never came.")
    go(page, "title")
    go(page, "mood")
    page.check("input[name=mood][value=na]")
    for following in ("cause", "say", "wish", "danger", "consent"):
        go(page, following)
    allow(page, "count")
    go(page, "page.check")
    assert answer_of(page, "I am…") == "a digger"
    assert send(page) != first
    assert [row["group_name"] for row in teller.site.stored()] == ["east", "east"]


def test_the_time_that_it_took_is_stored(visit):
    teller = visit()
    page = teller.page
    page.clock.install()
    teller.open("/share/plot")
    page.click("text=Start")
    arrive(page, "story")
    page.wait_for_load_state()  # the scripts have run, and with them the clock
    page.clock.run_for(100_000)
    walk(page, "mood")
    page.clock.run_for(7_000)
    walk(page, "page.check")
    send(page)
    (row,) = teller.site.stored()
    assert row["minutes"] == 2
    assert answers(row)["mood"]["seconds"] == 7
