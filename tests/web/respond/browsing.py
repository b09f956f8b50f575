"""A browser without scripts: it holds a page, fills in what it asks and presses its buttons."""

from __future__ import annotations

import html
import re
from typing import Self

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.respond.conftest import ANSWERS

STORY = "/share/plot"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def post(client: FlaskClient, step: str = "check", path: str = STORY, **changes: object) -> TestResponse:
    """Post everything at once, as a program or the page that holds everything does; None leaves a field out."""
    fields = {**ANSWERS, "step": step, **changes}
    return client.post(path, data={name: value for name, value in fields.items() if value is not None})


def problems(page: TestResponse) -> list[tuple[str, str]]:
    """The messages of the error summary, in order, with what each links to."""
    found = re.search(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', page.text, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"\s*>(.*?)</a>', found[1], re.DOTALL) if found else []
    return [(href, html.unescape(text.strip())) for href, text in links]


def carried(page: TestResponse) -> list[tuple[str, str]]:
    """Everything in hidden fields, in order."""
    return [(html.unescape(name), html.unescape(value)) for name, value in _HIDDEN.findall(page.text)]


def heading(page: TestResponse) -> str:
    """The page's only heading of the first rank."""
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    return html.unescape(found.strip())


class Browser:
    """One telling, page by page."""

    def __init__(self, client: FlaskClient, collection: str) -> None:
        self.client = client
        self.address = f"/share/{collection}"
        self.page = client.get(f"{self.address}/tell")

    @property
    def at(self) -> str:
        """The id of the page that is shown."""
        return dict(carried(self.page)).get("at", "")

    @property
    def holds(self) -> MultiDict[str, str]:
        """What the page carries."""
        return MultiDict(carried(self.page))

    def press(self, step: str, **answers: str | list[str]) -> Self:
        """Fill in some fields and press a button."""
        fields = self.holds
        for name, value in answers.items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        fields["step"] = step
        self.page = self.client.post(self.address, data=fields)
        return self

    def go(self, **answers: str | list[str]) -> Self:
        """Fill in some fields and press Continue."""
        return self.press("next", **answers)

    def to(self, at: str, **answers: str) -> Self:
        """Press Continue up to a page, answering what `answers` has an answer to."""
        for _ in range(30):
            if self.at == at:
                return self
            self.go(**{name: value for name, value in answers.items() if name.partition(".")[0] == self.at})
        raise AssertionError(f"{at} did not come; the page is {self.at}: {problems(self.page)}")
