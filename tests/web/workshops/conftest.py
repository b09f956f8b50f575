"""The application with a plot, stories of which some may be quoted, and what two people saw and understood."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from narratives.narrative import Scope
from store.database import SqliteDatabase
from tests.builders import make_narrative, open_plot
from tests.gathering import see, understand
from tests.people import Person, make_app, stores_of

QUOTED, READ_ONLY = frozenset({Scope.READ, Scope.QUOTE}), frozenset({Scope.READ})


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    held = stores_of(app)
    collection, framework = open_plot(held.stories)
    for number in range(14):
        consent = READ_ONLY if number % 2 else QUOTED
        told = make_narrative(text=f"Bean {number} came up twice.", title=f"Bean {number}", consent=consent)
        held.intake.submit(collection, framework, told, f"{number:032x}")
    middle = see(held.stories, 1, "Hardly anybody chose the middle", voice="Table 2")
    understand(held.stories, 11, middle, "They are glad of the pump", author="mo", idea="A second pump")
    return app


@pytest.fixture
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture
def person(app: Flask) -> Callable[[str], Person]:
    return lambda username: Person(app, username)


@pytest.fixture
def story(db: SqliteDatabase) -> Callable[[str], str]:
    """The id of the story of a title."""
    return lambda title: db.one("select id from narratives where title = :title", title=title)["id"]
