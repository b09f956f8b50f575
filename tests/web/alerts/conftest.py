"""The application with a collection in which an alert was raised, and people who are signed in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.alert import sentence, tone_of
from store.alerts import add_alert
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import World, make_finding

RAISED_AT = datetime(2026, 2, 20, 6, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    return World(db, framework, plot, make_collection(id="quiet"))


@pytest.fixture
def raise_alert(world: World) -> Callable[..., str]:
    """Raises an alert like the worker does, and returns its id; what is no part of a finding is said by keyword."""

    def raised(exemplars=(), folding=None, silence_id=None, **changes) -> str:
        finding = make_finding(**changes)
        alert_id = add_alert(
            world.db,
            "plot",
            finding,
            sentence=sentence(finding, world.framework),
            exemplars=exemplars,
            at=RAISED_AT,
            tone=tone_of(finding, world.framework),
            folding=folding,
            silence_id=silence_id,
        )
        assert alert_id is not None
        return alert_id

    return raised


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")
