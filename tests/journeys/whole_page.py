"""axe-core, asked of a page that is all there.

A press of a button returns once the next page begins to arrive: axe would find half a page without its heading.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python import sync_playwright
from playwright.sync_api import Page

__all__ = ["Axe"]


class Axe(sync_playwright.Axe):
    def run(self, page: Page, *args: Any, **options: Any) -> Any:
        page.wait_for_load_state("load")
        page.locator("main").first.wait_for(state="attached")
        return super().run(page, *args, **options)
