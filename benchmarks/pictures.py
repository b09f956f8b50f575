"""`python -m benchmarks.pictures`: the pictures in docs/images/: a teller’s pages on a phone, a manager’s on a desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.phones import USUAL, Phone, chromium, phone
from benchmarks.server import ROOT, Served, served
from benchmarks.tellers import go_on, where
from store.demo import HOME, SHIFTED_AREA, STREETS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "docs" / "images"
PHONE_WIDTH, MARGIN = 390, 12
PHONE = USUAL | {"viewport": {"width": PHONE_WIDTH, "height": 780}}
DESK = {"width": 1280, "height": 1000}
_MAP = f"/explore/{STREETS.id}?group={SHIFTED_AREA}"
# What a manager's picture shows: the page, what has to be on it, and where it is cut.
DESK_PICTURES = {
    "live-map": (_MAP, ".scatterlayer", "#shape"),
    "map-picked": (f"{_MAP}&part=response:left", ".scatterlayer", ".mm-shape__stage"),
    "map-places": (f"/explore/{STREETS.id}/places", ".mm-areas", ".mm-places__maps"),
}
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
        product.flask("analysis", "run")
        product.start_web()
        take_of_managers(product, browser, folder)
        with phone(product, browser, **PHONE) as made:
            made.open(f"/share/{HOME.id}/tell?lang=en")
            _walk(made, folder)


def take_of_managers(product: Served, browser: Browser, folder: Path) -> None:
    """The pictures of managers' pages."""
    name, password, *_ = product.flask("demo", "sign-ins").split()
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.goto(f"{product.url}/staff/sign-in")
    page.fill("[autocomplete=username]", name)
    page.fill("[type=password]", password)
    page.click("main [type=submit]")
    for picture, (address, wanted, last) in DESK_PICTURES.items():
        page.goto(product.url + address)
        page.locator(wanted).first.wait_for()
        end = page.locator(last).first.bounding_box() or {"y": 0, "height": DESK["height"]}
        clip = {"x": 0, "y": 0, "width": DESK["width"], "height": end["y"] + end["height"] + MARGIN}
        page.screenshot(path=folder / f"{picture}.png", full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
    page.close()


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
