"""What bad input does: nothing that would stop a replay, and nothing that would be taken for news."""

import json
import math
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.replay import backtest
from analysis.replay_report import backtest_lines
from narratives.answers import DyadAnswer
from tests.analysis.conftest import DAYS, FIRST, make_season
from tests.builders import TODAY, make_narrative


def told_on(stories, days):
    return [replace(one, told_on=day) for one, day in zip(stories, days, strict=True)]


def replay(db, plot, **options):
    found = backtest(db, *plot, **options)
    assert all(math.isfinite(one.effect) and math.isfinite(one.evidence) for one in found.alerts)
    json.dumps(found.to_json(), allow_nan=False)
    assert backtest_lines(found, plot[1])
    return found


def test_an_empty_collection_has_nothing_to_replay(db, plot):
    found = replay(db, plot)
    assert (found.days, found.stories, found.alerts, found.unwatched) == (0, 0, (), ())


@pytest.mark.parametrize(
    "answers",
    [
        {"mood": {"shares": [math.nan, math.nan, math.nan]}, "say": {"value": math.nan}},
        {"mood": {"shares": [None, 0.5, 0.5]}, "say": {"value": None}},
        {"mood": {"shares": []}, "role": {"options": []}},
        {"mood": {"na": True}, "say": {"na": True}},
        {},
    ],
)
@pytest.mark.slow
def test_placements_that_are_no_numbers_are_not_answers(db, plot, tell, answers):
    tell(make_season(60, shift=None))
    stored = json.dumps(answers)
    db.execute("update narratives set answers = :answers, hot = null", answers=stored)
    found = replay(db, plot)
    assert (found.stories, found.alerts) == (360, ())


def test_some_placements_that_are_no_numbers_do_not_hide_a_shift(db, plot, tell):
    tell(make_season())
    broken = json.dumps({"mood": {"shares": [math.nan] * 3}, "say": {"value": math.nan}})
    db.execute("update narratives set answers = :broken, hot = null where id < '2'", broken=broken)
    assert {one.group for one in replay(db, plot).alerts if one.signal == "temperature"} == {"east"}


def test_one_group_with_one_story_is_not_watched_yet(db, plot, tell):
    tell([make_narrative(told_on=TODAY)])
    found = replay(db, plot)
    assert (found.days, found.stories, found.alerts) == (1, 1, ())
    assert "east: needs 24 more stories and 30 more days" in backtest_lines(found, plot[1])[-2]


def test_a_file_whose_days_all_coincide_raises_nothing(db, plot, tell):
    season = make_season()
    tell(told_on(season, [TODAY] * len(season)))
    found = replay(db, plot)
    assert (found.days, found.alerts) == (1, ())
    assert [(one.group, one.stories_needed, one.days_needed) for one in found.unwatched] == [
        ("east", 0, 30),
        ("west", 0, 30),
    ]


def test_the_order_in_which_stories_were_stored_does_not_matter(db, plot, tell):
    season = make_season()
    random.Random(3).shuffle(season)
    tell(season)
    shuffled = replay(db, plot)
    db.execute("delete from narratives")
    tell(sorted(season, key=lambda one: one.told_on))
    assert replay(db, plot) == shuffled and shuffled.alerts


@pytest.mark.slow
@pytest.mark.parametrize("stray", [date(1970, 1, 1), date(1899, 12, 31), date(2093, 7, 1), date(9999, 12, 31)])
def test_a_story_with_a_wrong_year_changes_nothing_for_the_others(db, plot, tell, stray):
    tell(make_season())
    before = replay(db, plot).alerts
    tell([make_narrative(told_on=stray)])
    found = replay(db, plot)
    assert found.stories == DAYS * 6 + 1
    assert found.alerts[: len(before)] == before and before


def test_a_silence_of_months_is_no_change_of_answers(db, plot, tell):
    season = make_season(120, shift=None)
    tell(
        told_on(season, [one.told_on + timedelta(days=200 * (one.told_on >= FIRST + timedelta(60))) for one in season])
    )
    assert {one.signal for one in replay(db, plot).alerts} <= {"collection"}


def test_one_answer_given_by_everybody_is_no_news(db, plot, tell):
    tell([replace(one, answers=(DyadAnswer("say", 1.0, "tap"),)) for one in make_season(90, shift=None)])
    assert replay(db, plot).alerts == ()


def test_all_stories_of_one_teller_or_of_one_text_count_as_hardly_any(db, plot, tell):
    tell([replace(one, respondent="ann") for one in make_season()])
    assert {one.signifier for one in replay(db, plot).alerts} == {"one-teller"}
    db.execute("update narratives set respondent = null, text_hash = :same", same="c" * 64)
    assert {one.signifier for one in replay(db, plot).alerts} == {"copies"}


def test_a_long_replay_says_how_far_it_has_come(db, plot, tell, monkeypatch):
    monkeypatch.setattr("analysis.replay.STORIES_A_READ", 100)
    tell(make_season(40, shift=None))
    said = []
    whole = backtest(db, *plot, progress=lambda done, of: said.append((done, of)))
    assert said[0] == (96, 240) and said[-1] == (240, 240)
    monkeypatch.undo()
    assert backtest(db, *plot) == whole


def test_the_report_says_what_moved_in_the_anchors_own_words(db, plot, tell):
    tell(make_season())
    text = "\n".join(backtest_lines(replay(db, plot), plot[1]))
    assert "temperature, " in text and "(“It left me…”)" in text
    assert "    group east, since 2026-" in text
    assert "standard deviations; by chance once in" in text


def test_a_fact_is_told_as_a_count(db, plot, tell):
    tell([replace(one, respondent="ann") for one in make_season(30, shift=None)])
    text = "\n".join(backtest_lines(replay(db, plot), plot[1]))
    assert "collection, one-teller: one person has told more than a fifth of the stories" in text
    assert "a count, not a test" in text
