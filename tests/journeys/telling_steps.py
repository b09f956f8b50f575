"""What tellers do, in the words of the journeys."""

import json

from playwright.sync_api import Page

STORY = "The beans came up twice, and nobody knows why."


def write_story(page: Page, text: str = STORY) -> None:
    page.fill("#story", text)
    page.check("#group")


def choose_from_lists(page: Page) -> None:
    """Every question by its list; works with and without scripts once lists are shown."""
    page.check("input[name=mood][value=left]")
    page.check("input[name=cause][value=na]")
    page.check("input[name=say][value='5']")
    page.check("input[name=wish][value=w1]")
    page.check("input[name=role][value=digger]")


def allow(page: Page, choice: str = "read") -> None:
    page.check(f"input[name=consent][value={choice}]")


def point_in(page: Page, name: str, across: float, down: float) -> tuple[float, float]:
    """Where on the screen a part of a question's picture is, after bringing it into view."""
    picture = page.locator(f"#{name}-picture svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def tap(page: Page, name: str, across: float, down: float) -> None:
    x, y = point_in(page, name, across, down)
    page.mouse.click(x, y)


def check(page: Page) -> None:
    page.click("text=Check your answers")
    page.wait_for_selector(".mm-check")


def send(page: Page) -> str:
    """Send, and return the code."""
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    return "-".join(page.locator(".mm-receipt__part").all_text_contents())


def answers(row) -> dict:
    return json.loads(row["answers"])
