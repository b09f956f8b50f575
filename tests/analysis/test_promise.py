from collections import Counter
from dataclasses import replace
from datetime import timedelta
from statistics import mean

import pytest

from analysis import promise
from analysis.monitor import Monitor
from analysis.promise import Past, add_replay, rates_of, read_past, replay_once, wanted_replays
from analysis.streams import plan_streams
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.promise import TOTAL, Kind
from store.promises import get_replays
from store.watching import Telling
from tests.analysis.conftest import DAYS, FIRST, SHIFT_DAY, make_season
from tests.builders import TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def plan(plot):
    return plan_streams(*plot)


@pytest.fixture
def past(db, tell):
    tell(make_season())
    return read_past(db, "plot", YESTERDAY)


def finding(signal: str, evidence: float = 3.0) -> Finding:
    return Finding(TODAY, TODAY, Signal(signal), "mood", "up", "group", "east", 20, 1.0, 0.5, 1.5, evidence)


class Listener(Monitor):
    """Takes down what it is given, and finds what it is told to."""

    fed: list[list[Telling]] = []
    finds: list[Finding] = []

    def feed(self, day, tellings, bins=None):
        assert all(one.day == day for one in tellings) and len(bins) == len(tellings)
        Listener.fed.append(list(tellings))
        return self.finds if len(Listener.fed) == 1 else []


@pytest.fixture
def listener(monkeypatch):
    Listener.fed, Listener.finds = [], []
    monkeypatch.setattr(promise, "Monitor", Listener)
    return Listener


def test_the_past_is_every_story_up_to_the_day_and_how_long_the_monitor_watched(past):
    assert len(past.tellings) == DAYS * 6
    assert past.years * 365.25 == pytest.approx(DAYS - 30)


def test_of_a_past_of_very_many_stories_some_of_all_of_the_last_half_year_are_taken(db, tell, monkeypatch):
    monkeypatch.setattr(promise, "LEAST_DAYS", 40)
    tell(make_season())
    some = read_past(db, "plot", YESTERDAY, most=100)
    assert 60 < len(some.tellings) < 140
    assert 38 <= day_number(TODAY) - min(some.days) <= 41
    assert some.tellings == read_past(db, "plot", YESTERDAY, most=100).tellings
    newest = read_past(db, "plot", YESTERDAY, most=41 * 6)
    assert len(newest.tellings) == 41 * 6


def test_dealt_out_again_every_story_is_told_once_and_every_group_keeps_its_days(plot, plan, past, listener):
    replay_once(plot[0], plan, past, Kind.REDEALT, 0)
    fed = [one for day in listener.fed for one in day]
    assert sorted(one.id for one in fed) == sorted(one.id for one in past.tellings)
    assert Counter((one.day, one.group) for one in fed) == Counter((one.day, one.group) for one in past.tellings)
    assert {one.id: one.day for one in fed} != {one.id: one.day for one in past.tellings}


def test_told_anew_stories_come_more_than_once_and_are_not_taken_for_copies(plot, plan, past, listener):
    long = tuple(replace(one, text_hash="ab", is_long=True) for one in past.tellings)
    replay_once(plot[0], plan, replace(past, tellings=long), Kind.RETOLD, 0)
    fed = [one for day in listener.fed for one in day]
    assert len({one.id for one in fed}) < len(fed)
    assert {(one.text_hash, one.is_long) for one in fed} == {(None, False)}


def test_alarms_are_counted_by_signal_and_mere_counts_are_not(plot, plan, past, listener):
    listener.finds = [finding("temperature"), finding("temperature"), finding("theme"), finding("collection", 0.0)]
    assert replay_once(plot[0], plan, past, Kind.REDEALT, 0) == {"temperature": 2, "theme": 1}


def test_a_number_names_a_past_and_the_next_names_another(plot, plan, past, listener):
    days = []
    for number in (0, 0, 1):
        listener.fed = []
        Listener.fed = listener.fed
        replay_once(plot[0], plan, past, Kind.REDEALT, number)
        days.append({one.id: one.day for day in Listener.fed for one in day})
    assert days[0] == days[1] != days[2]


def test_what_was_planted_is_gone_once_the_stories_are_dealt_out_again(plot, plan, past, listener):
    replay_once(plot[0], plan, past, Kind.REDEALT, 0)
    dealt = [one for day in listener.fed for one in day]
    assert risen(past.tellings) > 0.3
    assert abs(risen(dealt)) < 0.15


def risen(tellings) -> float:
    """By how much the hot score of east rose on the day of the shift."""
    first = day_number(FIRST) + SHIFT_DAY
    east = [one for one in tellings if one.group == "east"]
    return mean(one.hot for one in east if one.day >= first) - mean(one.hot for one in east if one.day < first)


def test_the_monitor_that_replays_is_the_one_that_watches(plot, plan, past):
    found = replay_once(plot[0], plan, past, Kind.REDEALT, 0)
    assert set(found) <= {signal.value for signal in Signal} and sum(found.values()) < 5


def test_rates_are_of_every_signal_and_of_all_with_intervals_around_them():
    rates = rates_of({"temperature": 3, "theme": 1}, 8.0)
    assert list(rates) == [TOTAL, "temperature", "theme", "collection"]
    assert (rates[TOTAL].alarms, rates[TOTAL].a_year) == (4, 0.5)
    assert all(rate.low <= rate.a_year <= rate.high for rate in rates.values())
    assert rates["collection"].low == 0 < rates["collection"].high


@pytest.mark.parametrize(
    ("years", "promised", "wanted"), [(1.0, 1.0, 40), (0.1, 1.0, 60), (1.0, 20.0, 10), (0, 1.0, 0)]
)
def test_replays_are_wanted_until_the_promise_would_allow_forty_alarms(years, promised, wanted):
    assert wanted_replays(Past((), years), promised) == wanted


def test_replays_add_up_until_all_are_done(db, plot, plan, past, listener, monkeypatch):
    monkeypatch.setattr(promise, "FEWEST_REPLAYS", 2)
    monkeypatch.setattr(promise, "MOST_REPLAYS", 2)
    for left in (True, True, False):
        listener.fed, Listener.finds = [], [finding("temperature")]
        Listener.fed = []
        assert add_replay(db, plot[0], plan, Kind.REDEALT, today=TODAY) is left
    kept = get_replays(db, "plot", Kind.REDEALT)
    assert (kept.replays, kept.wanted, kept.rates["temperature"].alarms, kept.rates[TOTAL].alarms) == (2, 2, 2, 2)
    assert kept.years == pytest.approx(2 * past.years)
    assert get_replays(db, "plot", Kind.RETOLD) is None


@pytest.mark.parametrize("days", [0, 91])
def test_another_promise_or_a_quarter_later_is_measured_anew(db, plot, plan, past, listener, monkeypatch, days):
    monkeypatch.setattr(promise, "FEWEST_REPLAYS", 1)
    monkeypatch.setattr(promise, "MOST_REPLAYS", 1)
    assert add_replay(db, plot[0], plan, Kind.RETOLD, today=TODAY)
    other = plan_streams(replace(plot[0], alerts_a_year=5.0), plot[1]) if not days else plan
    assert add_replay(db, plot[0], other, Kind.RETOLD, today=TODAY + timedelta(days=days))
    kept = get_replays(db, "plot", Kind.RETOLD)
    assert (kept.replays, kept.engine) == (1, other.engine)


def test_a_replay_that_is_interrupted_counts_for_nothing(db, plot, plan, past):
    def beat():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        add_replay(db, plot[0], plan, Kind.REDEALT, today=TODAY, beat=beat)
    assert get_replays(db, "plot", Kind.REDEALT) is None


def test_too_little_history_is_not_replayed(db, plot, plan, tell):
    tell(make_season(20))
    assert add_replay(db, plot[0], plan, Kind.REDEALT, today=TODAY) is False
