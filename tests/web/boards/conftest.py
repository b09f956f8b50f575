"""The application with a plot in which two people understood what was seen, and people who are signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from narratives.observation import Strength
from store.database import SqliteDatabase
from tests.builders import open_plot
from tests.gathering import see, understand
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    middle = see(db, 1, "Hardly anybody chose the middle")
    quiet = see(db, 2, "Two quiet weeks", strength=Strength.WEAK, author="mo")
    understand(db, 11, middle, "They are glad of the pump", author="mo")
    understand(db, 12, middle, "Only the glad ones tell", voice="Table 2")
    understand(db, 13, quiet, "It rained", voice="Table 2")
    return app


@pytest.fixture
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture
def person(app: Flask) -> Callable[[str], Person]:
    return lambda username: Person(app, username)
