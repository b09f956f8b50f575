"""Probes as rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.errors import NotFoundError
from narratives.probe import Advice, ProbeState, Verdict
from store import probe_actions
from store.database import SqliteDatabase
from store.probe_readings import keep_reading
from store.probes import add_probe, get_probe, list_due, list_events, list_probes, probe_serial, probes_of_alert
from tests.builders import open_plot
from tests.probes import ENDS, FEWER_CROSS, NEARER_GLAD, STARTS, make_probe, make_reading

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def plot(db: SqliteDatabase) -> SqliteDatabase:
    open_plot(db)
    return db


def started(db, **changes):
    probe = make_probe(**changes)
    add_probe(db, probe, at=AT)
    assert probe_actions.start_probe(db, probe.id, on=probe.starts_on, before_from=None, actor="ada", at=AT)
    return get_probe(db, probe.id)


def test_a_probe_comes_back_as_it_was_put_down(plot):
    probe = make_probe(
        aims=(FEWER_CROSS, NEARER_GLAD), groups=("east",), beside=("west",), before_from=date(2026, 1, 5)
    )
    add_probe(plot, probe, at=AT)
    assert get_probe(plot, "coffee") == probe
    (event,) = list_events(plot, "coffee")
    assert (event["kind"], event["new_value"], event["actor"]) == ("made", "Coffee by the gate", "ada")


def test_what_is_not_there_is_not_found(plot):
    with pytest.raises(NotFoundError, match="no probe with id 'tea'"):
        get_probe(plot, "tea")


def test_probes_are_listed_by_collection_and_state_and_end(plot):
    started(plot, id="late", ends_on=ENDS + timedelta(days=1))
    add_probe(plot, make_probe(id="early"), at=AT)
    assert [probe.id for probe in list_probes(plot)] == ["early", "late"]
    assert [probe.id for probe in list_probes(plot, "plot", (ProbeState.RUNNING,))] == ["late"]
    assert list_probes(plot, "quiet") == []
    assert probes_of_alert(plot, "nowhere") == []


def test_those_that_need_a_decision_are_listed_with_the_reason(plot):
    started(plot)
    add_probe(plot, make_probe(id="planned", owner="gone"), at=AT)
    assert list_due(plot, STARTS) == []
    keep_reading(plot, "coffee", make_reading(verdict=Verdict.OTHER, effect=0.2, low=0.1, high=0.3))
    due = {probe.id: reason for probe, reason in list_due(plot, STARTS, accounts={"ada"})}
    assert due["coffee"].startswith("It moved the other way")
    assert due["planned"].startswith("Its owner can no longer sign in")


def test_every_event_moves_the_serial_of_its_collection(plot):
    before = probe_serial(plot, "plot")
    add_probe(plot, make_probe(), at=AT)
    made = probe_serial(plot, "plot")
    probe_actions.add_note(plot, "coffee", text="Rain.", actor="ben", at=AT)
    assert before < made < probe_serial(plot, "plot")
    assert probe_serial(plot, "quiet") == 0


def test_what_is_planned_may_be_changed_and_what_runs_may_not(plot):
    probe = make_probe()
    add_probe(plot, probe, at=AT)
    changed = replace(probe, title="Tea", aims=(NEARER_GLAD,), beside=("west",), ends_on=ENDS + timedelta(days=7))
    assert probe_actions.change_probe(plot, changed, actor="ben", at=AT)
    assert get_probe(plot, "coffee") == changed
    assert list_events(plot, "coffee")[-1]["new_value"] == "name, comparison groups, aims, end"
    assert probe_actions.start_probe(plot, "coffee", on=STARTS, before_from=None, actor="ben", at=AT)
    assert not probe_actions.change_probe(plot, probe, actor="ben", at=AT)
    assert get_probe(plot, "coffee").title == "Tea"


def test_a_probe_is_started_once(plot):
    started(plot)
    assert not probe_actions.start_probe(plot, "coffee", on=ENDS, before_from=None, actor="ben", at=AT)
    assert get_probe(plot, "coffee").starts_on == STARTS


def test_an_end_may_come_sooner_and_never_later(plot):
    started(plot)
    assert not probe_actions.bring_end_forward(plot, "coffee", ends_on=ENDS + timedelta(1), actor="ada", at=AT)
    sooner = ENDS - timedelta(days=20)
    assert probe_actions.bring_end_forward(plot, "coffee", ends_on=sooner, actor="ada", at=AT)
    assert get_probe(plot, "coffee").ends_on == sooner
    assert probe_actions.end_probe(plot, "coffee", at=AT)
    assert not probe_actions.end_probe(plot, "coffee", at=AT)


def decided(db, advice, **more):
    facts = {"because": "So.", "suggested": "stop", "on": STARTS, "actor": "ada", "at": AT, **more}
    return probe_actions.decide(db, "coffee", advice, **facts)


def test_a_decision_is_kept_with_its_reason_beside_what_was_suggested(plot):
    started(plot)
    assert decided(plot, Advice.AMPLIFY)
    probe = get_probe(plot, "coffee")
    assert (probe.state, probe.decision, probe.decided_because, probe.decided_on) == (
        ProbeState.ENDED,
        Advice.AMPLIFY,
        "So.",
        STARTS,
    )
    decision = next(event for event in list_events(plot, "coffee") if event["kind"] == "decided")
    assert (decision["old_value"], decision["new_value"], decision["note"]) == ("stop", "amplify", "So.")
    assert not decided(plot, Advice.STOP)


def test_to_keep_watching_lets_it_run(plot):
    started(plot)
    assert decided(plot, Advice.KEEP_WATCHING)
    assert get_probe(plot, "coffee").state is ProbeState.RUNNING
    assert decided(plot, Advice.STOP)


def test_a_decision_that_is_taken_back_leaves_the_probe_as_it_was(plot):
    started(plot)
    assert decided(plot, Advice.STOP)
    assert probe_actions.take_back(plot, "coffee", today=STARTS, actor="ada", at=AT)
    assert get_probe(plot, "coffee") == replace(make_probe(), state=ProbeState.RUNNING)
    assert not probe_actions.take_back(plot, "coffee", today=STARTS, actor="ada", at=AT)
    assert decided(plot, Advice.STOP)
    probe_actions.take_back(plot, "coffee", today=ENDS + timedelta(days=1), actor="ada", at=AT)
    assert get_probe(plot, "coffee").state is ProbeState.ENDED


def test_one_that_was_never_run_is_planned_again_when_that_is_taken_back(plot):
    add_probe(plot, make_probe(), at=AT)
    assert decided(plot, Advice.STOP)
    probe_actions.take_back(plot, "coffee", today=STARTS, actor="ada", at=AT)
    assert get_probe(plot, "coffee").state is ProbeState.PLANNED


def test_it_is_handed_over_until_it_ends(plot):
    started(plot)
    assert probe_actions.hand_over(plot, "coffee", owner="ben", actor="ada", at=AT)
    assert not probe_actions.hand_over(plot, "coffee", owner="ben", actor="ada", at=AT)
    assert get_probe(plot, "coffee").owner == "ben"
    decided(plot, Advice.STOP)
    assert not probe_actions.hand_over(plot, "coffee", owner="ada", actor="ada", at=AT)
