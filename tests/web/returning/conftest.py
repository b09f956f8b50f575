"""A story in an application of its own, and somebody who comes back with its code."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from narratives.narrative import Narrative, State
from tests.builders import make_narrative, open_plot
from tests.people import make_app, stores_of

KEY = "ab" * 16


class Teller:
    """Somebody with a code, or with a wrong one."""

    def __init__(self, app: Flask, code: str) -> None:
        self.app, self.code = app, code

    def post(self, step: str = "show", **fields: object) -> TestResponse:
        return self.app.test_client().post("/code", data={"code": self.code, "step": step, **fields})


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = make_app(tmp_path)
    yield made
    stores_of(made).intake.close()


@pytest.fixture
def tell(app: Flask) -> Callable[..., Teller]:
    """Opens the collection with these rules, stores one story with these facts, and returns its teller."""

    def told(rules: dict | None = None, state: State = State.RELEASED, **facts: object) -> Teller:
        db = stores_of(app).stories
        plot = open_plot(db, **(rules or {}))
        code = stores_of(app).intake.submit(*plot, make_narrative(**facts), KEY).code
        db.execute("update narratives set state = :state", state=state.value)
        return Teller(app, code)

    return told


@pytest.fixture
def stored(app: Flask) -> Callable[[], Narrative]:
    """The story as it is stored now."""
    from store.narratives import get_narrative

    db = stores_of(app).stories
    return lambda: get_narrative(db, db.one("select id from narratives where key_hash is not null")["id"])
