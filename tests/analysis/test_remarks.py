import random
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.temperature import measure_temperature
from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, TriadAnswer
from narratives.collection import Policy
from store.remarks import list_remarks
from store.results import list_readings
from tests.analysis.conftest import FIRST, make_season
from tests.builders import make_narrative

END = FIRST + timedelta(days=63)


def remarks_of(db, plot, today=END):
    measure_temperature(db, *plot, today=today)
    return {one.group: one for one in list_remarks(db, "plot")}


def newest(db, group, k=10):
    told = [one for one in list_readings(db, "plot") if one.group == group]
    return next(one for one in (told[-1], told[-2]) if one.n >= k)


def test_every_unit_has_a_remark_on_its_newest_reading_with_k_stories(db, plot, tell):
    tell(make_season(64, shift=None))
    remarks = remarks_of(db, plot)
    assert sorted(remarks) == ["", "all", "east", "west"]
    assert {group: one.starts_on for group, one in remarks.items()} == {
        group: newest(db, group).starts_on for group in remarks
    }


def test_what_a_shift_is_made_of_is_told_by_question_and_by_who_answered(db, plot, tell):
    tell(make_season(64, shift=52))
    made = remarks_of(db, plot)["east"].makeup
    assert made.placements > 20 and abs(made.mix) < made.placements / 5
    assert sum(part.points for part in made.parts) == pytest.approx(made.placements, abs=0.01)
    assert {part.signifiers: part.points > 5 for part in made.parts} == {("mood",): True, ("say",): True}


def test_other_people_with_the_same_minds_are_mix(db, plot, tell):
    chance = random.Random(3)
    for day in range(64):
        for _ in range(4):
            old = chance.random() < (0.5 if day < 49 else 0.05)
            say = chance.gauss(0.8 if old else 0.3, 0.05)
            answers = (DyadAnswer("say", say, "tap"), NotApplicable("mood"))
            role = "digger" if old else "picker"
            tell([make_narrative(told_on=FIRST + timedelta(days=day), stratum=role, answers=answers)])
    made = remarks_of(db, plot)["east"].makeup
    assert made.mix > 10 and abs(made.placements) < made.mix / 5


def test_a_question_that_fewer_than_k_answered_is_told_with_another(db, plot, tell):
    told = make_season(64, shift=52)
    for place, one in enumerate(told):
        if one.told_on >= FIRST + timedelta(days=49) and one.group == "east" and place % 6:
            kept = tuple(NotApplicable("say") if isinstance(a, DyadAnswer) else a for a in one.answers)
            told[place] = replace(one, answers=kept)
    tell(told)
    remarks = remarks_of(db, plot)
    assert [part.signifiers for part in remarks["east"].makeup.parts] == [("mood", "say")]
    assert [part.signifiers for part in remarks["west"].makeup.parts] == [("mood",), ("say",)]


def test_a_protected_collection_has_no_parts_and_no_stories(db, plot, tell):
    tell(make_season(64, shift=52))
    protected = replace(plot[0], policy=Policy.PROTECTED)
    remarks = remarks_of(db, (protected, plot[1]))
    assert {one.makeup.parts for one in remarks.values()} == {()}
    assert {one.stories for one in remarks.values()} == {()}
    assert remarks["east"].makeup.placements > 20


def test_the_stories_are_open_ones_placed_furthest_the_way_the_group_moved(db, plot, tell):
    told = make_season(64, shift=52)
    on = END - timedelta(days=1)
    hottest = (
        TriadAnswer("mood", (0.0, 0.0, 1.0), "tap"),
        DyadAnswer("say", 0.0, "tap"),
        ChoiceAnswer("role", ("digger",)),
    )
    seen = make_narrative(id="a" * 32, told_on=on, answers=hottest, text="Everything at once.")
    counted = make_narrative(id="b" * 32, told_on=on, answers=hottest, consent=frozenset())
    tell([*told, seen, counted])
    stories = remarks_of(db, plot)["east"].stories
    assert stories[0] == seen.id and len(stories) == 3
    assert counted.id not in stories


def test_a_group_that_turned_hot_rises_and_one_that_did_not_does_not(db, plot, tell):
    told = make_season(64, shift=None)
    for place, one in enumerate(told):
        if one.group == "east":
            week = (one.told_on - FIRST).days // 7
            say = DyadAnswer("say", max(0.0, 0.9 - 0.1 * week), "tap")
            told[place] = replace(one, answers=(NotApplicable("mood"), say))
    tell(told)
    remarks = remarks_of(db, plot)
    assert remarks["east"].trend.low > 0
    assert remarks["west"].trend.low < 0 < remarks["west"].trend.high


def test_with_few_periods_there_is_no_trend_and_without_a_year_no_comparison(db, plot, tell):
    tell(make_season(28, shift=None))
    remark = remarks_of(db, plot, today=FIRST + timedelta(days=27))["east"]
    assert remark.trend is None and remark.year is None


def test_a_season_reads_as_no_difference_from_the_same_weeks_of_last_year(db, plot, tell):
    chance, told = random.Random(1), []
    days = 364 + 70
    first = END - timedelta(days=days)
    for day in range(days):
        hot = 0.3 if 30 <= day % 364 < 100 else 0.0
        for _ in range(4):
            say = DyadAnswer("say", min(1.0, max(0.0, chance.gauss(0.6 - hot, 0.1))), "tap")
            told.append(make_narrative(told_on=first + timedelta(days=day), answers=(NotApplicable("mood"), say)))
    tell(told)
    remark = remarks_of(db, plot)["east"]
    assert newest(db, "east").value > newest(db, "east").usual_high
    assert remark.year.low < 0 < remark.year.high
    assert remark.year.first < END - timedelta(days=364)
