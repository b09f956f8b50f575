from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.alert import Finding, Signal
from narratives.errors import NotFoundError
from narratives.probe import Probe, ProbeState
from narratives.report_back import Outcome, ReportBack, Wording
from store.alerts import add_alert
from store.probes import add_probe
from store.report_backs import (
    Answered,
    change,
    get_report_back,
    list_answered_collections,
    list_report_back_events,
    list_report_backs,
    list_unanswered,
    publish,
    put_back,
    report_backs_of,
    share_answered,
    take_back,
)
from tests.builders import TODAY, open_plot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENGLISH = Wording("The gate was locked.", "We opened it at six.", "Fewer of you waited.")
WELSH = Wording("Roedd y giât ar glo.", "Agorwyd hi am chwech.", "Arhosodd llai ohonoch.")
REPORT = ReportBack(
    id="r1",
    collection="plot",
    alert=None,
    probe=None,
    groups=("east",),
    outcome=Outcome.DID,
    words={"en": ENGLISH, "cy": WELSH},
    made_by="ada",
    published_on=TODAY,
)
FINDING = Finding(
    TODAY, TODAY - timedelta(days=9), Signal.TEMPERATURE, "mood", "anchor:cross", "group", "east", 31, 0.9, 0.5, 1.3, 12
)


@pytest.fixture
def plot(db):
    return open_plot(db)


@pytest.fixture
def raise_alert(db, plot):
    def raised(state="closed", **changes):
        finding = replace(FINDING, **changes)
        alert = add_alert(db, "plot", finding, sentence=f"{finding.group} moved.", exemplars=(), at=NOON)
        db.execute("update alerts set state = :state where id = :id", state=state, id=alert)
        return alert

    return raised


def end_probe(db, alert=None, state=ProbeState.ENDED, id="p1"):
    probe = Probe(
        id=id,
        collection="plot",
        alert=alert,
        title="Tea at the gate",
        tries="We put tea at the gate.",
        because="",
        success="",
        failure="",
        amplify="",
        dampen="",
        owner="ada",
        groups=("east",),
        beside=(),
        aims=(),
        starts_on=TODAY,
        ends_on=TODAY,
        made_by="ada",
        made_at=NOON.isoformat(),
    )
    add_probe(db, probe, at=NOON)
    db.execute("update probes set state = :state where id = :id", state=state.value, id=id)
    return id


def test_an_answer_is_read_back_as_it_was_published(db, plot):
    publish(db, REPORT, at=NOON)
    assert get_report_back(db, "r1") == REPORT
    assert list_report_backs(db, "plot") == [REPORT]
    assert list_report_backs(db, "elsewhere") == []
    assert list_answered_collections(db) == {"plot"}
    with pytest.raises(NotFoundError):
        get_report_back(db, "r2")


def test_the_newest_answer_comes_first(db, plot):
    publish(db, replace(REPORT, published_on=date(2026, 2, 1)), at=NOON)
    publish(db, replace(REPORT, id="r2"), at=NOON)
    assert [one.id for one in list_report_backs(db, "plot")] == ["r2", "r1"]


def test_a_change_keeps_the_old_words_and_who_changed_them(db, plot):
    publish(db, REPORT, at=NOON)
    other = replace(REPORT, words={"en": replace(ENGLISH, it_did="Nothing changed.")}, outcome=Outcome.DID_NOT)
    assert change(db, other, actor="bo", at=NOON + timedelta(hours=1))
    assert get_report_back(db, "r1") == other
    published, changed = list_report_back_events(db, "r1")
    assert (published.kind, published.old, published.actor) == ("published", {}, "ada")
    assert (changed.kind, changed.old, changed.actor) == ("changed", REPORT.words, "bo")
    assert not change(db, other, actor="bo", at=NOON + timedelta(hours=2)), "nothing is different"
    assert len(list_report_back_events(db, "r1")) == 2


def test_what_is_taken_back_is_shown_to_nobody_until_it_is_put_back(db, plot):
    publish(db, REPORT, at=NOON)
    assert take_back(db, "r1", actor="ada", at=NOON + timedelta(hours=1))
    assert not take_back(db, "r1", actor="bo", at=NOON + timedelta(hours=2))
    assert list_report_backs(db, "plot") == []
    assert [one.taken_back_on for one in list_report_backs(db, "plot", published=False)] == [NOON.date()]
    assert list_answered_collections(db) == frozenset()
    assert put_back(db, "r1", actor="ada", at=NOON + timedelta(days=1))
    assert not put_back(db, "r1", actor="ada", at=NOON)
    assert list_report_backs(db, "plot") == [REPORT]
    assert [event.kind for event in list_report_back_events(db, "r1")] == ["published", "taken-back", "put-back"]


def test_closed_and_old_alerts_and_ended_probes_wait_for_an_answer(db, raise_alert):
    closed = raise_alert()
    old = raise_alert("raised", group="west", raised_on=TODAY - timedelta(days=29))
    raise_alert("raised", group="all", raised_on=TODAY - timedelta(days=28))
    probe = end_probe(db)
    end_probe(db, id="p2", state=ProbeState.RUNNING)
    assert share_answered(db, "plot", today=TODAY) == Answered(2, 0, 1, 0)
    assert [one.id for one in list_unanswered(db, "plot", today=TODAY)][0] == old
    assert {one.id for one in list_unanswered(db, "plot", today=TODAY)} == {closed, old, probe}
    assert {one.words for one in list_unanswered(db, "plot", today=TODAY)} >= {"Tea at the gate", "west moved."}
    assert share_answered(db, "elsewhere", today=TODAY) == Answered(0, 0, 0, 0)


def test_an_alert_is_answered_by_a_report_that_names_it(db, raise_alert):
    alert = raise_alert()
    publish(db, replace(REPORT, alert=alert), at=NOON)
    assert share_answered(db, "plot", today=TODAY) == share_answered(db, today=TODAY) == Answered(1, 1, 0, 0)
    assert list_unanswered(db, "plot", today=TODAY) == []
    assert [one.id for one in report_backs_of(db, alert=alert)] == ["r1"]


def test_an_alert_is_answered_by_a_report_about_its_probe(db, raise_alert):
    alert = raise_alert()
    probe = end_probe(db, alert)
    publish(db, replace(REPORT, probe=probe), at=NOON)
    assert share_answered(db, "plot", today=TODAY) == Answered(1, 1, 1, 1)
    assert [one.id for one in report_backs_of(db, alert=alert)] == ["r1"]
    assert [one.id for one in report_backs_of(db, probe=probe)] == ["r1"]
    assert report_backs_of(db, alert="other") == []
    take_back(db, "r1", actor="ada", at=NOON)
    assert share_answered(db, "plot", today=TODAY) == Answered(1, 0, 1, 0)


def test_an_answer_that_is_taken_back_answers_nothing(db, raise_alert):
    publish(db, replace(REPORT, alert=raise_alert()), at=NOON)
    take_back(db, "r1", actor="ada", at=NOON)
    assert share_answered(db, "plot", today=TODAY) == Answered(1, 0, 0, 0)
    assert len(list_unanswered(db, "plot", today=TODAY)) == 1


def test_alerts_told_inside_another_are_answered_with_it(db, raise_alert):
    lead, member = raise_alert(), raise_alert(group="west")
    db.execute("update alerts set folded_into = :lead where id = :id", lead=lead, id=member)
    assert share_answered(db, "plot", today=TODAY) == Answered(1, 0, 0, 0)
    publish(db, replace(REPORT, alert=member), at=NOON)
    assert share_answered(db, "plot", today=TODAY) == Answered(1, 1, 0, 0)
    assert [one.id for one in report_backs_of(db, alert=lead)] == ["r1"]
    take_back(db, "r1", actor="ada", at=NOON)
    assert share_answered(db, "plot", today=TODAY) == Answered(1, 0, 0, 0)


def test_an_alert_that_nobody_was_told_of_waits_for_no_answer(db, raise_alert):
    alert = raise_alert()
    db.execute("update alerts set silence_id = 's1' where id = :id", id=alert)
    assert share_answered(db, "plot", today=TODAY) == Answered(0, 0, 0, 0)
