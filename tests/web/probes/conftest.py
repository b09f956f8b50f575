"""The application with a collection in which probes may be planned, and people who are signed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from narratives.alert import sentence, tone_of
from narratives.probe import Probe, ProbeState
from store import probe_actions
from store.alerts import add_alert
from store.probes import add_probe, get_probe
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.probes import make_probe
from tests.web.explore.telling import World, make_finding

NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    return World(db, framework, plot, make_collection(id="quiet"))


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")


@pytest.fixture
def put(world: World) -> Callable[..., Probe]:
    """Puts a probe down that started a month ago and ends in two; in the state that is asked for."""

    def down(state: ProbeState = ProbeState.RUNNING, **changes: object) -> Probe:
        dates: dict[str, date] = {"starts_on": TODAY - timedelta(days=30), "ends_on": TODAY + timedelta(days=60)}
        if state is ProbeState.PLANNED:
            dates["starts_on"] = TODAY + timedelta(days=7)
        probe = make_probe(**{**dates, **changes})
        add_probe(world.db, probe, at=NOW)
        if state is not ProbeState.PLANNED:
            on = probe.starts_on
            probe_actions.start_probe(world.db, probe.id, on=on, before_from=None, actor="worker", at=NOW)
        if state is ProbeState.ENDED:
            probe_actions.end_probe(world.db, probe.id, at=NOW)
        return get_probe(world.db, probe.id)

    return down


@pytest.fixture
def raise_alert(world: World) -> Callable[..., str]:
    """Raises an alert and returns its id."""

    def raised(**changes: object) -> str:
        days = {"since": TODAY - timedelta(days=40), "raised_on": TODAY - timedelta(days=20)}
        finding = make_finding(**{**days, **changes})
        words, tone = sentence(finding, world.framework), tone_of(finding, world.framework)
        alert = add_alert(world.db, "plot", finding, sentence=words, exemplars=(), at=NOW, tone=tone)
        assert alert is not None
        return alert

    return raised
