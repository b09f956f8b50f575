"""A file of stories written for these tests, and somebody who brings it in by the pages alone."""

import io
import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from werkzeug.test import TestResponse

from analysis.bringing import Bringing
from tests.attacks.bring_forms import INTO
from tests.people import Person, make_settings, stores_of

HEADER = "ref,told,place,story,rest,worry,anger,pace,because,=odd"
PLACES = ("Mill Lane", "North Street")
BECAUSE = ("rain", "roadworks")
NAMED = {
    "rest": ("corner", "mood", "at rest"),
    "worry": ("corner", "mood", "worried"),
    "anger": ("corner", "mood", "angry"),
    "pace": ("dyad", "How fast it went", "slow; fast"),
    "because": ("choice", "What it lay at", ""),
    "=odd": ("", "", ""),
}


def line(number: int, **changes: str) -> str:
    day = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number % 28)
    rest = 10 * (number % 6)
    cells = {
        "ref": f"A-{number}",
        "told": f"{day:%d/%m/%Y}",
        "place": PLACES[number % 2],
        "story": f"The ferry left early on crossing {number} and I stood on the pier for an hour.",
        "rest": str(rest),
        "worry": str(60 - rest),
        "anger": "40",
        "pace": str(number % 11 * 10),
        "because": BECAUSE[number % 2],
        "=odd": "=1+1",
    } | changes
    return ",".join(cells.values())


def stories(count: int = 24, *more: str) -> bytes:
    return "\n".join([HEADER, *(line(number) for number in range(count)), *more, ""]).encode()


class Bringer:
    """Somebody who brings in files, page by page, with the worker beside."""

    def __init__(self, app: Flask, username: str = "ada") -> None:
        self.app = app
        self.person = Person(app, username)

    def upload(self, content: bytes, name: str = "ferry.csv", definition: bytes = b"") -> str:
        """The address of the file's pages."""
        files = {"file": (io.BytesIO(content), name)}
        if definition:
            files["definition"] = (io.BytesIO(definition), "questions.csv")
        answer = self.person.post("/bring", files, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return answer.location.removesuffix("/into")

    def say(self, where: str, **changes: str) -> TestResponse:
        fields = {**INTO, "title": "Ferry stories", "name": "Ferry survey", "told_on": ""} | changes
        return self.person.post(f"{where}/into", fields)

    def guessed(self, where: str) -> dict[str, str]:
        """The form of the columns as the page fills it in."""
        page = self.person.get(f"{where}/columns").text
        fields = dict(re.findall(r'<input class="govuk-input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
        for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
            fields[name] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
            if name.startswith("format") and not fields[name]:
                fields[name] = re.findall(r'value="([^"]*)"', options)[0]
        return fields

    def say_columns(self, where: str, header: str = HEADER, **changes: str) -> TestResponse:
        fields = self.guessed(where)
        for place, name in enumerate(header.split(",")):
            if name in NAMED:
                fields[f"role-{place}"], fields[f"question-{place}"], fields[f"words-{place}"] = NAMED[name]
        return self.person.post(f"{where}/columns", fields | changes)

    def press(self, where: str, what: str) -> TestResponse:
        answer = self.person.post(f"{where}/{what}", {})
        assert answer.status_code == 303, answer.text
        return answer

    def work(self) -> int:
        """The worker's turn."""
        settings = make_settings(stores_of(self.app).settings.data)
        return Bringing(stores_of(self.app).stories, settings).work()

    def mapped(self, content: bytes, **changes: str) -> str:
        """Upload, say where it goes and what the columns are."""
        where = self.upload(content)
        assert self.say(where, **changes).status_code == 303
        answer = self.say_columns(where)
        assert answer.status_code == 303, answer.text
        return where

    def stored(self, content: bytes, **changes: str) -> str:
        where = self.mapped(content, **changes)
        self.press(where, "check")
        self.work()
        self.press(where, "store")
        self.work()
        return where
