from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from analysis.alerting import fill_exemplars, raise_alerts
from analysis.explain import choose_exemplars
from narratives.alert import Finding, Signal
from narratives.collection import Policy
from narratives.narrative import State
from store.alerts import add_alert, list_alerts
from tests.analysis.conftest import keep
from tests.builders import TODAY, make_answers, make_narrative

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SINCE = TODAY - timedelta(days=10)
FINDING = Finding(TODAY, SINCE, Signal.TEMPERATURE, "mood", "anchor:cross", "group", "east", 40, 0.8, 0.4, 1.2, 9.0)


def make_told(name, cross, **changes):
    story = make_narrative(
        id=name, text=f"Story {name}", told_on=SINCE, answers=make_answers((1 - cross, 0.0, cross), 0.5)
    )
    return replace(story, **changes)


def exemplars(db):
    return [row["narrative_id"] for row in db.rows("select narrative_id from alert_exemplars order by place")]


def test_the_stories_that_lie_furthest_the_way_things_moved_are_shown(db, plot, tell):
    tell([make_told(f"s{n}", n / 10) for n in range(9)])
    assert choose_exemplars(db, *plot, FINDING) == ["s8", "s7", "s6", "s5", "s4"]
    away = replace(FINDING, direction="away:cross")
    assert choose_exemplars(db, *plot, away) == ["s0", "s1", "s2", "s3", "s4"]
    hotter = replace(FINDING, signifier="hot-score", direction="hotter")
    assert choose_exemplars(db, *plot, hotter)[0] == "s8"


def test_only_open_stories_of_the_group_since_it_began_are_shown(db, plot, tell):
    tell([make_told("good", 0.3), make_told("twin", 0.2, text="Story good")])
    tell([make_told("west", 0.9, group="west"), make_told("early", 0.9, told_on=SINCE - timedelta(days=1))])
    tell([make_told("private", 0.9, consent=frozenset()), make_told("silent", 0.9, text="")])
    keep(db, plot[1], [make_told("waiting", 0.9)], State.WAITING)
    shown = choose_exemplars(db, *plot, FINDING)
    assert len(shown) == 1 and shown[0] in {"good", "twin"}
    both = choose_exemplars(db, *plot, replace(FINDING, scope="parent", group="all"))
    assert both[0] == "west"


def test_a_protected_collection_shows_no_story_and_silence_has_none(db, plot, tell):
    tell([make_told("s", 0.9)])
    protected = replace(plot[0], policy=Policy.PROTECTED)
    assert choose_exemplars(db, protected, plot[1], FINDING) == []
    fewer = replace(FINDING, signal=Signal.COLLECTION, signifier="volume", direction="fewer")
    assert choose_exemplars(db, *plot, fewer) == []
    assert choose_exemplars(db, *plot, replace(fewer, direction="more")) == ["s"]


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
