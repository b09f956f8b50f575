"""The application with a collection that was told enough stories to answer them."""

from pathlib import Path

import pytest
from flask import Flask

from narratives.narrative import State
from store.intake import CHANGED
from store.narrative_rows import INSERT, narrative_to_row
from tests.builders import make_framework, make_narrative, open_plot
from tests.people import Person, make_app, stores_of

TOLD = "I rang at eight and nobody picked up the telephone."


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    db = stores_of(app).stories
    framework = make_framework()
    open_plot(db)
    told = [make_narrative(text=TOLD), *(make_narrative(text=f"Bean {number}.") for number in range(10))]
    with db.write():
        for story in [*told, make_narrative(text="Peas.", group="west")]:
            row = narrative_to_row(framework, story, State.RELEASED)
            db.execute(INSERT, **row)
            db.execute(CHANGED, collection_id="plot", day=row["day"])
    return app


@pytest.fixture
def ada(app: Flask) -> Person:
    return Person(app, "ada")
