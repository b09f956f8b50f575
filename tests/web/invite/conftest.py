"""The application with an open collection and a protected one that needs codes, and people who may invite."""

from pathlib import Path

import pytest
from flask import Flask

from narratives.collection import Policy
from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    quiet = {"id": "quiet", "title": "A quiet word", "policy": Policy.PROTECTED, "sensitive": True, "invited": True}
    add_collection(db, make_collection(**quiet, embed_on=("https://www.example.org",)))
    framed = {"id": "framed", "title": "Beans & <b>peas</b>"}
    add_collection(db, make_collection(**framed, embed_on=("https://www.example.org", "https://b.example")))
    return app


@pytest.fixture
def ada(app: Flask) -> Person:
    return Person(app, "ada")
