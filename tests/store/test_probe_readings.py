"""Readings and outlooks as rows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from math import inf, isnan, nan

import pytest

from narratives.probe import Verdict
from store.database import SqliteDatabase
from store.probe_readings import keep_reading, latest_readings, list_outlooks, list_readings, replace_outlooks
from store.probes import add_probe
from tests.builders import open_plot
from tests.probes import make_outlook, make_probe, make_reading


@pytest.fixture
def plot(db: SqliteDatabase) -> SqliteDatabase:
    open_plot(db)
    add_probe(db, make_probe(), at=datetime(2026, 3, 1, tzinfo=UTC))
    return db


def test_a_reading_comes_back_and_the_same_day_holds_one(plot):
    keep_reading(plot, "coffee", make_reading(effect=-0.1))
    keep_reading(plot, "coffee", make_reading())
    assert list_readings(plot, "coffee") == [make_reading()]


def test_the_newest_of_each_aim_is_the_latest(plot):
    later = make_reading(on=date(2026, 4, 9), effect=-0.05)
    for reading in (make_reading(), later, make_reading(place=1)):
        keep_reading(plot, "coffee", reading)
    assert latest_readings(plot, "coffee") == [later, make_reading(place=1)]


def test_what_is_not_known_stays_unknown(plot):
    few = make_reading(verdict=Verdict.FEW, effect=nan, low=-inf, high=inf, change=nan, change_beside=nan)
    keep_reading(plot, "coffee", few)
    (kept,) = list_readings(plot, "coffee")
    assert isnan(kept.effect) and isnan(kept.change) and isnan(kept.change_beside)
    assert (kept.low, kept.high, kept.verdict) == (-inf, inf, Verdict.FEW)


def test_no_more_than_hundredths_of_a_story_in_a_hundred_are_kept(plot):
    keep_reading(plot, "coffee", make_reading(effect=-0.123456789))
    assert list_readings(plot, "coffee")[0].effect == -0.1235


def test_an_outlook_takes_the_place_of_the_one_before(plot):
    replace_outlooks(plot, "coffee", [make_outlook(), make_outlook(place=1, needed=None)])
    assert list_outlooks(plot, "coffee") == [make_outlook(), make_outlook(place=1, needed=None)]
    replace_outlooks(plot, "coffee", [make_outlook(has_enough=False)])
    assert list_outlooks(plot, "coffee") == [make_outlook(has_enough=False)]


def test_weeks_are_told_where_enough_come():
    assert make_outlook(needed=100, a_week=20.0).weeks == 5
    assert make_outlook(needed=3, a_week=20.0).weeks == 1
    for without in ({"needed": None}, {"a_week": 0.0}, {"has_enough": False}):
        assert replace(make_outlook(), **without).weeks is None
