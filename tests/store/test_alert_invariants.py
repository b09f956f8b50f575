"""Whatever people, the monitor and the days do to alerts in whatever order: what must hold after every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import analysis.following as following
from analysis.alerting import raise_alerts
from analysis.course import Stand
from analysis.folding import WINDOW
from narratives.alert import AlertState, Finding, Signal, slot_of
from narratives.collection import ReportingGroup
from narratives.course import Recent
from narratives.route import Medium, Pace, Route
from narratives.silence import Silence
from store import alert_actions
from store.alert_events import list_events
from store.alerts import list_alerts, list_every_alert
from store.collections import add_collection
from store.frameworks import add_framework
from store.routes import add_route
from store.silences import add_silence, lift_silence, list_silences
from tests.builders import make_collection, make_framework
from tests.store.test_alerts import FINDING, NOON

OPEN = (AlertState.RAISED, AlertState.ACKNOWLEDGED)
GROUPS = (ReportingGroup("east", "all"), ReportingGroup("west", "all"), ReportingGroup("far", "rest"))
UNITS = (("group", "east"), ("group", "west"), ("group", "far"), ("parent", "all"), ("collection", ""))
WHAT = (
    (Signal.TEMPERATURE, "hot-score", "hotter"),
    (Signal.TEMPERATURE, "mood", "anchor:cross"),
    (Signal.TEMPERATURE, "hot-score", "calmer"),
    (Signal.THEME, "theme", "topic:1"),
    (Signal.COLLECTION, "copies", "copies"),
)
# Each column whose change people or the monitor answer for, and the kind of the event that says so.
KINDS = {
    "state": "state",
    "slot": "rearmed",
    "course": "course",
    "folded_into": "folded",
    "silence_id": "silenced",
    "assignee": "assigned",
    "due_on": "due",
}
NUMBERS = count()
NEVER_TWICE = {"raised", "reminder", "closed"}
Rows = dict[str, dict[str, Any]]


class AlertsLife(RuleBasedStateMachine):
    """Every run has a collection of its own in one store."""

    db: Any
    left: float | None

    @initialize()
    def begin(self) -> None:
        self.number, self.now, self.silences = next(NUMBERS), NOON, count()
        self.framework, self.id = make_framework(), f"plot-{self.number}"
        self.collection = make_collection(id=self.id, groups=GROUPS)
        add_collection(self.db, self.collection)
        hook = f"hook-{self.number}"
        address = f"https://{hook}.example.org"
        route = Route(hook, self.id, Medium.WEBHOOK, address, Pace.IMMEDIATE, frozenset(Signal), "ade")
        add_route(self.db, route, at=NOON)
        self.rows, self.events, self.posted = self.read()

    @property
    def today(self) -> date:
        return self.now.date()

    def read(self) -> tuple[Rows, Counter[tuple[str, str]], dict[int, tuple[str, str]]]:
        """The alerts by their id, how many events of each kind they have, and what was put into the outbox."""
        columns = ", ".join(KINDS)
        found = self.db.rows(f"select id, {columns} from alerts where collection_id = :id", id=self.id)
        alerts = {row["id"]: dict(row) for row in found}
        events = Counter((id, event["kind"]) for id in alerts for event in list_events(self.db, id))
        told = self.db.rows("select id, alert_id, occasion from outbox where route_id = :id", id=f"hook-{self.number}")
        return alerts, events, {row["id"]: (row["alert_id"], row["occasion"]) for row in told}

    def finding(self, what: int, unit: int, begun: int) -> Finding:
        (signal, signifier, direction), (scope, group) = WHAT[what], UNITS[unit]
        since, years = self.today - timedelta(days=begun), 0.0 if direction == "copies" else 12.0
        where = {"scope": scope, "group": group, "raised_on": self.today, "since": since, "also": ()}
        return replace(FINDING, signal=signal, signifier=signifier, direction=direction, evidence=years, **where)

    def find(self, finding: Finding) -> None:
        raise_alerts(self.db, self.collection, self.framework, [finding], replayed_until=None, at=self.now)

    @rule(what=st.integers(0, 4), unit=st.integers(0, 4), begun=st.sampled_from((2, 20)))
    def a_shift_is_found(self, what: int, unit: int, begun: int) -> None:
        self.find(self.finding(what, unit, begun))

    @rule(which=st.integers(0, 9), act=st.sampled_from(("acknowledge", "give_back", "close", "reopen")))
    def somebody_acts(self, which: int, act: str) -> None:
        leads = list_alerts(self.db, self.id)
        if leads:
            why = {"because": "Known."} if act == "close" else {}
            getattr(alert_actions, act)(self.db, leads[which % len(leads)].id, actor="ada", at=self.now, **why)

    @rule(which=st.integers(0, 9), who=st.sampled_from(("ada", None)), due=st.sampled_from((None, 3)))
    def somebody_is_asked(self, which: int, who: str | None, due: int | None) -> None:
        if every := list_every_alert(self.db, self.id):
            day = None if due is None else self.today + timedelta(days=due)
            one = every[which % len(every)].id
            alert_actions.assign(self.db, one, assignee=who, due_on=day, actor="ben", at=self.now)

    @rule(unit=st.sampled_from((None, 0, 3)), signal=st.sampled_from((None, Signal.THEME)), days=st.integers(0, 30))
    def something_is_silenced(self, unit: int | None, signal: Signal | None, days: int) -> None:
        group = None if unit is None else UNITS[unit][1]
        name, until = f"{self.id}-{next(self.silences)}", self.today + timedelta(days=days)
        add_silence(self.db, Silence(name, self.id, group, signal, "Painting.", until, "ada", ""), self.now)

    @rule()
    def a_silence_is_lifted(self) -> None:
        for one in list_silences(self.db, self.id, today=self.today)[:1]:
            lift_silence(self.db, one.id, actor="ada", at=self.now)

    @rule(days=st.sampled_from((1, 8, 29)), left=st.sampled_from((None, 0.0, 0.5, 1.0)))
    def days_pass(self, days: int, left: float | None) -> None:
        """The worker looks, and a second one right after it, which finds nothing more to do."""
        self.now += timedelta(days=days)
        type(self).left = left
        self.follow()
        first = self.read()
        self.follow()
        assert self.read() == first, "a pass that is run twice does more than one"
        holding = {one.id for one in list_silences(self.db, self.id, today=self.today)} | {None}
        for lead in list_alerts(self.db, self.id):
            for one in (lead, *lead.members):
                assert one.rearmed or self.today - one.newest_sign <= WINDOW, "it holds its slot for ever"
                assert one.silence_id in holding or (one.rearmed and not one.is_open), "it is quiet under no silence"

    def follow(self) -> None:
        where = self.db, self.collection, self.framework
        following.follow_alerts(*where, lambda _: {}, today=self.today, at=self.now)

    @rule(which=st.integers(0, 9))
    def what_was_rearmed_is_found_again(self, which: int) -> None:
        every = list_every_alert(self.db, self.id)
        over = [one for one in every if one.rearmed and not one.is_open]
        if not over:
            return
        old = over[which % len(over)].finding
        units = {(one.finding.signal, one.finding.scope, one.finding.group) for one in every if not one.rearmed}
        units |= {(one.finding.signal, one.finding.scope, one.finding.group) for one in every if one.is_open}
        self.now += timedelta(days=1)
        again = replace(old, raised_on=self.today, since=self.today - timedelta(days=2))
        self.find(again)
        if (old.signal, old.scope, old.group) not in units:
            assert len(list_every_alert(self.db, self.id)) == len(every) + 1, "what was rearmed never rings again"

    @invariant()
    def a_slot_has_one_holder(self) -> None:
        held = Counter(slot_of(one.finding, one.tone) for one in list_every_alert(self.db, self.id) if not one.rearmed)
        assert all(n == 1 for n in held.values())

    @invariant()
    def what_is_open_is_in_sight(self) -> None:
        leads = list_alerts(self.db, self.id, states=OPEN)
        shown = {one.id for lead in leads for one in (lead, *lead.members)}
        assert {one.id for one in list_every_alert(self.db, self.id) if one.is_open} <= shown

    @invariant()
    def every_change_of_a_row_has_its_event_and_nothing_quiet_is_told(self) -> None:
        rows, events, posted = self.read()
        for id, row in rows.items():
            before = self.rows.get(id)
            for column, kind in KINDS.items():
                is_new = before is not None and before[column] != row[column]
                assert not is_new or events[id, kind] > self.events[id, kind], f"{column} changed without an event"
        for place in posted.keys() - self.posted.keys():
            alert = rows[posted[place][0]]
            assert alert["folded_into"] is None and alert["silence_id"] is None, "what is quiet was told"
        told = Counter(posted.values())
        assert all(n == 1 for (_, occasion), n in told.items() if occasion in NEVER_TWICE)
        self.rows, self.events, self.posted = rows, events, posted


def stand_of(db: Any, collection: Any, framework: Any, alert: Any, placed: Any, today: date) -> Stand | None:
    """As if the newest stories had so much of the change left; nobody answers where that is None."""
    left, change = AlertsLife.left, 14.0
    if alert.finding.is_count:
        return None
    recent = None if left is None else Recent(left * change, (left - 0.1) * change, (left + 0.1) * change, 30, today)
    return Stand(recent, change, ())


def test_no_order_of_steps_loses_an_alert_or_tells_one_twice(db, monkeypatch: pytest.MonkeyPatch) -> None:
    add_framework(db, make_framework())
    db.connection.execute("pragma synchronous = off")
    monkeypatch.setattr(following, "stand_of", stand_of)
    monkeypatch.setattr(AlertsLife, "db", db, raising=False)
    monkeypatch.setattr(AlertsLife, "left", 1.0, raising=False)
    few = settings(
        max_examples=60,
        stateful_step_count=18,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AlertsLife, settings=few)
