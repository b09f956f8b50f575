"""Alerts and probes of the interface: in the words that leave the platform, a page at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import nan

import pytest

from narratives.alert import AlertState
from narratives.alert_message import alert_message
from narratives.probe import ProbeState, Verdict
from narratives.route import Occasion
from store.alerts import add_alert, change_state
from store.collections import add_collection
from store.probe_readings import keep_reading
from store.probes import add_probe
from tests.builders import make_collection
from tests.people import stores_of
from tests.probes import make_probe, make_reading
from tests.programs import Program, assert_problem
from tests.web.explore.telling import make_finding

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = date(2026, 1, 5)
FOUND = make_finding(raised_on=FIRST, since=FIRST - timedelta(days=7))


@pytest.fixture
def alerts(db):
    """Five alerts, the newest last."""
    found = []
    for number in range(5):
        day = FIRST + timedelta(weeks=number)
        finding = make_finding(raised_on=day, since=day - timedelta(days=7), signifier=["mood", "say"][number % 2])
        direction = "anchor:sad" if number % 2 == 0 else "anchor:none"
        told = replace(finding, direction=direction, group=f"bed {number}")
        found.append(add_alert(db, "plot", told, sentence=f"A secret theme {number}.", exemplars=(), at=NOW))
    return [one for one in found if one is not None]


def walked(program, path, limit=2):
    found, cursor = [], ""
    while cursor is not None:
        page = program.get(f"{path}?limit={limit}" + (f"&cursor={cursor}" if cursor else "")).json
        found += page["items"]
        cursor = page["next"]
    return found


def test_alerts_come_newest_first_and_each_once(program, alerts):
    found = walked(program, "/alerts")
    assert [one["id"] for one in found] == alerts[::-1]
    assert found == [program.get(f"/alerts/{one['id']}").json for one in found]


def test_an_alert_is_told_as_a_webhook_tells_it(app, db, program, alerts):
    plot, framework = stores_of(app).opened("plot")
    told = alert_message(alerts[0], Occasion.RAISED, replace(FOUND, group="bed 0"), plot, framework)
    found = program.get(f"/alerts/{alerts[0]}").json
    assert (found["sentence"], found["where"]) == (told.sentence, told.where)
    assert "secret theme" not in program.get("/alerts").text


def test_alerts_are_found_by_state_and_collection(db, program, alerts):
    change_state(db, alerts[0], AlertState.RAISED, AlertState.CLOSED, actor="ada", at=NOW)
    closed = program.get("/alerts?state=closed&collection=plot").json["items"]
    assert [one["id"] for one in closed] == alerts[:1]
    assert_problem(program.get("/alerts?state=open"), 422)
    assert_problem(program.get("/alerts?collection=nowhere"), 404)


def test_an_alert_that_is_only_watched_is_told_nobody(db, program, alerts):
    db.execute("update alerts set state = 'watching' where id = :id", id=alerts[0])
    assert alerts[0] not in [one["id"] for one in program.get("/alerts").json["items"]]
    assert_problem(program.get(f"/alerts/{alerts[0]}"), 404)


def test_what_a_token_is_not_made_for_is_not_there(app, db, alerts):
    add_collection(db, make_collection(id="other", title="Other"))
    add_probe(db, make_probe(), at=NOW)
    narrow = Program(app, collections=["other"])
    assert narrow.get("/alerts").json["items"] == narrow.get("/probes").json["items"] == []
    for path in (f"/alerts/{alerts[0]}", "/probes/coffee", "/alerts?collection=plot", "/probes?collection=plot"):
        assert_problem(narrow.get(path), 404)


def test_probes_come_by_their_first_day(db, program):
    for number in (3, 1, 2):
        starts = FIRST + timedelta(days=number)
        add_probe(db, make_probe(id=f"probe-{number}", starts_on=starts), at=NOW)
    assert [one["id"] for one in walked(program, "/probes")] == ["probe-1", "probe-2", "probe-3"]
    assert [one["id"] for one in program.get("/probes?state=running").json["items"]] == []
    assert_problem(program.get("/probes?state=begun"), 422)
    assert_problem(program.get("/probes/nowhere"), 404)


def test_a_probe_tells_how_it_reads_and_nobody_who_looks_after_it(db, program):
    add_probe(db, make_probe(state=ProbeState.RUNNING, owner="ownerly", made_by="makerly"), at=NOW)
    keep_reading(db, "coffee", make_reading(effect=-0.12, low=-0.2, high=-0.04, verdict=Verdict.HOPED))
    answer = program.get("/probes/coffee")
    [aim] = answer.json["aims"]
    assert (aim["verdict"], aim["effect"]) == ("moved the hoped-for way", -0.12)
    assert "ownerly" not in answer.text
    assert "makerly" not in answer.text


def test_a_reading_of_too_few_has_no_numbers(db, program):
    add_probe(db, make_probe(state=ProbeState.RUNNING), at=NOW)
    keep_reading(db, "coffee", make_reading(effect=nan, low=nan, high=nan, verdict=Verdict.FEW))
    [aim] = program.get("/probes/coffee").json["aims"]
    assert (aim["effect"], aim["low"], aim["high"]) == (None, None, None)
    assert "not enough stories" in aim["sentence"]
