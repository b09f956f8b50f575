"""What tellers do, in the words of the journeys."""

import json
from collections.abc import Callable

from playwright.sync_api import Page

STORY = "The beans came up twice, and nobody knows why."
# The pages of the collection "plot" in their order; of the questions only the first has to be answered.
PAGES = ("story", "title", "group", "mood", "cause", "say", "wish", "role", "danger", "consent", "page.check")


def arrive(page: Page, at: str) -> None:
    """Wait for a page of the telling."""
    page.wait_for_selector(f"main input[name=at][value='{at}']", state="attached")


def go(page: Page, to: str) -> None:
    """Press Continue and wait for the next page."""
    page.click("form#telling button[value=next]")
    arrive(page, to)


def back(page: Page, to: str) -> None:
    page.click(".tell-back")
    arrive(page, to)


def fail(page: Page) -> None:
    """Press Continue where something is missing."""
    page.click("form#telling button[value=next]")
    page.wait_for_selector(".govuk-error-summary")


def write_story(page: Page) -> None:
    page.fill("#story", STORY)


def choose_place(page: Page) -> None:
    page.check("#group")


def choose_from_list(page: Page) -> None:
    """The first question by its list, with and without scripts."""
    toggle = page.locator("[data-name=mood] [data-toggle]")
    if toggle.count() and page.locator("#mood-picture").is_visible():
        toggle.click()
    page.check("input[name=mood][value=left]")


def allow(page: Page, choice: str = "read") -> None:
    page.check(f"input[name=consent][value={choice}]")


NEEDED = {"story": write_story, "group": choose_place, "mood": choose_from_list, "consent": allow}


def walk(page: Page, to: str, **answers: Callable[[Page], None]) -> None:
    """From page to page, answering what has to be answered and what `answers` names, up to a page of "plot"."""
    doing = {**NEEDED, **answers}
    here = page.locator("main input[name=at]").input_value()
    for at, following in zip(PAGES[PAGES.index(here) :], PAGES[PAGES.index(here) + 1 :], strict=False):
        if at == to:
            return
        if at in doing:
            doing[at](page)
        go(page, following)


def point_in(page: Page, name: str, across: float, down: float) -> tuple[float, float]:
    """Where on the screen a part of a question's picture is, after bringing it into view."""
    picture = page.locator(f"#{name}-picture svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def tap(page: Page, name: str, across: float, down: float) -> None:
    x, y = point_in(page, name, across, down)
    page.mouse.click(x, y)


def change(page: Page, question: str, to: str) -> None:
    """Press Change beside a question of the page that checks."""
    page.click(f".mm-check__row:has-text('{question}') button")
    arrive(page, to)


def answer_of(page: Page, question: str) -> str:
    """What the page that checks says to a question."""
    return page.locator(f".mm-check__row:has-text('{question}') .mm-check__answer span").inner_text()


def send(page: Page) -> str:
    """Send, and return the code."""
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    return "-".join(page.locator(".mm-receipt__part").all_text_contents())


def answers(row) -> dict:
    return json.loads(row["answers"])
