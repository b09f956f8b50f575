"""The application with an open and a protected collection, and people who are signed in."""

from pathlib import Path

import pytest
from flask import Flask

from narratives.collection import Policy
from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import World


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    """ "plot" is open to staff, "quiet" is protected; nothing is told yet."""
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    return World(db, framework, plot, quiet)


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")
