"""The application with a collection, and a program that may do everything."""

from pathlib import Path

import pytest
from flask import Flask

from store.database import SqliteDatabase
from tests.builders import open_plot
from tests.people import make_app, stores_of
from tests.programs import Program
from web.routes.views import RESOLVER


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    app.extensions[RESOLVER] = lambda host, port: ["93.184.216.34"]
    return app


@pytest.fixture
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture
def program(app: Flask) -> Program:
    return Program(app)
