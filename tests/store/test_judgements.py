from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import Folding
from narratives.errors import NotFoundError
from narratives.judgement import Judgement, overall
from store import judgements
from store.alert_events import list_events
from store.alerts import Fold, add_alert
from store.judgements import count_raised, judge, judgement_of, list_judgements
from tests.builders import open_plot
from tests.web.explore.telling import make_finding

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def alert(db):
    open_plot(db)
    return raised(db)


def raised(db, **changes):
    options = {name: changes.pop(name) for name in ("folding",) if name in changes}
    alert_id = add_alert(db, "plot", make_finding(**changes), sentence="It moved.", exemplars=(), at=AT, **options)
    assert alert_id is not None
    return alert_id


def diary(db, alert_id):
    return [
        (row["old_value"], row["new_value"], row["actor"], row["at"])
        for row in list_events(db, alert_id)
        if row["kind"] == "judged"
    ]


def test_each_account_has_one_label_and_may_change_it(db, alert):
    assert judge(db, alert, account="ada", judgement=Judgement.REAL, at=AT)
    assert judge(db, alert, account="bo", judgement=Judgement.NOISE, at=AT)
    assert judge(db, alert, account="ada", judgement=Judgement.KNOWN, at=AT + timedelta(hours=1))
    assert judgement_of(db, alert, "ada") is Judgement.KNOWN
    assert [(one.account, one.judgement.value) for one in list_judgements(db, "plot")] == [
        ("ada", "known"),
        ("bo", "noise"),
    ]


def test_every_change_is_an_event_with_who_and_when_and_saying_the_same_again_is_none(db, alert):
    judge(db, alert, account="ada", judgement=Judgement.REAL, at=AT)
    assert not judge(db, alert, account="ada", judgement=Judgement.REAL, at=AT + timedelta(hours=1))
    judge(db, alert, account="ada", judgement=Judgement.NOISE, at=AT + timedelta(hours=2))
    assert diary(db, alert) == [
        ("", "real", "ada", "2026-03-02T12:00:00+00:00"),
        ("real", "noise", "ada", "2026-03-02T14:00:00+00:00"),
    ]


def test_a_label_is_taken_back_with_an_event(db, alert):
    assert not judge(db, alert, account="ada", judgement=None, at=AT)
    judge(db, alert, account="ada", judgement=Judgement.UNCLEAR, at=AT)
    assert judge(db, alert, account="ada", judgement=None, at=AT)
    assert judgement_of(db, alert, "ada") is None and list_judgements(db, "plot") == []
    assert diary(db, alert)[-1][:2] == ("unclear", "")


def test_the_label_and_its_event_come_together_or_not_at_all(db, alert, monkeypatch):
    def break_off(*_, **__):
        raise RuntimeError("killed")

    monkeypatch.setattr(judgements, "add_event", break_off)
    with pytest.raises(RuntimeError):
        judge(db, alert, account="ada", judgement=Judgement.REAL, at=AT)
    assert judgement_of(db, alert, "ada") is None


def test_what_is_no_alert_cannot_be_judged(db, alert):
    with pytest.raises(NotFoundError):
        judge(db, "nowhere", account="ada", judgement=Judgement.REAL, at=AT)


def test_a_judgement_carries_its_alerts_kind_and_day_and_counts_stand_apart(db, alert):
    count = raised(db, signifier="copies", direction="copies", evidence=0.0, group="west")
    for one in (alert, count):
        judge(db, one, account="ada", judgement=Judgement.REAL, at=AT)
    found = {one.kind: one.raised_on for one in list_judgements(db, "plot")}
    assert found == {"temperature:change": "2026-02-20", "temperature:count": "2026-02-20"}
    assert overall(list_judgements(db, "plot")).real == 2


def test_raised_are_the_alerts_that_people_were_told_of_and_folded_ones_only_once_judged(db, alert):
    folded = raised(db, group="west", folding=Fold(alert, Folding.TOGETHER))
    assert count_raised(db, "plot") == {"temperature:change": 1}
    judge(db, folded, account="ada", judgement=Judgement.REAL, at=AT)
    assert count_raised(db, "plot") == {"temperature:change": 2}
