from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest

from narratives.alert import AlertState, Finding, Folding, Signal, Tone
from narratives.errors import NotFoundError
from narratives.narrative import State
from narratives.route import Medium, Pace, Route
from store.alert_actions import acknowledge, assign
from store.alert_exemplars import add_exemplars, list_unshown
from store.alerts import (
    Fold,
    add_alert,
    add_sign,
    change_state,
    fold,
    get_alert,
    list_alerts,
    list_events,
    list_every_alert,
    retell,
)
from store.collections import get_collection
from store.narrative_rows import INSERT, narrative_to_row
from store.release import serial
from store.routes import add_route
from store.schema import open_stories
from tests.builders import make_framework, make_narrative, open_plot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FINDING = Finding(
    date(2026, 3, 2),
    date(2026, 2, 20),
    Signal.TEMPERATURE,
    "mood",
    "anchor:cross",
    "group",
    "east",
    31,
    0.9,
    0.5,
    1.3,
    12.0,
    change=14.2,
    change_low=8.0,
    change_high=20.4,
    mix=-1.5,
    placements=15.7,
    parts=(("mood", 10.0), ("say", 4.2)),
    also=(("theme", "wish", "option:w1"),),
)


@pytest.fixture
def alert(db) -> str:
    open_plot(db)
    for name in ("s1", "s2"):
        db.execute(INSERT, **narrative_to_row(make_framework(), make_narrative(id=name), State.RELEASED))
    found = add_alert(db, "plot", FINDING, sentence="Stories moved.", exemplars=["s1"], at=NOON)
    assert found is not None
    return found


def exemplars(db):
    return [(row["place"], row["narrative_id"]) for row in db.rows("select * from alert_exemplars order by place")]


def test_an_alert_comes_back_as_it_was_found(db, alert):
    stored = get_alert(db, alert)
    assert (stored.finding, stored.sentence, stored.state) == (FINDING, "Stories moved.", AlertState.RAISED)
    assert list_alerts(db, "plot") == [stored]
    with pytest.raises(NotFoundError, match="no alert with id 'x'"):
        get_alert(db, "x")


def test_the_same_finding_is_raised_once(db, alert):
    assert add_alert(db, "plot", FINDING, sentence="Again.", exemplars=["s2"], at=NOON) is None
    assert exemplars(db) == [(0, "s1")]
    assert len(list_events(db, alert)) == 1


def test_the_second_manager_to_acknowledge_changes_nothing(db, alert):
    raised, acknowledged = AlertState.RAISED, AlertState.ACKNOWLEDGED
    assert change_state(db, alert, raised, acknowledged, actor="ada", at=NOON)
    assert not change_state(db, alert, raised, acknowledged, actor="ben", at=NOON)
    assert sorted(event["actor"] for event in list_events(db, alert)) == ["ada", "monitor"]
    with pytest.raises(ValueError, match="an alert never passes from acknowledged to watching"):
        change_state(db, alert, acknowledged, AlertState.WATCHING, actor="ada", at=NOON)


def test_alerts_that_too_few_stories_show_are_listed_until_they_are_closed(db, alert):
    assert list_unshown(db, "plot", 5) == [(get_alert(db, alert), ("s1",))]
    assert list_unshown(db, "plot", 1) == []
    change_state(db, alert, AlertState.RAISED, AlertState.CLOSED, actor="ada", at=NOON)
    assert list_unshown(db, "plot", 5) == []


def test_a_story_is_put_behind_an_alert_once_and_after_the_others(db, alert):
    assert add_exemplars(db, alert, ["s2", "s1", "s2"]) == 1
    assert exemplars(db) == [(0, "s1"), (1, "s2")]


def test_alerts_are_listed_newest_first_and_by_state(db, alert):
    later = replace(FINDING, raised_on=date(2026, 3, 9), group="west")
    add_alert(db, "plot", later, sentence="Later.", exemplars=(), at=NOON)
    assert [one.sentence for one in list_alerts(db, "plot")] == ["Later.", "Stories moved."]
    change_state(db, alert, AlertState.RAISED, AlertState.CLOSED, actor="ada", at=NOON)
    assert [one.sentence for one in list_alerts(db, "plot", states=(AlertState.RAISED,))] == ["Later."]


def test_a_further_sign_is_told_once_inside_its_alert(db, alert):
    sign = replace(FINDING, signifier="say", direction="anchor:none", raised_on=date(2026, 3, 9))
    assert add_sign(db, alert, sign, sentence="So did the say.")
    assert not add_sign(db, alert, sign, sentence="Again.")
    [stored] = list_alerts(db, "plot")
    assert [(one.finding, one.sentence) for one in stored.signs] == [(sign, "So did the say.")]
    assert get_alert(db, alert) == stored


def test_the_page_of_alerts_is_another_once_a_sign_was_added(db, alert):
    plot = get_collection(db, "plot")
    before = serial(db, plot)
    add_sign(db, alert, replace(FINDING, signifier="say"), sentence="So did the say.")
    assert serial(db, plot) == before + 1


def test_one_alert_holds_the_slot_of_a_unit_signal_and_tone_however_many_workers_raise_it(db, alert):
    raised, together = [], Barrier(2)

    def work(signifier):
        other = open_stories(db.path)
        found = replace(FINDING, signifier=signifier, group="west")
        together.wait()
        raised.append(
            add_alert(other, "plot", found, sentence=signifier, exemplars=(), at=NOON, tone=Tone.TROUBLE) is not None
        )
        other.close()

    threads = [Thread(target=work, args=(signifier,)) for signifier in ("mood", "say")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(raised) == [False, True]
    assert len(list_every_alert(db, "plot")) == 2


def test_trouble_and_opportunity_of_a_unit_stand_side_by_side(db, alert):
    for tone in (Tone.TROUBLE, Tone.OPPORTUNITY):
        found = replace(FINDING, signifier=tone)
        assert add_alert(db, "plot", found, sentence="It moved.", exemplars=(), at=NOON, tone=tone) is not None


def test_what_is_folded_stands_in_its_lead_alone_and_leaves_the_platform_nowhere(db, alert):
    everything = frozenset(Signal)
    add_route(db, Route("r", None, Medium.WEBHOOK, "https://a.example.org", Pace.IMMEDIATE, everything, "ade"), at=NOON)
    west, whole = replace(FINDING, group="west"), replace(FINDING, scope="collection", group="")
    together = Fold(alert, Folding.TOGETHER)
    member = add_alert(db, "plot", west, sentence="West moved.", exemplars=(), at=NOON, folding=together)
    assert [one.id for one in list_alerts(db, "plot")] == [alert]
    assert [one.sentence for one in list_alerts(db, "plot")[0].members] == ["West moved."]
    assert db.rows("select occasion from outbox") == []
    lead = add_alert(db, "plot", whole, sentence="All moved.", exemplars=(), at=NOON)
    assert db.rows("select alert_id, occasion from outbox") == [{"alert_id": lead, "occasion": "raised"}]
    assert fold(db, alert, Fold(lead, Folding.WIDER), at=NOON)
    assert not fold(db, alert, Fold(lead, Folding.WIDER), at=NOON)
    [shown] = list_alerts(db, "plot")
    assert {(one.id, one.folded_because) for one in shown.members} == {
        (alert, Folding.WIDER),
        (member, Folding.TOGETHER),
    }
    assert get_alert(db, lead) == shown
    assert {one.id for one in list_every_alert(db, "plot")} == {alert, member, lead}


@pytest.mark.parametrize(
    "taken_up",
    [
        lambda db, alert: acknowledge(db, alert, actor="ada", at=NOON),
        lambda db, alert: assign(db, alert, assignee="ada", due_on=None, actor="ada", at=NOON),
    ],
    ids=["acknowledged", "assigned"],
)
def test_what_somebody_has_taken_up_is_never_folded_away(db, alert, taken_up):
    lead = add_alert(db, "plot", replace(FINDING, scope="parent"), sentence="All moved.", exemplars=(), at=NOON)
    taken_up(db, alert)
    assert not fold(db, alert, Fold(lead, Folding.WIDER), at=NOON)
    assert get_alert(db, alert).folded_into is None


def test_who_is_missing_behind_an_alert_is_kept_with_it(db, alert):
    missing = (("who:digger", 0.4, 0.1), ("group:west", 0.25, 0.0))
    found = replace(FINDING, group="west")
    raised = add_alert(db, "plot", found, sentence="It moved.", exemplars=(), at=NOON, missing=missing)
    assert get_alert(db, raised).missing == missing


def test_an_alert_may_be_put_into_other_words_and_its_evidence_stays(db, alert):
    retell(db, alert, "East and West moved.")
    kept = get_alert(db, alert)
    assert (kept.sentence, kept.finding) == ("East and West moved.", FINDING)
