from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

import analysis.commits as commits
import analysis.opendays as opendays
import analysis.surveillance as surveillance
from analysis.leases import InterruptedPassError
from analysis.npz import pack
from analysis.opendays import Watched
from analysis.replay import backtest
from analysis.surveillance import watch_stories
from narratives.calendar import day_number
from narratives.collection import ReportingGroup
from narratives.framework_file import read_framework
from narratives.narrative import Kind
from store.alerts import list_alerts
from store.collections import add_group, get_collection
from store.schema import open_stories
from store.worker import get_monitor
from tests.analysis.conftest import DAYS, FIRST, SHIFT_DAY, keep, make_season, not_applicable
from tests.builders import FRAMEWORK, TODAY, make_narrative, open_plot

UNMEASURED = {"change": None, "change_low": None, "change_high": None, "mix": None, "placements": None, "parts": ()}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def watch(db, plot, today=TODAY, **options):
    return watch_stories(db, *plot, today=today, at=NOON, **options)


def findings(db):
    """Everything that was raised, as an alert or as a further sign of one, without what it is made of."""
    alerts = list_alerts(db, "plot")
    signs = [sign.finding for alert in alerts for sign in alert.signs]
    return bare([*(alert.finding for alert in alerts), *signs])


def bare(found):
    return sorted((replace(one, **UNMEASURED) for one in found), key=repr)


def unwatched(db):
    return db.one("select count(*) as n from narratives where watched = 0 and kind = 'respondent'")["n"]


def test_the_planted_shift_is_raised_in_its_group_and_in_words(db, plot, tell):
    tell(make_season())
    done = watch(db, plot)
    assert (done.days, done.stories) == (DAYS, DAYS * 6)
    first = min(list_alerts(db, "plot"), key=lambda alert: alert.finding.raised_on)
    assert done.alerts == len(list_alerts(db, "plot"))
    assert first.finding.group == "east" and first.finding.scope == "group"
    assert FIRST + timedelta(days=SHIFT_DAY) <= first.finding.raised_on <= FIRST + timedelta(days=SHIFT_DAY + 10)
    assert "in east" in first.sentence
    directions = {alert.finding.direction for alert in list_alerts(db, "plot")}
    assert directions & {"hotter", "anchor:cross", "anchor:none"}
    assert not directions & {"calmer", "away:cross", "anchor:all"}


def test_live_and_backtest_raise_the_same_alerts(db, plot, tell):
    season = make_season()
    for day in range(1, DAYS + 1):
        tell([one for one in season if one.told_on == FIRST + timedelta(days=day - 1)])
        watch(db, plot, today=FIRST + timedelta(days=day))
    replayed = backtest(db, *plot)
    assert findings(db) == bare(replayed.alerts)
    assert (replayed.days, replayed.stories) == (DAYS, DAYS * 6)
    assert replayed.alerts


def test_days_are_closed_once_and_today_is_left_open(db, plot, tell):
    tell([*make_season(20), make_narrative(told_on=TODAY)])
    today = FIRST + timedelta(days=20)
    assert watch(db, plot, today).days == 20
    assert watch(db, plot, today) == Watched()
    assert unwatched(db) == 1


def test_killed_between_commits_it_ends_where_an_uninterrupted_run_does(db, plot, tell, tmp_path, monkeypatch):
    monkeypatch.setattr(opendays, "STORIES_A_COMMIT", 50)
    season = make_season()
    tell(season)
    beats = iter(range(10**6))

    def dying() -> None:
        if next(beats) % 4 == 3:
            raise InterruptedPassError("killed")

    for _ in range(100):
        try:
            if watch(db, plot, beat=dying) == Watched():
                break
        except InterruptedPassError:
            continue
    whole = open_stories(tmp_path / "whole.db")
    other = open_plot(whole)
    keep(whole, other[1], season)
    watch(whole, other)
    assert findings(db) == findings(whole) and findings(db)
    assert get_monitor(db, "plot") == get_monitor(whole, "plot")
    assert unwatched(db) == 0
    whole.close()


def test_killed_within_a_commit_nothing_of_it_is_kept(db, plot, tell, monkeypatch):
    tell(make_season())

    def dying(*_arguments, **_options):
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(commits, "raise_alerts", dying)
        with pytest.raises(RuntimeError):
            watch(db, plot)
    assert get_monitor(db, "plot") is None
    assert unwatched(db) == DAYS * 6
    watch(db, plot)
    assert findings(db) == bare(backtest(db, *plot).alerts)


def test_of_two_workers_at_once_only_one_commits(db, plot, tell, monkeypatch):
    tell(make_season())
    honest, other = surveillance._feed, open_stories(db.path)

    def slow(monitor, *rest):
        with monkeypatch.context() as patched:
            patched.setattr(surveillance, "_feed", honest)
            watch(other, plot)  # meanwhile, another worker does it all
        return honest(monitor, *rest)

    monkeypatch.setattr(surveillance, "_feed", slow)
    assert watch(db, plot) == Watched()
    assert findings(db) == bare(backtest(db, *plot).alerts)
    other.close()


def test_a_late_story_is_fed_on_the_next_open_day(db, plot, tell):
    tell(make_season(40))
    today = FIRST + timedelta(days=40)
    watch(db, plot, today)
    tell([make_narrative(told_on=FIRST + timedelta(days=30))])
    assert watch(db, plot, today) == Watched()
    assert watch(db, plot, today + timedelta(days=1)) == Watched(days=1, stories=1)
    assert unwatched(db) == 0


def test_a_story_that_comes_too_late_replays_the_monitor_and_doubles_no_alert(db, plot, tell):
    tell(make_season())
    watch(db, plot)
    before = findings(db)
    tell([make_narrative(told_on=FIRST + timedelta(days=3))])
    again = watch(db, plot)
    assert (again.days, again.stories) == (DAYS, DAYS * 6 + 1)
    assert unwatched(db) == 0
    raised = {(one.signifier, one.direction, one.scope, one.group) for one in before}
    assert {(one.signifier, one.direction, one.scope, one.group) for one in findings(db)} == raised
    assert len(findings(db)) == len(before)


def test_another_engine_replays_the_stories(db, plot, tell):
    tell(make_season())
    watch(db, plot)
    before = findings(db)
    db.execute("update monitors set engine = 'an older one'")
    assert watch(db, plot) == Watched(days=DAYS, stories=DAYS * 6)
    assert findings(db) == before


def test_groups_strata_and_modes_that_appear_later_are_watched_too(db, plot, tell):
    tell(make_season(60))
    watch(db, plot, FIRST + timedelta(days=60))
    add_group(db, "plot", ReportingGroup("north", "uphill"))
    on = FIRST + timedelta(days=60)
    tell([make_narrative(told_on=on, group="north", stratum="visitor", mode="paper")])
    collection = get_collection(db, "plot")
    assert watch(db, (collection, plot[1]), on + timedelta(days=1)) == Watched(days=1, stories=1)


def test_a_group_that_gets_another_parent_replays_the_stories(db, plot, tell):
    tell(make_season(20))
    today = FIRST + timedelta(days=20)
    watch(db, plot, today)
    moved = replace(plot[0], groups=(ReportingGroup("east", "hill"), ReportingGroup("west", "all")))
    assert watch(db, (moved, plot[1]), today) == Watched(days=20, stories=120)


def test_silence_is_watched_and_then_the_collection_sleeps_until_a_story_comes(db, plot, tell):
    tell(make_season(40, shift=None))
    for day in range(60, 80):
        watch(db, plot, FIRST + timedelta(days=day))
    closed = FIRST + timedelta(days=39 + 28)
    assert get_monitor(db, "plot").day == (closed - date(1970, 1, 1)).days
    tell([make_narrative(told_on=FIRST + timedelta(days=79))])
    watch(db, plot, FIRST + timedelta(days=81))
    assert unwatched(db) == 0


def test_years_of_silence_start_the_monitor_afresh(db, plot, tell):
    tell([make_narrative(told_on=date(1970, 1, 1), text="typed wrongly"), *make_season()])
    watch(db, plot)
    assert any(one.group == "east" for one in findings(db))
    assert findings(db) == bare(backtest(db, *plot).alerts)


def test_practitioners_are_not_watched(db, plot, tell):
    tell([make_narrative(kind=Kind.PRACTITIONER, told_on=FIRST)])
    assert watch(db, plot) == Watched()


def test_an_empty_collection_and_one_with_nothing_applicable_raise_nothing(db, plot, tell):
    assert watch(db, plot) == Watched()
    tell([replace(one, answers=not_applicable()) for one in make_season(60, shift=None)])
    done = watch(db, plot, FIRST + timedelta(days=60))
    assert (done.days, done.stories, done.alerts) == (60, 360, 0)


def test_of_a_framework_that_asks_nothing_to_be_placed_the_arrivals_are_watched(db, plot, tell):
    tell(make_season(5))
    asked = [{"type": "freetext", "id": "more", "title": "Anything else?", "required": False}]
    done = watch(db, (plot[0], read_framework({**FRAMEWORK, "signifiers": asked})), FIRST + timedelta(days=5))
    assert (done.days, done.stories, done.alerts) == (5, 30, 0)


def test_the_state_of_an_older_engine_is_replayed_whatever_it_holds(db, plot, tell):
    tell(make_season())
    watch(db, plot)
    before = findings(db)
    days = np.array([day_number(TODAY) - 1, 0, np.iinfo(np.int64).min])
    db.execute("update monitors set engine = 'an older one', state = :state", state=pack({"days": days}))
    assert watch(db, plot) == Watched(days=DAYS, stories=DAYS * 6)
    assert findings(db) == before
