"""The application with one collection, and practitioners who are signed in."""

from pathlib import Path

import pytest
from flask import Flask

from tests.builders import open_plot
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def cy(app: Flask) -> Person:
    return Person(app, "cy")


@pytest.fixture
def di(app: Flask) -> Person:
    return Person(app, "di")
