"""Questions one a page: the way of answering is chosen once, and goes along to every page."""

import pytest

from tests.journeys.placing_steps import focused, open_questions, question
from tests.journeys.telling_steps import STORY, tap

pytestmark = pytest.mark.browser


def go_on(page, to):
    page.click(".mm-button[value=next]")
    page.wait_for_selector(to)


@pytest.fixture
def at_mood(visit):
    """On the page of the first question."""
    asked = open_questions(visit())
    page = asked.page
    asked.open("/share/kinds/tell")
    page.fill("#story", STORY)
    go_on(page, "#title")
    go_on(page, "[data-name=mood][data-started]")
    return asked


def test_the_list_is_chosen_once_for_all_pages_before_and_after(at_mood):
    page = at_mood.page
    tap(page, "mood", 0.5, 0.2)
    go_on(page, "[data-name=drift][data-started]")
    assert at_mood.field("drift").is_visible()
    question(page, "drift").locator("[data-toggle]").click()
    go_on(page, "[data-name=say][data-started]")
    assert not at_mood.field("say").is_visible()
    assert page.locator("input[name=say][value='3'] + label").is_visible()
    page.go_back()
    page.wait_for_selector("[data-name=drift]")
    page.go_back()
    page.wait_for_selector("[data-name=mood]")
    assert not at_mood.field("mood").is_visible()
    assert page.is_checked("input[name=mood][value=top]")
    question(page, "mood").locator("[data-toggle]").click()
    assert page.locator("#mood-picture .mm-dot--placed").is_visible()


def test_an_error_on_a_page_of_its_own_leads_to_what_can_be_seen(at_mood):
    page = at_mood.page
    question(page, "mood").locator("[data-toggle]").click()
    go_on(page, ".govuk-error-summary")
    page.click(".govuk-error-summary a")
    assert focused(page) == "mood"
    question(page, "mood").locator("[data-toggle]").click()
    page.click(".govuk-error-summary a")
    assert focused(page) == "mood-picture"


def test_an_order_of_the_tellers_own_stays_when_they_come_back(at_mood):
    page = at_mood.page
    page.check("#mood-na")
    go_on(page, "[data-name=drift][data-started]")
    before = at_mood.hidden("drift.order")
    tap(page, "drift", 0.02, 0.98)
    go_on(page, "[data-name=say]")
    page.go_back()
    page.wait_for_selector("[data-name=drift]")
    assert at_mood.hidden("drift.order") == before
    assert page.locator("#drift-picture .mm-dot--placed").is_visible()
