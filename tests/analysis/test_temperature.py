from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from analysis.temperature import _last_usual, load_scores, measure_temperature, period_length
from narratives.collection import Policy, ReportingGroup
from narratives.framework_file import read_framework
from narratives.narrative import Kind
from store.results import list_readings
from tests.analysis.conftest import FIRST, make_season, not_applicable
from tests.builders import FRAMEWORK, TODAY, make_narrative

END = FIRST + timedelta(days=63)  # a Friday: the week that it lies in is not over


def by_group(db):
    found = {}
    for reading in list_readings(db, "plot"):
        found.setdefault(reading.group, []).append(reading)
    return found


def test_every_group_its_parent_and_the_whole_have_readings_on_mondays(db, plot, tell):
    tell(make_season(64, shift=None))
    assert measure_temperature(db, *plot, today=END) == len(list_readings(db, "plot"))
    readings = by_group(db)
    assert sorted(readings) == ["", "all", "east", "west"]
    assert {one.starts_on.weekday() for one in readings["east"]} == {0}
    assert {(one.ends_on - one.starts_on).days for one in readings["east"]} == {6}
    told = [one for one in readings["east"] if one.value is not None]
    assert all(one.low < one.value < one.high for one in told) and len(told) > 5
    assert all(20 < one.value < 80 for one in told)


def test_a_shift_raises_its_group_above_the_other(db, plot, tell):
    tell(make_season(64, shift=52))
    measure_temperature(db, *plot, today=END)
    readings = by_group(db)
    last = readings["east"][-2]
    assert last.value > last.usual_high
    west = readings["west"][-2]
    assert west.value < last.value - 20
    assert west.usual_low < west.value < west.usual_high


def test_the_newest_four_weeks_are_not_what_is_usual():
    assert _last_usual(np.arange(12), 7) == 7
    assert _last_usual(np.arange(7), 2) == 2
    assert _last_usual(np.arange(4), 0) == 2
    assert _last_usual(np.array([5, 9]), -3) == 9


def test_a_hidden_readings_usual_range_tells_nothing_of_how_few_there_were(db, plot, tell):
    few = [
        make_narrative(group="few", told_on=FIRST + timedelta(days=7 * week)) for week in range(8) for _ in range(12)
    ]
    sizes = {8: 3, 9: 9}
    for week, n in sizes.items():
        few += [make_narrative(group="few", told_on=FIRST + timedelta(days=7 * week - 1)) for _ in range(n)]
    tell([*make_season(64, shift=None), *few])
    measure_temperature(db, *plot, today=END)
    hidden = [one for one in by_group(db)["few"] if one.value is None]
    assert len({one.n for one in hidden}) > 1
    assert len({(one.usual_low, one.usual_high) for one in hidden}) == 1


def test_fewer_than_k_stories_give_a_number_of_stories_and_no_value(db, plot, tell):
    tell([*make_season(64, shift=None), *(make_narrative(group="few", told_on=FIRST) for _ in range(9))])
    measure_temperature(db, *plot, today=END)
    few = by_group(db)["few"][0]
    assert (few.n, few.value, few.low, few.high) == (9, None, None, None)


def test_the_running_period_is_shown_where_stories_are_open_only(db, plot, tell):
    tell(make_season(64, shift=None))
    measure_temperature(db, *plot, today=END)
    assert max(one.ends_on for one in list_readings(db, "plot")) >= END
    protected = replace(plot[0], policy=Policy.PROTECTED)
    measure_temperature(db, protected, plot[1], today=END)
    assert max(one.ends_on for one in list_readings(db, "plot")) < END


def test_protected_figures_never_follow_fewer_than_k_stories(db, plot, tell):
    protected = replace(plot[0], policy=Policy.PROTECTED)
    tell(make_season(64, shift=None))
    assert measure_temperature(db, protected, plot[1], today=END)
    tell([make_narrative(told_on=END - timedelta(days=20)) for _ in range(9)])
    assert measure_temperature(db, protected, plot[1], today=END) == 0
    tell([make_narrative(told_on=END - timedelta(days=20))])
    assert measure_temperature(db, protected, plot[1], today=END)


def test_nothing_is_stored_again_when_nothing_changed(db, plot, tell):
    tell(make_season(40, shift=None))
    assert measure_temperature(db, *plot, today=END)
    assert measure_temperature(db, *plot, today=END) == 0


def test_the_period_is_as_long_as_the_median_group_needs_for_k_stories(db, plot, tell):
    season = make_season(64, shift=None)  # 21 a week and group
    tell([replace(one, respondent=None) for one in season])
    scores = load_scores(db, "plot", plot[1])
    assert [period_length(scores, k) for k in (10, 21, 40, 80, 1000)] == [7, 7, 14, 28, 91]


def test_practitioners_and_answers_that_do_not_apply_are_never_in_a_temperature(db, plot, tell):
    on = date(2026, 1, 5)
    tell([make_narrative(told_on=on, kind=Kind.PRACTITIONER) for _ in range(20)])
    tell([make_narrative(told_on=on, answers=not_applicable()) for _ in range(20)])
    assert len(load_scores(db, "plot", plot[1]).hot) == 0
    assert measure_temperature(db, *plot, today=TODAY) == 0


def test_a_framework_without_hot_or_cold_anchors_has_no_temperature(db, plot, tell):
    tell(make_season(30, shift=None))
    measure_temperature(db, *plot, today=END)
    plain = [
        {**one, "hot": [], "cold": [], "level": False} if "anchors" in one else one for one in FRAMEWORK["signifiers"]
    ]
    for one in plain:
        if one["type"] == "triad":
            del one["level"]
    assert measure_temperature(db, plot[0], read_framework({**FRAMEWORK, "signifiers": plain}), today=END) == 0
    assert list_readings(db, "plot") == []


def test_stories_without_a_group_count_in_the_whole_only(db, plot, tell):
    tell([replace(one, group="") for one in make_season(30, shift=None)])
    measure_temperature(db, *plot, today=END)
    assert set(by_group(db)) == {""}


def test_a_parent_that_is_told_under_itself_has_one_row_with_its_children(db, plot, tell):
    tell([replace(one, group="all" if one.group == "west" else "east") for one in make_season(30, shift=None)])
    both = replace(plot[0], groups=(*plot[0].groups, ReportingGroup("all")))
    measure_temperature(db, both, plot[1], today=END)
    readings = by_group(db)
    assert [one.n for one in readings["all"]] == [one.n for one in readings[""]]


def test_of_each_voice_one_story_in_four_weeks_is_heard(db, plot, tell):
    long = "The pump broke down again and nobody came to mend it."
    days = (0, 3, 27, 28)
    tell([make_narrative(id=f"c{n}", text=long, told_on=FIRST + timedelta(days=n)) for n in days])
    tell([make_narrative(id=f"r{n}", text=f"{n}", respondent="ann", told_on=FIRST + timedelta(days=n)) for n in days])
    tell([make_narrative(id=f"o{n}", text=f"{n}", told_on=FIRST) for n in range(5)])
    assert len(load_scores(db, "plot", plot[1]).hot) == 2 + 2 + 5
