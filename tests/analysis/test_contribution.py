"""What a change is made of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.contribution import stored_tellings, with_contribution
from narratives.alert import Signal
from narratives.calendar import day_number
from store.watching import Telling
from tests.analysis.test_explain import FINDING, SINCE, make_told
from tests.builders import TODAY, make_collection, make_framework

PLOT, GARDEN = make_collection(), make_framework()
BEFORE, AFTER = day_number(SINCE) - 20, day_number(SINCE)


def make_telling(day, cross, *, say=0.5, **changes):
    answers = {"mood": {"shares": [1 - cross, 0.0, cross]}, "say": {"value": say}, "wish": {"options": ["w1"]}}
    hot = (cross - (1 - cross) + (1 - say)) / 2
    told = Telling(f"{day}-{cross}", day, "east", "digger", "web", None, answers, hot)
    return replace(told, **changes)


def explained(tellings, placed=None, **changes):
    def given(groups, first, last):
        return [one for one in tellings if first <= one.day <= last and (groups is None or one.group in groups)]

    return with_contribution(PLOT, GARDEN, replace(FINDING, **changes), given, placed)


def test_the_same_people_who_placed_their_stories_elsewhere_are_placements():
    told = [make_telling(BEFORE, 0.2) for _ in range(12)] + [make_telling(AFTER, 0.5) for _ in range(10)]
    found = explained(told)
    assert (found.change, found.mix, found.placements) == pytest.approx((30.0, 0.0, 30.0))
    assert (found.change_low, found.change_high) == pytest.approx((30.0, 30.0))
    away = explained(told, direction="away:glad")
    assert (away.change, away.placements) == pytest.approx((-30.0, -30.0))


def test_other_people_with_the_same_minds_are_mix():
    def crowd(day, diggers, pickers):
        cross = [make_telling(day, 0.8) for _ in range(diggers)]
        return cross + [make_telling(day, 0.2, stratum="picker") for _ in range(pickers)]

    found = explained(crowd(BEFORE, 4, 16) + crowd(AFTER, 16, 4))
    assert (found.change, found.mix, found.placements) == pytest.approx((36.0, 36.0, 0.0))
    by_mode = [
        replace(one, mode="paper" if one.stratum == "picker" else "web", stratum="") for one in crowd(AFTER, 16, 4)
    ]
    before = [
        replace(one, mode="paper" if one.stratum == "picker" else "web", stratum="") for one in crowd(BEFORE, 4, 16)
    ]
    assert explained(before + by_mode).mix == pytest.approx(36.0)


def test_beyond_one_group_another_mix_of_groups_is_mix_too():
    def crowd(day, east, west):
        return [make_telling(day, 0.8) for _ in range(east)] + [
            make_telling(day, 0.2, group="west") for _ in range(west)
        ]

    told = crowd(BEFORE, 10, 10) + crowd(AFTER, 20, 0)
    for scope, group in (("parent", "all"), ("collection", "")):
        assert explained(told, scope=scope, group=group).mix == pytest.approx(30.0)
    assert explained(told).change == pytest.approx(0.0)  # in the east alone nothing changed


def test_a_change_of_the_hot_score_is_taken_apart_into_its_signifiers():
    told = [make_telling(BEFORE, 0.2, say=0.5) for _ in range(10)] + [
        make_telling(AFTER, 0.6, say=0.4) for _ in range(10)
    ]
    found = explained(told, signifier="hot-score", direction="hotter")
    assert dict(found.parts) == pytest.approx({"mood": 40.0, "say": 5.0})
    assert found.change == pytest.approx(45.0) == found.mix + found.placements


@pytest.mark.parametrize(("before", "after"), [(9, 30), (30, 9)])
def test_nothing_is_told_of_fewer_than_k_who_answered_on_a_side(before, after):
    told = [make_telling(BEFORE, 0.2) for _ in range(before)] + [make_telling(AFTER, 0.9) for _ in range(after)]
    silent = [
        make_telling(day, 0.2, answers={"mood": {"na": True}}, hot=None) for day in (BEFORE, AFTER) for _ in range(9)
    ]
    assert explained(told + silent) == FINDING


@pytest.mark.parametrize(
    ("signifier", "direction", "change"),
    [
        ("mood", "zone:2", 100.0),
        ("mood", "zone:0", -100.0),
        ("mood", "wider", 50.0),
        ("mood", "more-extreme", -10.0),
        ("say", "anchor:none", 0.0),
        ("pockets", "pocket:mood=2&mood=2", 100.0),
    ],
)
def test_every_kind_is_measured_in_its_own_unit(signifier, direction, change):
    told = [make_telling(BEFORE, 0.2) for _ in range(10)] + [make_telling(AFTER, 0.7) for _ in range(10)]
    assert explained(told, signifier=signifier, direction=direction).change == pytest.approx(change)


def test_an_option_and_questions_that_do_not_apply_are_counted_in_a_hundred():
    other = {"mood": {"na": True}, "say": {"shown": False}, "wish": {"options": ["w2"]}}
    told = [make_telling(BEFORE, 0.2) for _ in range(10)]
    told += [make_telling(AFTER, 0.2, answers=other) for _ in range(10)]
    theme = {"signal": Signal.THEME, "signifier": "wish"}
    assert explained(told, **theme, direction="option:w2").change == pytest.approx(100.0)
    assert explained(told, signifier="not-applicable", direction="more").change == pytest.approx(100.0)


def test_who_answers_is_counted_and_not_taken_apart():
    told = [make_telling(BEFORE, 0.2) for _ in range(10)]
    told += [make_telling(AFTER, 0.2, stratum="picker" if n < 5 else "digger") for n in range(10)]
    who = explained(told, signal=Signal.COLLECTION, signifier="who", direction="who:picker")
    assert (who.change, who.mix, who.placements) == (pytest.approx(50.0), None, None)
    volume = explained(told, signal=Signal.COLLECTION, signifier="volume", direction="more")
    assert volume.change is None
    assert explained(told, signal=Signal.COLLECTION, signifier="way", direction="way:pigeon").change is None


def test_a_theme_is_measured_where_texts_have_places():
    told = [make_telling(BEFORE, 0.2, id=f"b{n}") for n in range(10)] + [
        make_telling(AFTER, 0.2, id=f"a{n}") for n in range(10)
    ]
    theme = {"signal": Signal.THEME, "signifier": "theme", "direction": "topic:3"}
    places = {f"b{n}": (1, 0, 0) for n in range(10)} | {f"a{n}": (3, 0, 0) for n in range(10)}
    assert explained(
        told, lambda tellings: {one.id: places[one.id] for one in tellings}, **theme
    ).change == pytest.approx(100.0)
    assert explained(told, **theme).change is None


def test_stories_older_than_a_year_or_told_after_the_finding_do_not_count():
    told = [make_telling(BEFORE - 365, 0.9), make_telling(day_number(TODAY) + 1, 0.9)] * 20
    told += [make_telling(BEFORE, 0.2) for _ in range(10)] + [make_telling(AFTER, 0.5) for _ in range(10)]
    assert explained(told).change == pytest.approx(30.0)


def test_the_stored_stories_of_the_group_are_compared(db, plot, tell):
    tell([make_told(f"b{n}", 0.2, told_on=SINCE - timedelta(days=3)) for n in range(10)])
    tell([make_told(f"a{n}", 0.5, consent=frozenset()) for n in range(10)])
    tell([make_told(f"w{n}", 0.9, group="west") for n in range(10)])
    found = with_contribution(*plot, FINDING, stored_tellings(db, plot[0]))
    assert found.change == pytest.approx(30.0)
