from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from analysis.alerting import explained, fill_exemplars, raise_alerts
from narratives.alert import AlertState, Folding, Signal, Tone
from narratives.silence import Silence
from store.alert_actions import acknowledge, close, rearm
from store.alert_events import list_events
from store.alerts import add_alert, change_state, list_alerts
from store.schema import open_stories
from store.silences import add_silence
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


def test_a_sign_that_one_of_the_two_names_among_what_moved_joins_the_alert(db, plot):
    mood = replace(FINDING, also=(("temperature", "say", "anchor:none"),))
    say = replace(FINDING, signifier="say", direction="anchor:none")
    assert raise_alerts(db, *plot, [mood, say], replayed_until=None, at=NOON) == 1
    assert told(db) == [("mood", ["say"])]


@pytest.mark.parametrize(
    "changes",
    [
        {"signal": Signal.THEME, "signifier": "wish", "direction": "option:w1"},
        {"direction": "anchor:glad"},
        {"group": "west", "direction": "anchor:glad"},
        {"group": "west", "since": SINCE - timedelta(days=29)},
        {"raised_on": TODAY + timedelta(days=29), "since": SINCE + timedelta(days=29)},
    ],
    ids=["another signal", "the other way", "the other way elsewhere", "long before elsewhere", "weeks later"],
)
def test_what_is_another_shift_is_another_alert(db, plot, changes):
    assert raise_alerts(db, *plot, [HOT, replace(FINDING, **changes)], replayed_until=None, at=NOON) == 2


def test_what_points_nowhere_is_told_in_whichever_alert_is_open_and_never_hides_trouble(db, plot):
    wider = replace(FINDING, direction="wider", raised_on=TODAY - timedelta(days=3))
    more = replace(FINDING, signifier="not-applicable", direction="more")
    assert raise_alerts(db, *plot, [wider, HOT, more], replayed_until=None, at=NOON) == 2
    assert told(db) == [("hot-score", []), ("mood", ["not-applicable"])]
    assert [alert.tone for alert in list_alerts(db, "plot")] == [Tone.TROUBLE, Tone.CHANGE]


def test_a_theme_that_moved_beside_a_temperature_stays_an_alert_of_its_own(db, plot):
    hot = replace(HOT, also=(("theme", "wish", "option:w1"),))
    theme = replace(FINDING, signal=Signal.THEME, signifier="wish", direction="option:w1")
    assert raise_alerts(db, *plot, [hot, theme], replayed_until=None, at=NOON) == 2


def test_what_is_found_of_a_shift_that_was_closed_is_told_inside_it_and_rings_nobody(db, plot):
    raise_alerts(db, *plot, [HOT], replayed_until=None, at=NOON)
    [alert] = list_alerts(db, "plot")
    close(db, alert.id, because="Known.", actor="ada", at=NOON)
    assert raise_alerts(db, *plot, [FINDING], replayed_until=None, at=NOON) == 0
    assert told(db) == [("hot-score", ["mood"])]
    assert list_events(db, alert.id)[-1]["kind"] == "sign"


def test_four_weeks_after_the_newest_sign_the_slot_is_free_again(db, plot):
    sign, later, last = (
        replace(FINDING, raised_on=TODAY + timedelta(days=days), since=SINCE + timedelta(days=days))
        for days in (20, 48, 77)
    )
    assert raise_alerts(db, *plot, [HOT, sign, later], replayed_until=None, at=NOON) == 1
    assert raise_alerts(db, *plot, [last], replayed_until=None, at=NOON) == 1
    newest, first = list_alerts(db, "plot")
    assert (first.rearmed, newest.rearmed) == (True, False)
    assert [event["kind"] for event in list_events(db, first.id)] == ["state", "sign", "sign", "rearmed"]


def test_what_is_found_in_days_of_long_ago_does_not_take_the_slot_of_what_stands(db, plot):
    past = replace(FINDING, raised_on=TODAY - timedelta(days=90), since=SINCE - timedelta(days=90))
    assert raise_alerts(db, *plot, [HOT, past], replayed_until=None, at=NOON) == 2
    assert [alert.rearmed for alert in list_alerts(db, "plot")] == [False, True]


def test_an_alert_that_stays_open_takes_a_sign_of_its_shift_even_when_it_is_rearmed(db, plot):
    raise_alerts(db, *plot, [HOT], replayed_until=None, at=NOON)
    rearm(db, list_alerts(db, "plot")[0].id, at=NOON)
    late = replace(FINDING, raised_on=TODAY + timedelta(days=40))
    assert raise_alerts(db, *plot, [late], replayed_until=None, at=NOON) == 0


def test_two_workers_at_once_raise_one_alert_and_tell_the_rest_inside_it(db, plot):
    say = replace(FINDING, signifier="say", direction="anchor:none")
    raised, together = [], Barrier(2)

    def work(finding):
        other = open_stories(db.path)
        together.wait()
        raised.append(raise_alerts(other, *plot, [finding], replayed_until=None, at=NOON))
        other.close()

    threads = [Thread(target=work, args=(one,)) for one in (FINDING, say)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(raised) == [0, 1]
    [(first, signs)] = told(db)
    assert {first, *signs} == {"mood", "say"}


def test_ten_groups_that_move_together_are_one_alert_that_names_them(db, plot):
    groups = [f"site {number}" for number in range(10)]
    found = [replace(FINDING, group=group) for group in groups]
    assert raise_alerts(db, *plot, found, replayed_until=None, at=NOON) == 1
    [lead] = list_alerts(db, "plot")
    assert [one.finding.group for one in lead.members] == groups[1:]
    assert {one.folded_because for one in lead.members} == {Folding.TOGETHER}
    assert lead.sentence.startswith("Stories in site 0, site 1 and 8 other groups have moved towards “cross”")
    assert lead.finding == found[0]
    assert [(event["kind"], event["note"]) for event in list_events(db, lead.members[0].id)] == [
        ("state", ""),
        ("folded", "together"),
    ]


def test_a_group_is_told_inside_the_alert_of_its_parent_or_of_the_whole_collection(db, plot):
    whole = replace(FINDING, scope="collection", group="", raised_on=TODAY + timedelta(days=1))
    parent = replace(FINDING, scope="parent", group="all")
    assert raise_alerts(db, *plot, [parent, FINDING], replayed_until=None, at=NOON) == 1
    assert raise_alerts(db, *plot, [whole], replayed_until=None, at=NOON) == 1
    [lead] = list_alerts(db, "plot")
    assert lead.finding.scope == "collection"
    assert {(one.finding.scope, one.folded_because) for one in lead.members} == {
        ("parent", Folding.WIDER),
        ("group", Folding.WIDER),
    }


def test_a_group_that_moves_beside_another_parent_is_told_inside_that_parents_alert(db, plot):
    parent = replace(FINDING, scope="parent", group="other", raised_on=TODAY + timedelta(days=1))
    early, late = FINDING, replace(FINDING, group="west", raised_on=TODAY + timedelta(days=2))
    raise_alerts(db, *plot, [early, parent, late], replayed_until=None, at=NOON)
    [lead] = list_alerts(db, "plot")
    assert lead.finding == parent
    assert {one.finding.group for one in lead.members} == {"east", "west"}
    assert lead.sentence.startswith("Stories in other, east and west have moved towards “cross”")


def test_two_ways_of_saying_that_a_question_got_worse_are_one_shift_and_only_what_is_true_is_named(db, plot):
    away = replace(FINDING, direction="away:glad")
    west, site = (replace(FINDING, group=name) for name in ("west", "site"))
    raise_alerts(db, *plot, [away, west, replace(away, group="site", evidence=5.0), site], replayed_until=None, at=NOON)
    [lead] = list_alerts(db, "plot")
    assert [one.finding.group for one in lead.members] == ["west", "site"]
    assert lead.sentence.startswith("Stories in east and site have moved away from “glad”")


def test_what_somebody_works_on_is_not_folded_away_from_under_them(db, plot):
    raise_alerts(db, *plot, [FINDING], replayed_until=None, at=NOON)
    acknowledge(db, list_alerts(db, "plot")[0].id, actor="ada", at=NOON)
    raise_alerts(db, *plot, [replace(FINDING, scope="parent", group="all")], replayed_until=None, at=NOON)
    assert len(list_alerts(db, "plot")) == 2


@pytest.mark.parametrize("order", [1, -1], ids=["copies first", "theme first"])
def test_a_theme_is_told_inside_the_copies_of_one_text_that_explain_it(db, plot, order):
    theme = replace(FINDING, signal=Signal.THEME, signifier="theme", direction="topic:2")
    copies = replace(FINDING, signal=Signal.COLLECTION, signifier="copies", direction="copies", evidence=0.0)
    raise_alerts(db, *plot, [copies, theme][::order], replayed_until=None, at=NOON)
    [lead] = list_alerts(db, "plot")
    assert (lead.finding.signifier, lead.members[0].finding.signifier) == ("copies", "theme")
    assert lead.members[0].folded_because is Folding.INHIBITED
    hotter = replace(HOT, raised_on=TODAY + timedelta(days=1))
    assert raise_alerts(db, *plot, [hotter], replayed_until=None, at=NOON) == 1


def test_a_silenced_alert_is_kept_and_takes_nothing_into_its_silence(db, plot):
    add_silence(db, Silence("s", "plot", "east", None, "Moving.", TODAY, "ada", ""), NOON)
    assert raise_alerts(db, *plot, [FINDING, replace(FINDING, group="west")], replayed_until=None, at=NOON) == 2
    by_group = {alert.finding.group: alert for alert in list_alerts(db, "plot")}
    assert (by_group["east"].silence_id, by_group["west"].silence_id) == ("s", None)
    assert list_events(db, by_group["east"].id)[-1]["kind"] == "silenced"


def test_an_alert_of_an_older_version_takes_the_signs_of_its_shift(db, plot):
    raise_alerts(db, *plot, [HOT], replayed_until=None, at=NOON)
    db.execute("update alerts set tone = 'change', slot = null")
    assert raise_alerts(db, *plot, [FINDING], replayed_until=None, at=NOON) == 0


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
