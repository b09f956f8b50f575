"""The application with an event that three sides may tell of, and people who are signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from narratives.collection import Collection
from narratives.framework import Framework
from store.database import SqliteDatabase
from store.frameworks import add_framework
from tests.builders import make_framework
from tests.events import close, open_pump, tell
from tests.people import Person, make_app, stores_of

GLAD, CROSS = (16.0, 2.0, 2.0), (2.0, 2.0, 16.0)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("events")))
    add_framework(stores_of(app).stories, make_framework())
    return app


@pytest.fixture(scope="module")
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture(scope="module")
def pump(db: SqliteDatabase) -> tuple[Collection, Framework]:
    """Diggers are glad, visitors are cross, the office expects visitors to be glad; fewer than k of it can be shown."""
    where = open_pump(db)
    tell(db, where, "Diggers", 20, leans={"mood": GLAD, "mood-by-visitors": GLAD})
    tell(db, where, "Visitors", 20, leans={"mood": CROSS, "mood-by-visitors": CROSS})
    tell(db, where, "Office", 7)
    close(db, where)
    return where


@pytest.fixture(scope="module")
def person(app: Flask) -> Callable[[str], Person]:
    return lambda username: Person(app, username)
