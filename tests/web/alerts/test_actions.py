"""What managers do about an alert: each step with its undo, its record, and an answer for who comes second."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import AlertState, Signal
from store import alert_actions
from store.accounts import Role
from store.alerts import get_alert, list_events
from tests.attacks.hostile import SCRIPTS, VALUES
from tests.people import Person, add_staff, stores_of

NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def ben(app, world) -> Person:
    add_staff(stores_of(app).accounts, "ben", name="Ben", role=Role.MANAGER)
    return Person(app, "ben")


def state(world, alert) -> AlertState:
    return get_alert(world.db, alert).state


def assign(person, alert, **fields):
    form = {"assignee": "", "due": "", "assignee_before": "", "due_before": ""} | fields
    return person.post(f"/changed/{alert}/assign", form)


def test_acknowledging_is_recorded_with_the_managers_name_and_time(world, ada, raise_alert):
    alert = raise_alert()
    answer = ada.post(f"/changed/{alert}/acknowledge", {})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changed#alert-{alert}")
    assert state(world, alert) is AlertState.ACKNOWLEDGED
    event = list_events(world.db, alert)[-1]
    assert event["actor"] == "ada"
    assert abs((datetime.now(UTC) - datetime.fromisoformat(event["at"])).total_seconds()) < 60
    page = ada.get(f"/changed/{alert}").text
    assert re.search(r"Ada acknowledged this alert at \d\d:\d\d on \d+ \w+ \d{4}", page)
    assert f"/changed/{alert}/acknowledge" not in page and f"/changed/{alert}/give-back" in page


def test_an_alerts_own_page_is_where_its_buttons_lead_back_to(ada, raise_alert):
    alert = raise_alert()
    answer = ada.post(f"/changed/{alert}/acknowledge", {"from": "page"})
    assert answer.headers["Location"] == f"/changed/{alert}"


def test_acknowledging_is_undone_by_giving_it_back(world, ada, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/acknowledge", {})
    assert ada.post(f"/changed/{alert}/give-back", {}).status_code == 303
    assert state(world, alert) is AlertState.RAISED
    assert "Ada gave it back: nobody has it." in ada.get(f"/changed/{alert}").text
    assert ada.post(f"/changed/{alert}/give-back", {}).status_code == 409


def test_the_second_manager_is_told_who_was_first_and_changes_nothing(world, ada, ben, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/acknowledge", {})
    answer = ben.post(f"/changed/{alert}/acknowledge", {})
    assert answer.status_code == 409
    at = datetime.fromisoformat(list_events(world.db, alert)[-1]["at"]).astimezone()
    assert f"Ada acknowledged it at {at:%H:%M}" in answer.text and "Nothing was changed." in answer.text
    assert [event["actor"] for event in list_events(world.db, alert)] == ["monitor", "ada"]


def test_everything_that_moved_in_a_group_is_acknowledged_at_once(world, ada, raise_alert):
    alerts = [raise_alert(), raise_alert(signifier="say", direction="anchor:all", signal=Signal.THEME)]
    answer = ada.post("/changed/acknowledge", {"alert": alerts})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changed#alert-{alerts[0]}")
    assert [state(world, alert) for alert in alerts] == [AlertState.ACKNOWLEDGED] * 2
    assert ada.post("/changed/acknowledge", {"alert": "nowhere"}).status_code == 404
    assert ada.post("/changed/acknowledge", {}).status_code == 303


def test_an_alert_is_closed_with_a_reason_and_opened_again(world, ada, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/acknowledge", {})
    answer = ada.post(f"/changed/{alert}/close", {"because": "handled", "words": " The gate is mended. "})
    assert answer.headers["Location"] == f"/changed/{alert}"
    assert get_alert(world.db, alert).closed_because == "It was handled: The gate is mended."
    page = ada.get(f"/changed/{alert}").text
    assert "It was handled: The gate is mended." in page and "Ada closed it." in page
    assert f"/changed/{alert}/close" not in page and f"/changed/{alert}/assign" not in page
    assert ada.post(f"/changed/{alert}/reopen", {"from": "page"}).status_code == 303
    assert state(world, alert) is AlertState.ACKNOWLEDGED
    assert "Ada opened it again." in ada.get(f"/changed/{alert}").text


def test_closing_asks_for_a_reason_and_keeps_what_was_typed(world, ada, raise_alert):
    alert = raise_alert()
    answer = ada.post(f"/changed/{alert}/close", {"words": "The gate"})
    assert answer.status_code == 422 and state(world, alert) is AlertState.RAISED
    assert 'href="#because">Choose why it can be closed' in answer.text
    assert 'value="The gate"' in answer.text and '<details class="govuk-details mm-details mm-do" open id="close"' in (
        answer.text
    )
    answer = ada.post(f"/changed/{alert}/close", {"because": "known", "words": "x" * 301})
    assert answer.status_code == 422 and "Shorten your own words to 300 characters or fewer" in answer.text
    assert re.search(r'value="known" checked', answer.text)


def test_who_closes_second_is_told_who_was_first(world, ada, ben, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/close", {"because": "back"})
    answer = ben.post(f"/changed/{alert}/close", {"because": "known"})
    assert answer.status_code == 409 and "Ada closed it at" in answer.text
    assert get_alert(world.db, alert).closed_because == "It went back to usual"


def test_an_alert_whose_time_is_over_stays_closed(world, ada, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/close", {"because": "back"})
    alert_actions.rearm(world.db, alert, at=NOW)
    assert "It stays closed" in ada.get(f"/changed/{alert}").text
    answer = ada.post(f"/changed/{alert}/reopen", {})
    assert answer.status_code == 409 and "an alert of its own" in answer.text
    assert state(world, alert) is AlertState.CLOSED


def test_giving_an_alert_to_somebody_is_looking_into_it(world, ada, ben, raise_alert):
    alert = raise_alert()
    due = TODAY + timedelta(days=7)
    assert assign(ada, alert, assignee="ben", due=due.isoformat()).status_code == 303
    found = get_alert(world.db, alert)
    assert (found.assignee, found.due_on, found.state) == ("ben", due, AlertState.ACKNOWLEDGED)
    page = ada.get(f"/changed/{alert}").text
    assert "<strong>Ben</strong> has it" in page and "Ada gave it to Ben." in page and "Ada made it due on" in page
    answer = assign(ben, alert, assignee_before="ben", due_before=due.isoformat())
    assert answer.status_code == 303 and get_alert(world.db, alert).assignee is None
    assert "Ben no longer has it." in ben.get(f"/changed/{alert}").text


def test_an_assignment_that_somebody_changed_meanwhile_is_left_as_it_is(world, ada, ben, raise_alert):
    alert = raise_alert()
    assign(ada, alert, assignee="ada")
    answer = assign(ben, alert, assignee="ben")
    assert answer.status_code == 409 and get_alert(world.db, alert).assignee == "ada"
    assert "Nothing was changed." in answer.text


def test_what_cannot_be_assigned_is_said_and_kept(world, ada, raise_alert):
    alert = raise_alert()
    for fields, message in (
        ({"assignee": "mo"}, "Choose one of the managers"),
        ({"assignee": "ada", "due": "next week"}, "Enter the day like 2026-11-03, or leave it empty"),
        ({"assignee": "ada", "due": "2020-01-01"}, "Choose a day from today to a year from now"),
        ({"assignee": "ada", "due": "9999-01-01"}, "Choose a day from today to a year from now"),
    ):
        answer = assign(ada, alert, **fields)
        assert answer.status_code == 422 and answer.text.count(message) == 2
        assert get_alert(world.db, alert).assignee is None
        assert f'value="{fields.get("due", "")}"' in answer.text


def test_a_day_that_has_passed_can_stay(world, ada, raise_alert):
    alert, past = raise_alert(), TODAY - timedelta(days=3)
    alert_actions.assign(world.db, alert, assignee="ada", due_on=past, actor="ada", at=NOW)
    day = past.isoformat()
    assert assign(ada, alert, due=day, assignee_before="ada", due_before=day).status_code == 303
    assert get_alert(world.db, alert).due_on == past


def test_a_note_stands_in_the_history_as_it_was_written(ada, raise_alert):
    alert = raise_alert()
    answer = ada.post(f"/changed/{alert}/note", {"note": " Rang the <council>.\nThey come on Friday. "})
    assert answer.headers["Location"] == f"/changed/{alert}#history"
    page = ada.get(f"/changed/{alert}").text
    assert "Ada noted:" in page and "Rang the &lt;council&gt;.\nThey come on Friday.</p>" in page


def test_a_note_that_cannot_be_kept_is_said(world, ada, raise_alert):
    alert = raise_alert()
    limit = "Shorten the note to 2,000 characters or fewer"
    for text, message in (("  ", "Write a note first"), ("x" * 2001, limit)):
        answer = ada.post(f"/changed/{alert}/note", {"note": text})
        assert answer.status_code == 422 and message in answer.text
    assert len(list_events(world.db, alert)) == 1


def test_others_than_managers_and_forms_from_elsewhere_change_nothing(app, world, ada, raise_alert):
    alert, mo = raise_alert(), Person(app, "mo")
    form = {"because": "back", "note": "Hello", "assignee": "ada"}
    for action in ("acknowledge", "give-back", "close", "reopen", "assign", "note"):
        assert mo.post(f"/changed/{alert}/{action}", form).status_code == 403
        assert ada.post(f"/changed/{alert}/{action}", form | {"form_token": "guessed"}).status_code == 403
        assert ada.post(f"/changed/nothing/{action}", form).status_code == 404
    assert len(list_events(world.db, alert)) == 1


def test_hostile_words_are_kept_as_words(world, ada, raise_alert):
    alert = raise_alert()
    fields = ("note", "assignee", "due", "assignee_before", "due_before", "because", "words", "from")
    for value in (*SCRIPTS, *VALUES[::7]):
        for action in ("note", "assign", "close"):
            assert ada.post(f"/changed/{alert}/{action}", dict.fromkeys(fields, value)).status_code in {303, 409, 422}
    page = ada.get(f"/changed/{alert}").text
    assert [script for script in SCRIPTS if "<" in script and script in page] == []
    assert get_alert(world.db, alert).state is AlertState.RAISED
