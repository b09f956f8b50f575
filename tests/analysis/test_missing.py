"""Who tells clearly less than before."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from analysis import missing
from analysis.missing import missing_since
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from store.who_told import Told
from tests.builders import FRAMEWORK, TODAY, make_answers, make_collection, make_framework, make_narrative

SINCE = TODAY - timedelta(days=28)
FINDING = Finding(TODAY, SINCE, Signal.TEMPERATURE, "mood", "anchor:cross", "group", "east", 40, 0.8, 0.4, 1.2, 9.0)
BEFORE, AFTER = range(-140, 0), range(29)  # days beside SINCE


def told(days, each, **changes):
    """As many stories of each stratum as `each` says, spread evenly over some days."""
    for who, n in each.items():
        for number in range(n):
            on = SINCE + timedelta(days=days[number * len(days) // n])
            facts = {"text": "", "told_on": on, "stratum": who, "answers": make_answers(role=who or "digger")}
            yield make_narrative(**(facts | changes))


def test_a_sort_of_people_that_tells_clearly_less_is_missing(db, plot, tell):
    tell([*told(BEFORE, {"digger": 100, "picker": 100}), *told(AFTER, {"digger": 40, "picker": 10})])
    assert missing_since(db, *plot, FINDING) == (("who:picker", 0.5, 0.2),)


def test_fewer_than_k_since_are_hardly_any_and_no_number(db, plot, tell):
    tell([*told(BEFORE, {"digger": 100, "picker": 100}), *told(AFTER, {"digger": 40, "picker": 9})])
    assert missing_since(db, *plot, FINDING) == (("who:picker", 0.5, 0.0),)


def test_fewer_than_k_before_are_never_missing(db, plot, tell):
    tell([*told(BEFORE, {"digger": 20, "picker": 9}), *told(AFTER, {"digger": 60})])
    assert missing_since(db, *plot, FINDING) == ()
    tell([*told([-3], {"picker": 1})])
    assert missing_since(db, *plot, FINDING) == (("who:picker", 0.35, 0.0),)


def test_whom_chance_explains_is_not_missing(db, plot, tell):
    tell([*told(BEFORE, {"digger": 50, "picker": 50}), *told(AFTER, {"digger": 12, "picker": 8})])
    assert missing_since(db, *plot, FINDING) == ()


def test_who_tells_as_much_as_ever_is_not_missing_because_others_tell_more(db, plot, tell):
    tell([*told(BEFORE, {"digger": 100, "picker": 100}), *told(AFTER, {"digger": 120, "picker": 20})])
    assert missing_since(db, *plot, FINDING) == ()


def test_people_who_come_in_bunches_are_not_missed_so_soon(db, plot, tell):
    evenly = [*told(BEFORE, {"digger": 100, "picker": 40}), *told(AFTER, {"digger": 40, "picker": 4})]
    tell(evenly)
    assert missing_since(db, *plot, FINDING) == (("who:picker", 0.3, 0.0),)
    for one in evenly:
        db.execute("delete from narratives where id = :id", id=one.id)
    tell(
        [*told(BEFORE, {"digger": 100}), *told([-100, -60], {"picker": 40}), *told(AFTER, {"digger": 40, "picker": 4})]
    )
    assert missing_since(db, *plot, FINDING) == ()


def test_who_did_not_say_who_they_are_is_counted_and_never_named(db, plot, tell):
    tell([*told(BEFORE, {"digger": 100, "": 100}), *told(AFTER, {"digger": 50})])
    assert missing_since(db, *plot, FINDING) == ()


@pytest.mark.parametrize(("scope", "group"), [("parent", "all"), ("collection", "")])
def test_behind_a_wider_unit_a_group_may_be_missing_too(db, plot, tell, scope, group):
    tell([*told(BEFORE, {"digger": 100}), *told(BEFORE, {"digger": 100}, group="west")])
    tell([*told(AFTER, {"digger": 40}), *told(AFTER, {"digger": 4}, group="west")])
    wide = replace(FINDING, scope=scope, group=group)
    assert missing_since(db, *plot, wide) == (("group:west", 0.5, 0.0),)
    assert missing_since(db, *plot, FINDING) == ()


def test_nothing_is_said_of_fewer_than_k_stories_since(db, plot, tell):
    tell([*told(BEFORE, {"digger": 100, "picker": 100}), *told(AFTER, {"digger": 9})])
    assert missing_since(db, *plot, FINDING) == ()


def simulated(monkeypatch, chance, bunched, left):
    """Who is named of five strata that tell twenty stories a week, where the second keeps a part of its own."""
    shares, counts = np.array([0.35, 0.25, 0.2, 0.15, 0.05]), []
    for week in range(-50, 4):
        drawn = chance.dirichlet(shares * 50) if bunched else shares
        kept = np.where((np.arange(5) == 1) & (week >= 0), left, 1.0)
        told_now = chance.poisson(20 * drawn * kept)
        counts += [Told(day_number(SINCE) + 7 * week + 3, "east", f"s{n}", int(k)) for n, k in enumerate(told_now) if k]
    monkeypatch.setattr(missing, "count_who_told", lambda *given: counts)
    role = FRAMEWORK["signifiers"][2] | {"options": [{"id": f"s{n}", "label": str(n)} for n in range(5)]}
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"][:2], role])
    return {name for name, _, _ in missing.missing_since(None, make_collection(), framework, FINDING)}


@pytest.mark.nightly
@pytest.mark.parametrize("bunched", [False, True])
def test_hardly_anybody_is_named_where_nothing_changed_and_who_falls_away_mostly_is(monkeypatch, bunched):
    chance = np.random.default_rng(7)
    falsely = sum(bool(simulated(monkeypatch, chance, bunched, 1.0)) for _ in range(400))
    rightly = sum("who:s1" in simulated(monkeypatch, chance, bunched, 0.3) for _ in range(100))
    assert falsely <= 0.05 * 400 and rightly >= 45
