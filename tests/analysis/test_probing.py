"""The worker's step that begins, reads and ends probes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import models.probe
from analysis.pipeline import Worker
from analysis.probing import aim_test, read_probes
from analysis.status import describe_status
from narratives.alert import Tone
from narratives.answers import ChoiceAnswer, TriadAnswer
from narratives.collection import Policy, ReportingGroup
from narratives.narrative import Source
from narratives.probe import Advice, ProbeState, Verdict
from narratives.probe_prompts import suggestion
from store.alerts import add_alert
from store.database import SqliteDatabase
from store.narratives import import_narratives
from store.probe_actions import change_probe
from store.probe_readings import latest_readings, list_outlooks, list_readings
from store.probes import add_probe, get_probe, list_events
from tests.builders import make_narrative, open_plot
from tests.probes import ENDS, FEWER_CROSS, NEARER_GLAD, STARTS, make_probe
from tests.web.explore.telling import make_finding

GROUPS = (ReportingGroup("east", "all"), ReportingGroup("west", "all"))
AT = datetime(2026, 3, 1, tzinfo=UTC)
NEAR, FAR = (0.15, 0.15, 0.7), (0.7, 0.15, 0.15)  # right at "cross", right at "glad"


class Programme:
    """A collection in which stories are told day by day."""

    def __init__(self, db: SqliteDatabase, policy: Policy = Policy.OPEN) -> None:
        self.db = db
        self.collection, self.framework = open_plot(db, groups=GROUPS, policy=policy)
        self.chance = np.random.default_rng(7)
        self.n = 0

    def tell(self, first: int, last: int, near: dict[str, float], a_day: int = 2, *, placed: bool = True) -> None:
        """Stories of days counted from the start; `near` is the share right at "cross" by group."""
        told = []
        for day in range(first, last):
            for group, share in near.items():
                for _ in range(a_day):
                    self.n += 1
                    shares = NEAR if self.chance.random() < share else FAR
                    mood = (TriadAnswer("mood", shares, "tap"),) if placed else ()
                    told.append(
                        make_narrative(
                            told_on=STARTS + timedelta(days=day),
                            text="",
                            group=group,
                            area=group,
                            answers=(*mood, ChoiceAnswer("role", ("digger",))),
                            source=Source("planted", f"{self.n}", f"{self.n}"),
                        )
                    )
        import_narratives(self.db, self.collection, self.framework, told, {})

    def plan(self, **changes) -> None:
        add_probe(self.db, make_probe(**changes), at=AT)

    def look(self, day: int) -> int:
        return read_probes(self.db, self.collection, self.framework, today=STARTS + timedelta(days=day), at=AT)

    @property
    def probe(self):
        return get_probe(self.db, "coffee")

    @property
    def latest(self):
        return latest_readings(self.db, "coffee")


@pytest.fixture
def programme(db: SqliteDatabase) -> Programme:
    return Programme(db)


def test_the_verdicts_are_those_of_the_model():
    assert [one.value for one in Verdict] == [one.value for one in models.probe.Verdict]


def test_the_chance_to_mislead_is_shared_by_the_aims():
    one, two = make_probe(), make_probe(aims=(FEWER_CROSS, NEARER_GLAD))
    assert (aim_test(one, FEWER_CROSS, 20).alpha, aim_test(two, FEWER_CROSS, 20).alpha) == (0.05, 0.025)
    assert (aim_test(one, FEWER_CROSS, 20).hoped, aim_test(two, NEARER_GLAD, 20).hoped) == (-1, 1)


def test_a_probe_that_works_is_begun_read_and_ended_by_itself(programme):
    programme.tell(-60, 0, {"east": 0.6, "west": 0.6})
    programme.tell(0, 84, {"east": 0.1, "west": 0.6})
    programme.plan()
    assert programme.look(-1) == 0
    assert programme.probe.state is ProbeState.PLANNED
    programme.look(0)
    assert programme.probe.state is ProbeState.RUNNING
    programme.look(50)
    (reading,) = programme.latest
    assert reading.verdict is Verdict.HOPED
    assert reading.low < -0.5 < reading.high < 0
    assert reading.is_compared
    assert suggestion(programme.probe, [reading], [], STARTS).advice is Advice.AMPLIFY
    programme.look(85)
    assert programme.probe.state is ProbeState.ENDED
    assert [(e["kind"], e["new_value"], e["actor"]) for e in list_events(programme.db, "coffee")][1:] == [
        ("state", "running", "worker"),
        ("state", "ended", "worker"),
    ]
    assert programme.look(86) == 0


def test_what_moved_everywhere_is_not_the_probes(programme):
    programme.tell(-60, 0, {"east": 0.6, "west": 0.6})
    programme.tell(0, 40, {"east": 0.1, "west": 0.1})
    programme.plan()
    programme.look(40)
    assert programme.latest[0].verdict is Verdict.SCATTER


def test_only_the_named_groups_are_compared_with(programme):
    programme.tell(-60, 40, {"east": 0.6, "west": 0.6, "north": 0.6})
    programme.plan(beside=("west",))
    programme.look(40)
    assert programme.latest[0].n_after_beside == 80


def test_nothing_is_said_of_fewer_than_twenty_people_on_a_side(programme):
    programme.tell(-60, 0, {"east": 0.6, "west": 0.6})
    programme.tell(0, 19, {"east": 0.1, "west": 0.6}, a_day=1)
    programme.plan()
    programme.look(19)
    (reading,) = programme.latest
    assert reading.verdict is Verdict.FEW
    programme.tell(0, 15, {"east": 0.1, "west": 0.6}, a_day=1)
    programme.look(20)
    assert programme.latest[0].verdict is not Verdict.FEW


def test_no_count_below_k_is_kept(programme):
    programme.tell(-60, 0, {"east": 0.6, "west": 0.6})
    programme.tell(0, 9, {"east": 0.1}, a_day=1)
    programme.plan()
    programme.look(9)
    (reading,) = programme.latest
    assert (reading.n_before, reading.n_after, reading.n_after_beside) == (120, 0, 0)


def test_two_readings_never_differ_by_fewer_than_k_stories_a_side(programme):
    programme.tell(-60, 30, {"east": 0.6, "west": 0.6})
    programme.plan()
    for day in range(60):
        programme.look(day)
    programme.tell(30, 60, {"east": 0.6, "west": 0.6}, a_day=1)
    for day in range(29, 60):
        programme.look(day)
    readings = [one for one in list_readings(programme.db, "coffee") if one.n_after]
    steps = [later.n_after - earlier.n_after for earlier, later in zip(readings, readings[1:], strict=False)]
    assert len(steps) > 3
    assert min(steps) >= programme.collection.k


def test_stories_that_leave_the_question_out_do_not_hide_a_step_of_fewer_than_k(programme):
    everywhere = {"east": 0.6, "west": 0.6}
    programme.tell(-60, 30, everywhere)
    programme.plan()
    assert programme.look(30) == 1
    programme.tell(30, 31, everywhere, a_day=programme.collection.k, placed=False)
    programme.tell(30, 31, everywhere, a_day=3)
    assert programme.look(31) == 0
    assert programme.latest[0].n_after == 60


def test_a_look_without_new_stories_keeps_nothing(programme):
    programme.tell(-60, 30, {"east": 0.6, "west": 0.6})
    programme.plan()
    assert programme.look(30) == 1
    assert programme.look(30) == 0
    assert programme.look(31) == 0


def test_groups_of_fewer_than_k_stories_are_left_out_where_stories_are_protected(db):
    programme = Programme(db, Policy.PROTECTED)
    programme.tell(-60, 40, {"east": 0.6, "west": 0.6})
    programme.tell(-9, 40, {"north": 0.6}, a_day=1)
    programme.plan()
    programme.look(39)
    assert (programme.latest[0].n_before_beside, programme.latest[0].n_after_beside) == (120, 80)


def test_before_it_starts_it_is_said_how_many_stories_it_takes(programme):
    programme.tell(-60, 0, {"east": 0.6, "west": 0.6})
    programme.plan(aims=(replace(FEWER_CROSS, size=0.3),))
    programme.look(-1)
    (outlook,) = list_outlooks(programme.db, "coffee")
    assert outlook.has_enough and outlook.needed > 20
    assert (outlook.a_week, outlook.n_before) == (13.8, 120)  # 110 in eight weeks: told in whole k
    larger = replace(programme.probe, aims=(replace(FEWER_CROSS, size=0.6),))
    assert change_probe(programme.db, larger, actor="ada", at=AT)
    programme.look(-1)
    assert list_outlooks(programme.db, "coffee")[0].needed < outlook.needed


def test_too_few_before_is_said_too(programme):
    programme.tell(-9, 0, {"east": 0.6, "west": 0.6}, a_day=1)
    programme.plan()
    programme.look(-1)
    (outlook,) = list_outlooks(programme.db, "coffee")
    assert (outlook.has_enough, outlook.needed, outlook.n_before) == (False, None, 0)


def test_a_shift_that_stays_is_not_read_as_harm_when_an_alert_told_of_it(programme):
    """A year's mean is mostly the time before the shift: the probe would be blamed for it."""
    programme.tell(-120, -30, {"east": 0.2, "west": 0.2})
    programme.tell(-30, 60, {"east": 0.8, "west": 0.2})
    programme.plan()
    finding = make_finding(
        direction="anchor:cross", since=STARTS - timedelta(days=30), raised_on=STARTS - timedelta(days=9)
    )
    add_alert(programme.db, "plot", finding, sentence="Moved.", exemplars=(), at=AT, tone=Tone.TROUBLE)
    programme.look(60)
    assert programme.probe.before_from == STARTS - timedelta(days=30)
    assert programme.latest[0].verdict is Verdict.SCATTER


def test_without_that_it_would_be(programme):
    programme.tell(-120, -30, {"east": 0.2, "west": 0.2})
    programme.tell(-30, 60, {"east": 0.8, "west": 0.2})
    programme.plan()
    programme.look(60)
    assert programme.latest[0].verdict is Verdict.OTHER


def test_one_that_began_while_no_worker_ran_starts_on_its_day(programme):
    programme.plan()
    programme.look(30)
    assert (programme.probe.state, programme.probe.starts_on, programme.probe.ends_on) == (
        ProbeState.RUNNING,
        STARTS,
        ENDS,
    )


def test_the_worker_looks_ahead_once_a_probe_is_planned_or_changed_though_no_story_came(programme, library):
    worker = Worker(programme.db, library, now=lambda: AT, today=lambda: STARTS - timedelta(days=1))
    programme.tell(-60, 0, {"east": 0.6, "west": 0.6})
    worker.run_once()
    programme.plan()
    worker.run_once()
    assert len(list_outlooks(programme.db, "coffee")) == 1
    changed = replace(programme.probe, aims=(FEWER_CROSS, NEARER_GLAD))
    assert change_probe(programme.db, changed, actor="ada", at=AT)
    worker.run_once()
    assert len(list_outlooks(programme.db, "coffee")) == 2
    assert "  Probes: 1 planned" in describe_status(programme.db, STARTS)
