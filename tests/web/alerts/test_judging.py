"""What a manager says an alert was worth: four buttons on its page."""

import re

import pytest

from narratives.judgement import Judgement
from store.alert_events import list_events
from store.judgements import judgement_of
from tests.people import Person


def judge(person, alert, said):
    return person.post(f"/changed/{alert}/judge", {} if said is None else {"judgement": said})


@pytest.mark.parametrize("label", list(Judgement))
def test_a_manager_says_what_an_alert_was_and_comes_back_to_its_page(world, ada, raise_alert, label):
    alert = raise_alert()
    answer = judge(ada, alert, label.value)
    assert answer.status_code == 303 and answer.headers["Location"] == f"/changed/{alert}#judging"
    assert judgement_of(world.db, alert, "ada") is label


def test_the_four_answers_are_explained_and_ones_own_is_marked(world, ada, raise_alert):
    alert = raise_alert()
    page = ada.get(f"/changed/{alert}").text
    for means in ("it was news to us", "we knew it already", "nothing that matters", "cannot be told yet"):
        assert means in page
    assert 'aria-pressed="true"' not in page and "Take my answer back" not in page
    judge(ada, alert, "known")
    page = ada.get(f"/changed/{alert}").text
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page) == ["known"]
    assert "Take my answer back" in page


def test_an_answer_can_be_changed_and_taken_back(world, ada, raise_alert):
    alert = raise_alert()
    for said in ("real", "noise", ""):
        assert judge(ada, alert, said).status_code == 303
    assert judgement_of(world.db, alert, "ada") is None
    said = [(row["old_value"], row["new_value"]) for row in list_events(world.db, alert) if row["kind"] == "judged"]
    assert said == [("", "real"), ("real", "noise"), ("noise", "")]


@pytest.mark.parametrize("said", ["true", "REAL", " real", None])
def test_what_no_button_sends_is_refused_and_changes_nothing(world, ada, raise_alert, said):
    alert = raise_alert()
    judge(ada, alert, "real")
    assert judge(ada, alert, said).status_code == 400
    assert judgement_of(world.db, alert, "ada") is Judgement.REAL


def test_an_alert_that_is_not_there_cannot_be_judged(world, ada):
    assert judge(ada, "nowhere", "real").status_code == 404


@pytest.mark.parametrize("who", ["mo", "ade"])
def test_who_does_not_act_on_alerts_is_not_asked(app, world, raise_alert, who):
    alert, person = raise_alert(), Person(app, who)
    assert judge(person, alert, "real").status_code == 403
    assert "Was this alert worth having?" not in person.get(f"/changed/{alert}").text
