"""The application with an open and a protected collection, and people who are signed in."""

from pathlib import Path

import pytest
from flask import Flask

from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import SAD, World, open_world


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    """ "plot" is open to staff and holds stories; "quiet" is protected."""
    world = open_world(stores_of(app).stories)
    world.tell(12)
    world.tell(14, shares=SAD, group="west")
    return world


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")


@pytest.fixture
def mo(app: Flask, world: World) -> Person:
    return Person(app, "mo")
