"""The application with a collection that is told stories which cannot wait."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from narratives.narrative import State
from store.narrative_rows import INSERT, narrative_to_row
from tests.builders import make_framework, make_narrative, open_plot
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def keep(app: Flask) -> Callable[..., str]:
    """Stores a story with these facts and returns its id."""

    def kept(state: State = State.RELEASED, **changes: object) -> str:
        told = make_narrative(**changes)
        stores_of(app).stories.execute(INSERT, **narrative_to_row(make_framework(), told, state))
        return told.id

    return kept


@pytest.fixture
def mina(app: Flask) -> Person:
    return Person(app, "mina")
