"""`python -m benchmarks.pictures`: the pictures of pages for tellers in docs/images/, taken on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.phones import USUAL, Phone, chromium, phone
from benchmarks.server import ROOT, served
from benchmarks.tellers import go_on, where
from store.demo import HOME

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "images"
PHONE_WIDTH, MARGIN = 390, 12
PHONE = USUAL | {"viewport": {"width": PHONE_WIDTH, "height": 780}}
STORY = (
    "The new carer found Dad’s tablets in the wrong days again. She did not tut, she sat down and we sorted the "
    "box together, and she stayed ten minutes longer than she was paid for."
)
# Where each thing is put in the square, as shares of its width and height.
STONES = ((0.68, 0.24), (0.5, 0.5), (0.22, 0.74))


def main(folder: Path = FOLDER) -> None:
    """Take them all."""
    folder.mkdir(parents=True, exist_ok=True)
    with served() as product, chromium() as browser:
        product.flask("demo", "seed")
        product.start_web()
        with phone(product, browser, **PHONE) as made:
            made.open(f"/share/{HOME.id}/tell?lang=en")
            _walk(made, folder)


def _walk(made: Phone, folder: Path) -> None:
    page = made.page
    page.check("#prompt")
    page.fill("#story", STORY)
    _take(page, folder / "telling-story.png")
    go_on(page)
    wanted = {"triad": _place_one, "stones": _place_all}
    while not page.locator("#send").count():
        kind = next((kind for kind in wanted if page.locator(f"[data-ask={kind}]").count()), "")
        if kind:
            wanted.pop(kind)(page)
            _take(page, folder / f"telling-{kind}.png")
        elif where(page) in {"group", "consent"}:
            page.check(f"#{where(page)}")
        go_on(page)
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    _take(page, folder / "telling-receipt.png")


def _place_one(page: Page) -> None:
    _tap(page, 0.42, 0.46)


def _place_all(page: Page) -> None:
    for place, (across, down) in enumerate(STONES):
        page.locator("[data-chip]").nth(place).tap()
        _tap(page, across, down)


def _tap(page: Page, across: float, down: float) -> None:
    field = page.locator("[data-field]")
    box = field.locator("svg").bounding_box() or {"width": 100, "height": 100}
    field.tap(position={"x": box["width"] * across, "y": box["height"] * down})


def _take(page: Page, path: Path) -> None:
    """What the page is about, from its progress line (or its heading) down to its button, without a focus ring."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    first = page.locator(".tell-progress, main .mm-caption").first.bounding_box()
    last = page.locator("form button.mm-button[value=next], .mm-receipt ~ p:has(a)").first.bounding_box()
    if first is None or last is None:
        raise RuntimeError(f"{page.title()} has no place to cut the picture")
    top = max(0, first["y"] - MARGIN)
    clip = {"x": 0, "y": top, "width": PHONE_WIDTH, "height": last["y"] + last["height"] + MARGIN - top}
    page.screenshot(path=path, full_page=True, clip=clip, caret="hide", animations="disabled")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
