"""Tellers: people who go through the pages of a telling, each in their own way, whatever a collection asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORY = "She stayed ten minutes longer than she was paid for, and we found the tablets together."
MOST_PAGES = 30
MOST_TABS = 60
Way = Callable[["Page"], None]
_CONTINUE = "form#telling button.mm-button[value=next]"
_FOCUS = """() => {
    const at = document.activeElement;
    const one = (name) => document.querySelector(`[name="${CSS.escape(name)}"]:checked`) !== null;
    return { id: at.id, name: at.name ?? "", type: at.type ?? "", role: at.getAttribute("role") ?? "",
             value: at.value ?? "", answered: at.type === "radio" && one(at.name) };
}"""


def look_away(page: Page) -> None:
    """Nothing."""


def where(page: Page) -> str:
    """The name of the page of the telling."""
    return page.locator("main input[name=at]").input_value()


def tell(page: Page, answer: Way, look: Way = look_away) -> str:
    """From the first page of a telling to the receipt; returns the code. `look` sees each page as it comes."""
    walk(page, answer, look)
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    look(page)
    return code_on(page)


def walk(page: Page, answer: Way, look: Way = look_away) -> None:
    """From any page of a telling to the one on which answers are checked."""
    for _ in range(MOST_PAGES):
        look(page)
        if page.locator("#send").count():
            return
        answer(page)
        go_on(page)
    raise RuntimeError(f"no end after {MOST_PAGES} pages: {page.title()}")


def go_on(page: Page) -> None:
    """Press Continue and wait for another page."""
    here = where(page)
    page.click(_CONTINUE)
    page.wait_for_selector(f"main input[name=at]:not([value='{here}'])", state="attached")


def code_on(page: Page) -> str:
    """The receipt code that a page shows."""
    return "-".join(page.locator(".mm-receipt__part").all_text_contents())


def by_list(page: Page) -> None:
    """Answer a page from its lists, as without scripts."""
    _write(page)
    for name in _radios(page):
        page.check(f"input[name='{name}'] >> nth=0")
    for select in page.locator("main select").all():
        select.select_option(index=2)


def by_finger(page: Page) -> None:
    """Answer a page by tapping its pictures."""
    _write(page)
    for field in page.locator("[data-field]").all():
        chips = page.locator("[data-chip]")
        for place in range(max(1, chips.count())):
            if chips.count():
                chips.nth(place).tap()
            box = field.locator("svg").bounding_box() or {"width": 100, "height": 100}
            field.tap(position={"x": box["width"] * (0.4 + 0.1 * place), "y": box["height"] * 0.55})
    for name in _radios(page):
        first = page.locator(f"input[name='{name}'] >> nth=0")
        if first.is_visible():
            page.locator(f"label[for='{first.get_attribute('id')}']").tap()


def open_to_staff(page: Page) -> None:
    """Answer a page by tapping, and let staff read the story."""
    by_finger(page)
    if page.locator("input[type=radio][name=consent][value=read]").count():
        page.locator("input[type=radio][name=consent][value=read]").check(force=True)


def by_keyboard(page: Page, story: str = STORY) -> str:
    """The whole way with keys alone: Tab, arrows, Space and Enter; returns the code."""
    for _ in range(MOST_PAGES):
        here = where(page)
        _press_through(page, story)
        if here == "page.check":
            page.wait_for_selector(".mm-receipt")
            return code_on(page)
        page.wait_for_selector(f"main input[name=at]:not([value='{here}'])", state="attached")
    raise RuntimeError(f"no end after {MOST_PAGES} pages: {page.title()}")


def _press_through(page: Page, story: str) -> None:
    """Tab through a page, answer what comes, and press its button."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUS)
        if at["id"] == "send" or (at["type"] == "submit" and at["value"] == "next"):
            page.keyboard.press("Enter")
            return
        if at["id"] == "story" and not at["value"]:
            page.keyboard.type(story)
        elif at["role"] == "slider":
            page.keyboard.press("ArrowUp")
        elif at["type"] == "radio" and not at["answered"]:
            page.keyboard.press("Space")
    raise RuntimeError(f"no button after {MOST_TABS} tabs: {page.title()}")


def _write(page: Page) -> None:
    if page.locator("#story").count() and not page.input_value("#story"):
        page.fill("#story", STORY)
    if page.locator("#title").count():
        page.fill("#title", "Ten minutes")


def _radios(page: Page) -> list[str]:
    """The names of the questions with one answer that can be seen and has none yet."""
    html = page.locator("main").inner_html()
    names = dict.fromkeys(re.findall(r'<input[^>]*\bname="([^"]+)"[^>]*\btype="radio"', html))
    names |= dict.fromkeys(re.findall(r'<input[^>]*\btype="radio"[^>]*\bname="([^"]+)"', html))
    return [
        name
        for name in names
        if page.locator(f"input[type=radio][name='{name}']:visible").count()
        and not page.locator(f"input[type=radio][name='{name}']:checked").count()
    ]
