"""What the live watch does when clocks, files and answers are wrong: the same as a replay, and never an alert of it."""

import json
import math
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.monitor import Monitor
from analysis.replay import backtest
from analysis.signalwatch import _as_ratio
from analysis.streams import plan_streams
from analysis.surveillance import LATE_DAYS, watch_stories
from analysis.textwatch import LONGEST_SILENCE
from narratives.calendar import day_number
from store.alerts import list_alerts
from store.watching import FIRST_DAY, Telling, list_tellings
from tests.analysis.conftest import DAYS, FIRST, make_season
from tests.analysis.test_explain import FINDING
from tests.builders import TODAY, make_narrative

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
END = FIRST + timedelta(days=DAYS)
QUIET = [Telling("a", 0, "east", "", "web", None, {}, None)]
BURST = QUIET * 3_000


def watch(db, plot, today=TODAY):
    return watch_stories(db, *plot, today=today, at=NOON)


def raised(db):
    """What was raised: an alert, or a further sign of one."""
    told = [
        one for alert in list_alerts(db, "plot") for one in (alert.finding, *(sign.finding for sign in alert.signs))
    ]
    return sorted((one.raised_on, one.signal, one.signifier, one.direction, one.group) for one in told)


def replayed(db, plot):
    return sorted(
        (one.raised_on, one.signal, one.signifier, one.direction, one.group) for one in backtest(db, *plot).alerts
    )


def unwatched(db):
    return db.one("select count(*) as n from narratives where watched = 0")["n"]


def moved(stories, days):
    return [replace(one, told_on=one.told_on + timedelta(days=days)) for one in stories]


def test_batches_that_come_in_any_order_end_in_the_alerts_of_date_order(db, plot, tell):
    season = make_season()
    batches = [season[place : place + 60] for place in range(0, len(season), 60)]
    random.Random(4).shuffle(batches)
    for batch in batches:
        tell(batch)
        watch(db, plot, END)
    assert unwatched(db) == 0
    assert raised(db) and set(replayed(db, plot)) <= set(raised(db))
    assert {group for *_, group in raised(db)} == {"east"}


def test_a_file_that_comes_years_late_is_replayed_from_its_first_day_and_doubles_no_alert(db, plot, tell):
    tell(make_season())
    watch(db, plot, END)
    before = raised(db)
    tell(moved(make_season(40, shift=None, seed=9), -700))
    watch(db, plot, END)
    assert before and raised(db) == before
    assert unwatched(db) == 0


@pytest.mark.parametrize("days", [LATE_DAYS - 1, LATE_DAYS + 1])
def test_a_late_story_changes_no_alert_whether_it_is_fed_late_or_replayed(db, plot, tell, days):
    season = make_season()
    tell(season)
    watch(db, plot, END)
    before = raised(db)
    tell([make_narrative(told_on=END - timedelta(days=1 + days), group="west")])
    watch(db, plot, END + timedelta(days=1))
    assert before and raised(db) == before
    assert unwatched(db) == 0


def test_a_clock_that_jumps_ahead_and_back_closes_no_day_twice_and_raises_nothing(db, plot, tell):
    season = make_season(40, shift=None)
    tell([one for one in season if one.told_on < FIRST + timedelta(days=30)])
    watch(db, plot, FIRST + timedelta(days=900))
    closed_ahead = db.one("select day from monitors")["day"]
    assert closed_ahead == day_number(FIRST + timedelta(days=29)), "days without stories wait for the next story"
    assert watch(db, plot, FIRST + timedelta(days=30)).days == 0
    tell([one for one in season if one.told_on >= FIRST + timedelta(days=30)])
    assert watch(db, plot, FIRST + timedelta(days=40)).stories == 60
    assert raised(db) == replayed(db, plot) == []


def test_a_story_of_tomorrow_waits_until_its_day_is_over(db, plot, tell):
    tell([*make_season(20, shift=None), make_narrative(told_on=FIRST + timedelta(days=3650))])
    watch(db, plot, FIRST + timedelta(days=20))
    assert unwatched(db) == 1
    watch(db, plot, FIRST + timedelta(days=30))
    assert unwatched(db) == 1 and raised(db) == []


def test_years_of_gap_are_no_news_about_answers_and_what_was_usual_before_is_forgotten(db, plot, tell):
    season = make_season(45, shift=None)
    tell([*season, *moved(make_season(45, shift=0, seed=8), 45 + LONGEST_SILENCE + 30)])
    watch(db, plot, FIRST + timedelta(days=1000))
    assert unwatched(db) == 0
    assert {one[1].value for one in raised(db)} <= {"collection"}


def test_one_group_with_one_story_is_kept_watched_and_never_spoken_of(db, plot, tell):
    tell([make_narrative(told_on=FIRST)])
    for day in (1, 2, 40, 400, 4000):
        watch(db, plot, FIRST + timedelta(days=day))
    assert (unwatched(db), raised(db)) == (0, [])


@pytest.mark.parametrize(
    "answers",
    [
        {"mood": {"shares": [math.nan] * 3}, "say": {"value": math.nan}},
        {"mood": {"shares": [math.inf, 0.0, 0.0]}, "say": {"value": -math.inf}},
        {"mood": {"na": True}, "say": {"na": True}},
        {},
    ],
)
@pytest.mark.slow
def test_days_on_which_nothing_was_placed_are_watched_without_an_alert_about_answers(db, plot, tell, answers):
    tell(make_season(66, shift=None))
    late = "day >= :day and kind = 'respondent'"
    changed = {"answers": json.dumps(answers), "day": day_number(FIRST) + 45}
    db.execute(f"update narratives set answers = :answers, hot = null where {late}", **changed)
    watch(db, plot, END)
    assert unwatched(db) == 0
    assert all(signifier not in ("mood", "say", "hot-score") for _, _, signifier, *_ in raised(db))


def test_a_day_that_was_closed_is_refused_in_words(db, plot, tell):
    tell(make_season(3, shift=None))
    tellings = list_tellings(db, "plot", FIRST_DAY, day_number(TODAY))
    monitor = Monitor(plot[0], plan_streams(*plot))
    monitor.feed(tellings[-1].day, tellings[-6:])
    with pytest.raises(ValueError, match="was closed: give the days in rising order, each once"):
        monitor.feed(tellings[0].day, tellings[:6])


def test_a_wrong_century_does_not_stop_the_watch(db, plot, tell):
    tell([make_narrative(told_on=date(1900, 1, 1)), *make_season()])
    watch(db, plot, END)
    assert unwatched(db) == 0
    assert {group for *_, group in raised(db)} == {"east"}


def test_an_interval_that_knows_nothing_gives_finite_ratios():
    found = _as_ratio(replace(FINDING, effect=0.0, effect_low=-800.0, effect_high=800.0))
    assert (found.effect_low, found.effect, found.effect_high) == pytest.approx((0.001, 1.0, 1000.0))
