from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.alerting import explained, fill_exemplars, raise_alerts
from analysis.folding import into_shifts
from narratives.alert import AlertState, Signal
from store.alerts import add_alert, change_state, list_alerts
from tests.analysis.test_explain import FINDING, SINCE, make_told
from tests.analysis.test_textplaces import name_themes
from tests.builders import TODAY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOT = replace(FINDING, signifier="hot-score", direction="hotter", evidence=20.0)


def exemplars(db):
    return [row["narrative_id"] for row in db.rows("select narrative_id from alert_exemplars order by place")]


def test_an_alert_is_raised_once_with_its_sentence_and_stories(db, plot, tell):
    tell([make_told("s", 0.9)])
    assert raise_alerts(db, *plot, [FINDING, FINDING], replayed_until=None, at=NOON) == 1
    [alert] = list_alerts(db, "plot")
    assert alert.sentence == "Stories in east have moved towards “cross” (“It left me…”) since about 20 February 2026."
    assert exemplars(db) == ["s"]


def test_a_replay_finds_the_same_alert_some_days_earlier_and_does_not_double_it(db, plot):
    add_alert(db, "plot", FINDING, sentence="…", exemplars=(), at=NOON)
    moved = replace(FINDING, raised_on=TODAY - timedelta(days=4), since=SINCE - timedelta(days=3))
    other = replace(moved, direction="away:cross", raised_on=TODAY - timedelta(days=5))
    assert raise_alerts(db, *plot, [moved, other], replayed_until=TODAY, at=NOON) == 1
    assert len(list_alerts(db, "plot")) == 2


def test_stories_released_after_the_alert_are_put_behind_it(db, plot, tell):
    tell([make_told("first", 0.4)])
    raise_alerts(db, *plot, [FINDING], replayed_until=None, at=NOON)
    tell([make_told(f"s{n}", n / 10) for n in range(9)])
    assert fill_exemplars(db, *plot, TODAY) == 4
    assert exemplars(db) == ["first", "s8", "s7", "s6", "s5"]
    assert fill_exemplars(db, *plot, TODAY) == 0


def test_old_alerts_are_left_as_they_are(db, plot, tell):
    raise_alerts(db, *plot, [FINDING], replayed_until=None, at=NOON)
    tell([make_told("s", 0.9)])
    assert fill_exemplars(db, *plot, date(2026, 5, 1)) == 0


def told(db):
    """Each alert that stands with the signs inside it."""
    return [
        (alert.finding.signifier, [sign.finding.signifier for sign in alert.signs]) for alert in list_alerts(db, "plot")
    ]


def test_one_shift_is_one_alert_with_its_signs_inside(db, plot):
    say = replace(FINDING, signifier="say", direction="anchor:none", since=SINCE - timedelta(days=28))
    assert raise_alerts(db, *plot, [HOT, FINDING, say], replayed_until=None, at=NOON) == 1
    assert told(db) == [("hot-score", ["mood", "say"])]
    [alert] = list_alerts(db, "plot")
    assert alert.signs[0].sentence.startswith("Stories in east have moved towards “cross”")


def test_a_backtest_comes_to_the_alerts_that_would_have_been_raised(db, plot):
    say = replace(FINDING, signifier="say", direction="anchor:none", raised_on=TODAY + timedelta(days=1))
    west = replace(FINDING, group="west")
    assert into_shifts([HOT, west, FINDING, say], plot[1]) == [[HOT, FINDING, say], [west]]
    raise_alerts(db, *plot, [HOT, west, FINDING, say], replayed_until=None, at=NOON)
    assert sorted(told(db)) == [("hot-score", ["mood", "say"]), ("mood", [])]


def test_a_sign_that_one_of_the_two_names_among_what_moved_joins_the_alert(db, plot):
    mood = replace(FINDING, also=(("temperature", "say", "anchor:none"),))
    say = replace(FINDING, signifier="say", direction="anchor:none")
    assert raise_alerts(db, *plot, [mood, say], replayed_until=None, at=NOON) == 1
    assert told(db) == [("mood", ["say"])]


@pytest.mark.parametrize(
    "changes",
    [
        {"group": "west"},
        {"scope": "parent", "group": "all"},
        {"signal": Signal.THEME, "signifier": "wish", "direction": "option:w1"},
        {"signifier": "not-applicable", "direction": "more"},
        {"since": SINCE - timedelta(days=29)},
        {"direction": "anchor:glad"},
    ],
    ids=["elsewhere", "wider scope", "another signal", "no signifier of it", "long before", "the other way"],
)
def test_what_is_another_shift_is_another_alert(db, plot, changes):
    assert raise_alerts(db, *plot, [HOT, replace(FINDING, **changes)], replayed_until=None, at=NOON) == 2


def test_a_theme_that_moved_beside_a_temperature_stays_an_alert_of_its_own(db, plot):
    hot = replace(HOT, also=(("theme", "wish", "option:w1"),))
    theme = replace(FINDING, signal=Signal.THEME, signifier="wish", direction="option:w1")
    assert raise_alerts(db, *plot, [hot, theme], replayed_until=None, at=NOON) == 2


def test_a_sign_joins_what_is_being_looked_into_and_not_what_was_closed(db, plot):
    raise_alerts(db, *plot, [HOT], replayed_until=None, at=NOON)
    [alert] = list_alerts(db, "plot")
    change_state(db, alert.id, AlertState.RAISED, AlertState.ACKNOWLEDGED, actor="ada", at=NOON)
    assert raise_alerts(db, *plot, [FINDING], replayed_until=None, at=NOON) == 0
    change_state(db, alert.id, AlertState.ACKNOWLEDGED, AlertState.CLOSED, actor="ada", at=NOON)
    say = replace(FINDING, signifier="say", direction="anchor:none")
    assert raise_alerts(db, *plot, [say], replayed_until=None, at=NOON) == 1


def test_a_replay_doubles_no_sign_even_where_its_alert_was_closed(db, plot):
    raise_alerts(db, *plot, [HOT, FINDING], replayed_until=None, at=NOON)
    [alert] = list_alerts(db, "plot")
    change_state(db, alert.id, AlertState.RAISED, AlertState.CLOSED, actor="ada", at=NOON)
    moved = [replace(one, raised_on=TODAY - timedelta(days=2)) for one in (HOT, FINDING)]
    assert raise_alerts(db, *plot, moved, replayed_until=TODAY, at=NOON) == 0
    assert told(db) == [("hot-score", ["mood"])]


def test_an_alert_about_a_theme_is_said_in_its_words_and_shown_by_its_stories(db, plot, tell):
    stories = [make_told(f"s{n}", 0.4) for n in range(4)]
    tell(stories)
    name_themes(db, "plot", {"s0": 7, "s1": 7, "s2": 7, "s3": 8})
    theme = replace(FINDING, signal=Signal.THEME, signifier="theme", direction="topic:2")
    raise_alerts(
        db, *plot, [theme], replayed_until=None, at=NOON, placed=lambda told: {one.id: (2, 0, 0) for one in told}
    )
    assert "about the theme “lamp, light”" in list_alerts(db, "plot")[0].sentence
    assert sorted(exemplars(db)) == ["s0", "s1", "s2", "s3"]


def test_an_alert_says_what_its_change_is_made_of(db, plot, tell):
    tell([make_told(f"b{n}", 0.2, told_on=SINCE - timedelta(days=9)) for n in range(10)])
    tell([make_told(f"a{n}", 0.6) for n in range(10)])
    raise_alerts(db, *plot, explained(db, *plot, [FINDING], None), replayed_until=None, at=NOON)
    told = list_alerts(db, "plot")[0].finding
    assert (told.change, told.mix, told.placements) == pytest.approx((40.0, 0.0, 40.0))
