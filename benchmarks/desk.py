"""Desks in Chromium: somebody of the staff, signed in, and what their pages ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.phones import Phone, phone
from benchmarks.server import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}


def password(product: Served, who: str = "manager") -> str:
    """The password of one of the demo's people."""
    found = re.search(rf"{who}\s+(\S+)", product.flask("demo", "sign-ins"))
    if found is None:
        raise RuntimeError("the demo has no sign-ins")
    return found.group(1)


@contextmanager
def desk(product: Served, browser: Browser, who: str = "manager", **kind: Any) -> Iterator[Phone]:
    """A browser in which one of the demo's people has signed in."""
    with phone(product, browser, **{**WIDE, **kind}) as made:
        made.open("/staff/sign-in")
        made.page.fill("#username", who)
        made.page.fill("#password", password(product, who))
        made.page.click("main button[type=submit]")
        made.page.wait_for_url(lambda address: "/sign-in" not in address)
        yield made
