"""Two organisations of one deployment, asked into a confederation."""

from pathlib import Path

import pytest
from flask import Flask

from store.accounts import Role
from store.commons import Confederation, add_confederation, ask_to_join, open_commons
from store.database import SqliteDatabase
from store.organisations import add_organisation
from store.schema import open_stories
from tests.builders import open_plot
from tests.people import Person, add_staff, make_app, stores_of


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    accounts = stores_of(app).accounts
    add_organisation(accounts, "south", "South House", "offered")
    add_staff(accounts, "sue", name="Sue", role=Role.ADMINISTRATOR, organisation="south")
    add_staff(accounts, "sam", name="Sam", role=Role.MANAGER, organisation="south")
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def commons(app: Flask, tmp_path: Path) -> SqliteDatabase:
    database = open_commons(tmp_path / "commons.db")
    add_confederation(database, Confederation("weirs", "The weirs"))
    ask_to_join(database, "weirs", "north", "North House")
    ask_to_join(database, "weirs", "south", "South House")
    return database


@pytest.fixture
def south(tmp_path: Path) -> SqliteDatabase:
    return open_stories(tmp_path / "south" / "stories.db")


@pytest.fixture
def ade(app: Flask) -> Person:
    return Person(app, "ade")


@pytest.fixture
def sue(app: Flask) -> Person:
    return Person(app, "sue")
