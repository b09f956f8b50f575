"""An alert about the whole of a collection with stories that show it, some of which may be quoted."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.alert import sentence, tone_of
from narratives.narrative import Scope
from store.alerts import add_alert
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import GLAD, SAD, World, make_finding

QUOTED = frozenset({Scope.READ, Scope.QUOTE})
KEY = "ab" * 16
SAID = "The gate was locked again and nobody came to open it."
FILLED = {
    "recipient": "Community safety partnership",
    "place": "North of the river",
    "community": "People who garden there",
    "experienced": "They feel shut out.",
    "experienced-grade": "raised",
    "evidenced": "Twelve complaints reached the desk in a month.",
    "evidenced-grade": "a-little",
    "potential": "The meeting in spring may be loud. Opening the gate in the evening would calm it.",
    "potential-grade": "high",
    "proposed": "The gate stays open until eight from March on.",
    "key": KEY,
}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    return World(db, framework, plot, plot)


@pytest.fixture
def stories(world: World) -> dict[str, str]:
    """Ids by what they are: one that may be quoted, one that names somebody, one that may only be read."""
    world.tell(20, told_on=date(2025, 12, 1), shares=GLAD)
    world.tell(20, told_on=date(2026, 2, 16), shares=SAD)
    told = {"told_on": date(2026, 2, 16), "shares": SAD}
    return {
        "quoted": world.tell(text=SAID, consent=QUOTED, **told)[0].id,
        "naming": world.tell(text="My neighbour Karen locked it.", consent=QUOTED, **told)[0].id,
        "read": world.tell(text="I went home early and sat by the stove.", **told)[0].id,
    }


@pytest.fixture
def alert(world: World, stories: dict[str, str]) -> str:
    finding = make_finding(scope="collection", group="", change=21.0, change_low=14.0, change_high=28.0)
    alert_id = add_alert(
        world.db,
        "plot",
        finding,
        sentence=sentence(finding, world.framework),
        exemplars=list(stories.values()),
        at=datetime(2026, 2, 20, 6, tzinfo=UTC),
        tone=tone_of(finding, world.framework),
    )
    assert alert_id is not None
    return alert_id


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")


@pytest.fixture
def draft(ada: Person, alert: str, stories: dict[str, str]) -> str:
    """A whole draft with one quotation; its id is the key that its form was sent with."""
    answer = ada.post(f"/tension/alerts/{alert}", {**FILLED, "quote": [stories["quoted"]]})
    assert answer.status_code == 303, answer.text
    return KEY


@pytest.fixture
def finished(ada: Person, draft: str) -> str:
    assert ada.post(f"/tension/{draft}/finish", {"revision": "1"}).status_code == 303
    return draft
