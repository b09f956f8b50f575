"""A practitioner with one interaction in their log, and the browser of the person they met."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.case_key import CaseKey, read_case_key
from store.cases import Interaction, add_interaction, open_cases
from store.database import SqliteDatabase
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of
from web.returning.desk import Desk

KEY = "ab" * 16
# What somebody sends who answers everything and agrees to everything.
GOOD = {
    "step": "send",
    "key": KEY,
    "mood.shares": "0.11,0.78,0.11",
    "say": "1",
    "story": "They listened to me for once.",
    "consent": "read",
    "compare": "yes",
}


@dataclass(frozen=True, slots=True)
class Cases:
    """The case store beside the application."""

    db: SqliteDatabase
    key: CaseKey

    def log(self, practitioner: str) -> str:
        """Log one interaction and return its id."""
        number = secrets.randbelow(10**9)
        placed = {"mood": {"shares": [0.8, 0.1, 0.1], "method": "list"}, "say": {"value": 0.5, "method": "list"}}
        interaction = Interaction(
            practitioner, f"PX10{number}", date.today(), "COAP", "ATTC", "", "plot", placed, group="east"
        )
        key = f"{number:032x}"
        return add_interaction(self.db, self.key, interaction, idempotency_key=key, at=datetime.now(UTC)).id

    def waiting(self) -> int:
        """How many answers wait to be compared."""
        return self.db.one("select count(*) as n from pair_answers")["n"]


@dataclass(frozen=True, slots=True)
class Teller:
    """The browser of somebody who was given a code: no account and no cookie."""

    client: FlaskClient

    def open(self, code: str) -> TestResponse:
        return self.client.post("/pair", data={"step": "open", "code": code})

    def send(self, code: str, **changes: str) -> TestResponse:
        return self.client.post("/pair", data={**GOOD, "code": code, **changes})

    def take_out(self, receipt: str) -> TestResponse:
        return self.client.post("/pair", data={"step": "out", "receipt": receipt})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("pair")))
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture(autouse=True)
def nothing_told(app: Flask, cases: Cases) -> None:
    """The stores as they are when nobody has told anything yet."""
    stores_of(app).stories.execute("delete from narratives")
    cases.db.execute("delete from pair_codes")
    cases.db.execute("delete from pair_answers")
    app.extensions["pair.desk"] = Desk(sleep=lambda seconds: None)


@pytest.fixture(scope="module")
def cases(app: Flask) -> Iterator[Cases]:
    settings = stores_of(app).settings
    key = read_case_key(settings.cases_key_path)
    database = open_cases(settings.cases_path, key)
    yield Cases(database, key)
    database.close()


@pytest.fixture(scope="module")
def cy(app: Flask) -> Person:
    return Person(app, "cy")


@pytest.fixture
def met(cases: Cases, cy: Person) -> str:
    """An interaction of Cy's."""
    return cases.log(cy.account.id)


@pytest.fixture
def teller(app: Flask) -> Teller:
    return Teller(app.test_client())


def make(cy: Person, interaction: str) -> str:
    """The code that a practitioner is shown."""
    page = cy.post(f"/log/own/{interaction}/their-side", {"step": "make", "group": "east"})
    assert page.status_code == 200, page.text
    spelt = re.search(r'class="pairs-spell".*?</p>', page.text, re.DOTALL).group()
    return "".join(re.findall(r"<span>(.)</span>", spelt))


@pytest.fixture
def code(cy: Person, met: str) -> str:
    return make(cy, met)


def receipt_in(page: TestResponse) -> str:
    """The code that a teller is shown at the end."""
    return "-".join(re.findall(r'mm-receipt__part">(\w+)<', page.text))


def stories(app: Flask) -> list[dict[str, object]]:
    return [dict(row) for row in stores_of(app).stories.rows("select * from narratives")]
