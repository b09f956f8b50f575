"""The application with stories of two groups, a moment in which they are told, and people who are signed in."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from tests.builders import TODAY
from tests.people import Person, make_app, stores_of
from tests.store.sides import keep, told
from tests.web.explore.telling import World, open_world

NOW = TODAY + timedelta(days=2)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    for module in ("making", "pages"):
        # By its name: `web.claims` is the blueprint once the application is made.
        monkeypatch.setattr(import_module(f"web.claims.{module}"), "today", lambda: NOW)
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    """ "plot" is open and has 120 stories, "quiet" is protected and has none yet."""
    world = open_world(stores_of(app).stories)
    keep(world.db, (world.plot, world.framework), told(1, 60, "east", (4, 2, 2)), told(2, 60, "west"))
    return world


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")
