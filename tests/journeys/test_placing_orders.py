"""Anchors in an order of the teller's own: stored as what they say, not where they stood."""

import pytest

from tests.journeys.placing_steps import ANCHORS, finish, open_questions, question
from tests.journeys.telling_steps import tap

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(visit):
    return open_questions(visit())


def labels(page, name):
    """What stands at the top, left and right corner, or at the left and right end."""
    return question(page, name).locator(".mm-triad__label, .mm-dyad__label").all_inner_texts()


def test_a_corner_is_stored_for_the_anchor_that_stood_there(asked):
    page = asked.page
    shown = labels(page, "drift")
    page.check("#mood-na")
    tap(page, "drift", 0.02, 0.98)
    stored = finish(asked)["drift"]
    anchors = [anchor["label"] for anchor in ANCHORS]
    assert dict(zip(anchors, stored["shares"], strict=True))[shown[1]] == pytest.approx(1)
    assert [anchors[place] for place in stored["order"]] == shown


def test_an_end_of_a_line_is_stored_for_the_pole_that_stood_there(asked):
    page = asked.page
    left, _right = labels(page, "lean")
    page.check("#mood-na")
    question(page, "lean").locator("[data-toggle]").click()
    question(page, "lean").get_by_label(f"Entirely “{left}”").check()
    stored = finish(asked)["lean"]
    expected = 1 / 14 if left == "no say" else 13 / 14
    assert stored["value"] == pytest.approx(expected, abs=1e-5)


def test_the_order_stays_through_an_error(asked):
    page = asked.page
    before = labels(page, "drift"), labels(page, "lean"), asked.hidden("help.order")
    tap(page, "drift", 0.5, 0.2)
    page.click(".mm-button[value=check]")
    page.wait_for_selector(".govuk-error-summary")
    assert (labels(page, "drift"), labels(page, "lean"), asked.hidden("help.order")) == before
    assert question(page, "drift").locator("[data-readout]").inner_text() == f"Mostly “{before[0][0]}”"
