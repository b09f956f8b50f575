"""The application with a collection, a signed-in administrator, and a resolver that answers for the internet."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from config import MailServer
from store.database import SqliteDatabase
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of
from web.routes.views import RESOLVER


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    stores = stores_of(app)
    stores.settings = replace(
        stores.settings,
        mail=MailServer("localhost", 25, "alerts@example.org", "none"),
        public_url="https://stories.example.org",
    )
    app.extensions[RESOLVER] = lambda host, port: ["93.184.216.34"]
    open_plot(stores.stories)
    return app


@pytest.fixture
def db(app: Flask) -> SqliteDatabase:
    return stores_of(app).stories


@pytest.fixture
def ade(app: Flask) -> Person:
    return Person(app, "ade")
