"""Two probes that are nearly the same are never read so that the few between them can be told."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from analysis.probe_apart import is_too_near
from narratives.collection import Policy
from narratives.probe import Verdict
from store.probe_readings import list_outlooks, list_readings
from store.probes import add_probe
from tests.analysis.test_probing import AT, Programme
from tests.probes import ENDS, FEWER_CROSS, STARTS, make_probe

GROUPS = {"east": 0.5, "west": 0.5}


@pytest.fixture
def programme(db):
    programme = Programme(db, Policy.PROTECTED)
    programme.tell(-60, 60, GROUPS, a_day=1)
    programme.plan()
    return programme


def told(programme, probe_id):
    return [one for one in list_readings(programme.db, probe_id) if one.verdict is not Verdict.FEW]


@pytest.mark.parametrize("later", [1, 4])
def test_probes_that_begin_days_apart_are_both_read_and_never_apart_by_fewer_than_k(programme, later):
    second = make_probe(id="tea", starts_on=STARTS + timedelta(days=later))
    add_probe(programme.db, second, at=AT)
    for day in range(20, 60):
        programme.look(day)
    both = told(programme, "coffee"), told(programme, "tea")
    assert min(map(len, both)) >= 2
    for one, other in product(*both):
        apart = later + abs((one.on - other.on).days)  # a story a day and group
        assert apart >= programme.collection.k, (one.on, other.on)


def test_probes_that_begin_together_are_read_together(programme):
    add_probe(programme.db, make_probe(id="tea"), at=AT)
    for day in range(20, 60):
        programme.look(day)
    assert [one.on for one in told(programme, "coffee")] == [one.on for one in told(programme, "tea")] != []


def test_the_same_beside_each_other_the_other_way_round_is_too_near_as_well(programme):
    programme.look(40)
    reading = told(programme, "coffee")[-1]
    turned = make_probe(id="tea", groups=("west",), starts_on=STARTS + timedelta(days=2), ends_on=ENDS)
    own = replace(reading, n_after=reading.n_after_beside - 2, n_after_beside=reading.n_after - 2)
    assert is_too_near(programme.db, turned, own, programme.collection.k)
    asked = replace(turned, aims=(replace(FEWER_CROSS, signifier="say", region="anchor:no"),))
    assert not is_too_near(programme.db, asked, own, programme.collection.k)


def test_one_more_story_before_changes_nothing_that_is_said_of_how_long_it_takes(db):
    programme = Programme(db, Policy.PROTECTED)
    programme.tell(-60, -1, GROUPS)
    programme.plan()
    programme.look(-2)
    (before,) = list_outlooks(db, "coffee")
    programme.tell(-2, -1, {"east": 0.0}, a_day=1)
    programme.look(-1)
    (after,) = list_outlooks(db, "coffee")
    assert (after.needed, after.a_week, after.weeks) == (before.needed, before.a_week, before.weeks)
    assert after.on > before.on
