"""The application with a collection whose paper forms are keyed, and a practitioner who keys them."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from narratives.framework_file import read_framework
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.respond.test_paper import RICH


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("keying")))
    db = stores_of(app).stories
    open_plot(db)
    add_framework(db, read_framework(RICH))
    add_collection(db, make_collection(id="rich", framework_id="rich"))
    add_collection(db, make_collection(id="old", framework_id="rich", closes_on=date(2025, 1, 1)))
    return app


@pytest.fixture
def app(installed: Flask) -> Flask:
    stores_of(installed).stories.execute("delete from narratives")
    return installed


@pytest.fixture
def cy(app: Flask) -> Person:
    return Person(app, "cy")
