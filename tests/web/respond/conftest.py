"""The whole application on an empty data directory, with one collection to tell stories to."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import read_settings
from store.collections import add_collection
from store.database import Row
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_collection, make_framework

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
# Every kind of page: several beginnings, a branch of a question about the story and one of a question about the teller.
PATHS = make_framework(
    id="paths",
    prompts=[{"id": "good", "label": "A good moment"}, {"id": "odd", "label": "An odd moment"}],
    signifiers=[
        MOOD,
        ROLE,
        {**WISH, "title": "I wish it had…"},
        {"type": "freetext", "id": "why", "title": "Because…"},
    ],
    branches=[
        {
            "id": "water",
            "title": "About the water",
            "introduction": "Two more questions about it.",
            "opened_by": {"signifier": "wish", "options": ["w1", "w2"]},
            "signifiers": [{**SAY, "id": "flow"}, {"type": "freetext", "id": "tap", "title": "At the tap…"}],
        },
        {
            "id": "digging",
            "title": "For those who dig",
            "opened_by": {"signifier": "role", "options": ["digger"]},
            "signifiers": [{**SAY, "id": "depth", "title": "I dig…"}],
        },
    ],
)
SECRET = "a secret of the tests, long enough to be one"
ANSWERS = {
    "story": "The beans came up twice.",
    "group": "east",
    "mood.shares": "0.20,0.70,0.10",
    "mood.method": "tap",
    "say": "5",
    "role": "digger",
    "wish": ["w1", "w3"],
    "consent": "read",
    "key": "0123456789abcdef0123456789abcdef",
}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One installation for all of these tests: opening a store costs more than most of them."""
    data = tmp_path_factory.mktemp("respond")
    made = create_app(read_settings({"MURMURATION_DATA": str(data), "MURMURATION_SECRET": SECRET}))
    made.testing = True
    stories = made.extensions["stores"].stories
    add_framework(stories, make_framework())
    add_framework(stories, PATHS)
    for collection in (
        make_collection(),
        make_collection(id="old", title="Last year", closes_on=date(2025, 1, 1)),
        make_collection(id="paths", title="All paths", framework_id="paths"),
        make_collection(id="soon", title="Next century", opens_on=date(2100, 1, 1)),
    ):
        add_collection(stories, collection)
    yield made
    made.extensions["stores"].intake.close()


@pytest.fixture
def app(installed: Flask) -> Iterator[Flask]:
    yield installed
    installed.extensions["stores"].stories.execute("delete from narratives")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def stored(app: Flask) -> Callable[[], list[Row]]:
    """Every stored story, as rows."""
    db = app.extensions["stores"].stories
    return lambda: db.rows("select text, title, answers from narratives order by text")
