"""Every page against every role: how many of the routes the matrix covers; and how long a log takes by keyboard."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, exactly, proof
from benchmarks.phones import chromium
from benchmarks.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

_KEY_MS = 300  # between two keys: forty words a minute
_ACCOUNT = "She came early. We went through the college form and she left with a plan for Friday."


@proof("practitioners")
def routes_in_the_matrix() -> Iterator[Claim]:
    """The matrix of tests/test_routes.py against the URL map of the application as it is."""
    from tests.people import make_app
    from tests.route_lists import DECLARED

    with tempfile.TemporaryDirectory() as folder:
        found = {
            f"{method} {rule.rule}"
            for rule in make_app(Path(folder)).url_map.iter_rules()
            if rule.endpoint != "static"
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
    covered = len(found & set(DECLARED))
    claimed = "routes in the matrix of routes, roles and organisations"
    yield exactly(claimed, f"{covered} of {len(found)}", f"{len(found)} of {len(found)}")


@proof("practitioners")
def a_log_by_keyboard() -> Iterator[Claim]:
    """The demo's form with a reference from a link, filled with the keyboard alone at the pace of somebody typing."""
    with served() as running:
        running.flask("demo", "seed")
        running.start_web()
        password = (running.data / "demo" / "demo-sign-ins.txt").read_text(encoding="utf-8")
        with chromium() as browser:
            page = browser.new_page(base_url=running.url, locale="en-GB")
            page.goto("/staff/sign-in?next=/log?reference=PX9001")
            page.fill("#username", "officer")
            page.fill("#password", password)
            page.keyboard.press("Enter")
            page.wait_for_selector("#story")
            took, keys = _log(page)
    yield at_most(
        "seconds to log an interaction by keyboard alone, every key a third of a second after the last",
        round(took, 1),
        60,
        "s",
        f"{keys} keys: contact, outcome, two sentences, three triangles, where, saved with Ctrl+Enter",
    )


def _log(page: Page) -> tuple[float, int]:
    """Fill the form in its own order and save; seconds and keys."""
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        for name in names:
            page.keyboard.press(name, delay=_KEY_MS)
            keys += 1

    def tab_to(name: str) -> None:
        for _ in range(40):
            press("Tab")
            if page.evaluate("[document.activeElement.id, document.activeElement.name]").count(name):
                return
        raise AssertionError(f"{name} is not reached with the Tab key")

    began = time.perf_counter()
    press("Space")
    tab_to("case.outcome")
    press("Space")
    tab_to("story")
    page.keyboard.type(_ACCOUNT, delay=_KEY_MS)
    for triangle, key in (("treated", "1"), ("meeting", "1"), ("since", "1")):
        tab_to(f"{triangle}-picture")
        press(key)
    tab_to("group")
    press("c")
    press("Control+Enter")
    page.wait_for_url("**/log/own?saved=yes")
    return time.perf_counter() - began, keys + len(_ACCOUNT)
