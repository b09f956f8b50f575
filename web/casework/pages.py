"""Lists that go on: pages of fifty, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from narratives.errors import NotFoundError
from web.casework.case_log import PAGE

_LAST = 10_000


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of a list is shown, of how many."""

    page: int
    pages: int

    @property
    def newer(self) -> int | None:
        """The page before, with what is newer."""
        return self.page - 1 if self.page > 1 else None

    @property
    def older(self) -> int | None:
        """The page after, with what is older."""
        return self.page + 1 if self.page < self.pages else None


def page_asked_for() -> int:
    """The page that an address asks for, 1 by default. Raises NotFoundError when it is none."""
    asked = request.args.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= _LAST):
        raise NotFoundError("page", asked[:9])
    return int(asked)


def pages_of(number: int, page: int) -> Pages:
    """The pages of a list of so many."""
    return Pages(page, max(1, -(-number // PAGE)))
