"""The application in a folder of its own, a collection that a moderator reads first, and a moderator."""

from pathlib import Path

import pytest
from flask import Flask

from narratives.collection import Collection, Moderation
from narratives.framework import Framework
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def plot(app: Flask) -> tuple[Collection, Framework]:
    return open_plot(stores_of(app).stories, moderation=Moderation.BEFORE)


@pytest.fixture
def mina(app: Flask) -> Person:
    return Person(app, "mina")
