"""The respondent's side: every page sound, every way through it open, light, and without a trace in the browser."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, exactly, happens, proof
from benchmarks.phones import DESK, USUAL, WIDER_THAN_SCREEN, Phone, chromium, phone, weigh, weighing
from benchmarks.server import Served, served
from benchmarks.tellers import by_finger, by_keyboard, by_list, tell, walk
from store.demo import HOME, PROBATION, STREETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_PAGE_KB, ANY_PAGE_KB, WHOLE_TELLING_KB = 40, 60, 200
BEFORE = ("/", "/privacy", "/accessibility", "/who-sees-what", "/code", "/share/nowhere")
OF_COLLECTION = ("", "/tell", "/whole", "/offline", "/paper")


@proof("telling", "The respondent's side: access, ways through, weight, traces, slow phones and no signal")
def every_page_is_sound() -> Iterator[Claim]:
    """axe-core and 320 pixels on every page of the journey, in two languages, errors included."""
    with prepared() as product, chromium() as browser:
        for language, name in (("en", "English"), ("cy", "Welsh")):
            found = _Findings()
            with phone(product, browser) as made:
                _see_pages(made, language, found)
                _see_journey(made, language, found)
                _see_errors(made, language, found)
                _see_return(made, language, found)
            note = f"{len(found.seen)} pages and states; {'; '.join(found.axe[:3])}"
            yield exactly(f"violations that axe-core finds in {name}", len(found.axe), 0, note.rstrip("; "))
            yield exactly(f"pages in {name} wider than 320 pixels", len(found.wide), 0, ", ".join(found.wide[:3]))
            yield exactly(
                f"pages in {name} that are not in {name}", len(found.foreign), 0, ", ".join(found.foreign[:3])
            )
            yield exactly(f"faults on pages in {name}", len(made.faults), 0, "; ".join(made.faults[:3]))


@proof("telling")
def every_way_leads_to_the_receipt() -> Iterator[Claim]:
    """Keyboard, finger, lists without scripts; in each of the demo's collections."""
    with prepared() as product, chromium() as browser:
        with phone(product, browser, **DESK, has_touch=False, is_mobile=False) as made:
            made.open(f"/share/{HOME.id}/tell")
            yield happens("a story told with the keyboard alone", bool(by_keyboard(made.page)))
        with phone(product, browser) as made:
            made.open(f"/share/{HOME.id}/tell")
            yield happens("a story told with a finger on 320 pixels", bool(tell(made.page, by_finger)))
        with phone(product, browser, java_script_enabled=False) as made:
            for collection in (HOME, STREETS, PROBATION):
                made.open(f"/share/{collection.id}/tell")
                yield happens(f"“{collection.title}” told without JavaScript", bool(tell(made.page, by_list)))


@proof("telling")
def nothing_is_kept_in_the_browser() -> Iterator[Claim]:
    """Cookies and storage after every page and a whole telling, by somebody who chose to keep nothing."""
    with prepared() as product, chromium() as browser, phone(product, browser) as made:
        for path in _paths():
            made.page.goto(f"{product.url}{path}", wait_until="networkidle")
        made.open(f"/share/{HOME.id}/tell")
        code = tell(made.page, by_finger)
        made.open("/code")
        made.page.fill("#code", code)
        made.page.click("main button.mm-button[value=show]")
        made.page.wait_for_selector("button[value=remove]")
        for name, number in made.kept().items():
            yield exactly(f"{name} after every page and a whole telling", number, 0)
        yield exactly("requests to anywhere else", len(made.outside), 0, ", ".join(sorted(made.outside)[:3]))


@proof("telling")
def pages_are_light() -> Iterator[Claim]:
    """What a phone loads that was never here."""
    with prepared() as product, chromium() as browser:
        weights = {}
        for path in _paths():
            with phone(product, browser, **USUAL) as made:
                weights[path] = weigh(made, path) / 1000
        with phone(product, browser, **USUAL) as made, weighing(made) as sizes:
            made.open(f"/share/{HOME.id}/tell")
            tell(made.page, by_finger)
        first = f"/share/{HOME.id}"
        yield at_most("the page that a link leads to, with all it loads", weights[first], FIRST_PAGE_KB, "kB", first)
        yield at_most("the first page of a telling, with all it loads", weights[f"{first}/tell"], ANY_PAGE_KB, "kB")
        heaviest = max(weights, key=lambda path: weights[path])
        yield at_most("the heaviest page for respondents", weights[heaviest], ANY_PAGE_KB, "kB", heaviest)
        note = f"{len(sizes)} answers, the rules that spot names among them, which come once somebody has written"
        yield at_most("all that a whole telling loads", sum(sizes) / 1000, WHOLE_TELLING_KB, "kB", note)


@contextmanager
def prepared() -> Iterator[Served]:
    """The demo with everything in Welsh, served. The wording stands in for a translator's: each text, marked."""
    with served() as product:
        product.flask("demo", "seed")
        for collection in (HOME, STREETS, PROBATION):
            _translate(product, "frameworks", collection.framework_id)
        product.start_web()
        yield product


def _translate(product: Served, kind: str, name: str) -> None:
    table = list(csv.DictReader(io.StringIO(product.flask(kind, "dictionary", name, "--language", "cy"))))
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows({**row, "translation": f"{row['original']} ·"} for row in table)
        file.flush()
        product.flask(kind, "translate", name, str(Path(file.name)), "--language", "cy")


def _paths() -> list[str]:
    """Every page for respondents that can be opened by its address."""
    return [*BEFORE, *(f"/share/{one.id}{page}" for one in (HOME, STREETS, PROBATION) for page in OF_COLLECTION)]


class _Findings:
    """What was found on the pages that were looked at."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.axe: list[str] = []
        self.wide: list[str] = []
        self.foreign: list[str] = []

    def look(self, page: Page, language: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        title = page.title()
        self.seen.append(title)
        found = Axe().run(page).response["violations"]
        self.axe += [f"{title}: {one['id']} at {one['nodes'][0]['target']}" for one in found]
        if page.evaluate(WIDER_THAN_SCREEN) > 0:
            self.wide.append(title)
        if page.get_attribute("html", "lang") != language:
            self.foreign.append(title)


def _see_pages(made: Phone, language: str, found: _Findings) -> None:
    for path in _paths():
        made.page.goto(f"{made.product.url}{path}?lang={language}", wait_until="networkidle")
        found.look(made.page, language)


def _see_journey(made: Phone, language: str, found: _Findings) -> None:
    """Each page before and after it was answered, by picture and by list."""

    def look(page: Page) -> None:
        found.look(page, language)

    def answered(page: Page) -> None:
        by_finger(page)
        found.look(page, language)
        toggle = page.locator("[data-toggle]")
        if toggle.count():
            toggle.click()
            found.look(page, language)
            toggle.click()

    for collection in (HOME, PROBATION):
        made.open(f"/share/{collection.id}/tell?lang={language}")
        tell(made.page, answered, look)


def _see_errors(made: Phone, language: str, found: _Findings) -> None:
    """Each page left empty that must not be, then the whole form left empty."""

    def stumble(page: Page) -> None:
        page.click("form#telling button.mm-button[value=next]")
        page.wait_for_selector(".govuk-error-summary")
        found.look(page, language)
        by_list(page)

    for collection in (HOME, PROBATION):
        made.open(f"/share/{collection.id}/tell?lang={language}")
        walk(made.page, lambda page: stumble(page) if page.locator(_NEEDED).count() else by_finger(page))
        made.open(f"/share/{collection.id}/whole?lang={language}")
        made.page.click("main button.mm-button[value=check]")
        made.page.wait_for_selector(".govuk-error-summary")
        found.look(made.page, language)


# The pages of the story, of the place and of who may read it.
_NEEDED = "#story, input[name=group][type=radio], select[name=group], input[name=consent][type=radio]"


def _see_return(made: Phone, language: str, found: _Findings) -> None:
    """Coming back with a code: wrong, right, and every page behind it."""
    page = made.page

    def allowing_all(page: Page) -> None:
        by_finger(page)
        widest = page.locator("input[type=radio][name=consent]").last
        if widest.count():
            widest.check()

    made.open(f"/share/{HOME.id}/tell?lang={language}")
    code = tell(page, allowing_all)
    made.open(f"/code?lang={language}")
    for typed, follows in (("AAAA-BBBB-CCCC-DDDD", ".govuk-error-summary"), (code, "button[value=remove]")):
        page.fill("#code", typed)
        page.click("main button.mm-button[value=show]")
        page.wait_for_selector(follows)
        found.look(page, language)
    for pressed in ("change:story", "readers", "remove"):
        page.click(f"button[value='{pressed}']")
        page.wait_for_selector("button.tell-back")
        found.look(page, language)
        page.click("button.tell-back")
        page.wait_for_selector("button[value=remove]")
    page.click("button[value=remove]")
    page.click("button[value=erase]")
    page.wait_for_selector("main h1:not(:has-text('?'))")
    found.look(page, language)
