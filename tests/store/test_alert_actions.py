from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from narratives.alert import AlertState, Folding, Tone
from narratives.course import Course, Recent
from store.alert_actions import acknowledge, add_note, assign, close, give_back, rearm, reopen, set_course
from store.alert_events import list_events
from store.alerts import Fold, add_alert, get_alert
from store.schema import open_stories
from tests.builders import open_plot
from tests.store.test_alerts import FINDING, NOON

DAY = date(2026, 3, 9)


@pytest.fixture
def alert(db) -> str:
    open_plot(db)
    return add_alert(db, "plot", FINDING, sentence="East moved.", exemplars=(), at=NOON, tone=Tone.TROUBLE)


@pytest.fixture
def member(db, alert) -> str:
    west = replace(FINDING, group="west")
    fold = Fold(alert, Folding.TOGETHER)
    return add_alert(db, "plot", west, sentence="West moved.", exemplars=(), at=NOON, tone=Tone.TROUBLE, folding=fold)


def steps(db, alert):
    """What happened to an alert after it was raised."""
    return [
        (event["kind"], event["old_value"], event["new_value"], event["note"], event["actor"])
        for event in list_events(db, alert)
    ][1:]


def test_every_step_of_an_alerts_life_is_a_row_with_who_and_when(db, alert):
    assert acknowledge(db, alert, actor="ada", at=NOON)
    assert give_back(db, alert, actor="ada", at=NOON + timedelta(hours=1))
    assert close(db, alert, because="It was the painters.", actor="ben", at=NOON + timedelta(hours=2))
    assert reopen(db, alert, actor="ben", at=NOON + timedelta(hours=3))
    assert steps(db, alert) == [
        ("state", "raised", "acknowledged", "", "ada"),
        ("state", "acknowledged", "raised", "", "ada"),
        ("state", "raised", "closed", "It was the painters.", "ben"),
        ("state", "closed", "raised", "", "ben"),
    ]
    assert list_events(db, alert)[-1]["at"] == "2026-03-02T15:00:00+00:00"
    assert get_alert(db, alert).closed_because is None


def test_what_is_given_back_is_in_nobodys_hands_and_keeps_its_day(db, alert):
    acknowledge(db, alert, actor="ada", at=NOON)
    assign(db, alert, assignee="ben", due_on=DAY, actor="ada", at=NOON)
    assert give_back(db, alert, actor="ben", at=NOON + timedelta(hours=1))
    held = get_alert(db, alert)
    assert (held.state, held.assignee, held.due_on) == (AlertState.RAISED, None, DAY)
    assert steps(db, alert)[-2:] == [("state", "acknowledged", "raised", "", "ben"), ("assigned", "ben", "", "", "ben")]


def test_what_is_opened_again_is_what_it_was_before(db, alert):
    acknowledge(db, alert, actor="ada", at=NOON)
    close(db, alert, because="Known.", actor="ada", at=NOON)
    assert get_alert(db, alert).closed_because == "Known."
    assert reopen(db, alert, actor="ada", at=NOON)
    assert get_alert(db, alert).state is AlertState.ACKNOWLEDGED


def test_an_alert_whose_time_is_over_stays_closed(db, alert):
    close(db, alert, because="Known.", actor="ada", at=NOON)
    rearm(db, alert, at=NOON)
    assert not reopen(db, alert, actor="ada", at=NOON)
    assert get_alert(db, alert).state is AlertState.CLOSED


@pytest.mark.parametrize("act", [acknowledge, give_back, reopen])
def test_who_comes_second_changes_nothing(db, alert, act):
    before = {acknowledge: (), give_back: (acknowledge,), reopen: (acknowledge,)}[act]
    for step in before:
        step(db, alert, actor="ada", at=NOON)
    if act is reopen:
        close(db, alert, because="Known.", actor="ada", at=NOON)
    assert act(db, alert, actor="ada", at=NOON)
    known = steps(db, alert)
    assert not act(db, alert, actor="ben", at=NOON)
    assert steps(db, alert) == known


def test_of_two_managers_at_once_one_closes_it(db, alert):
    closed, together = [], Barrier(2)

    def work(actor):
        other = open_stories(db.path)
        together.wait()
        closed.append(close(other, alert, because=f"{actor} knew.", actor=actor, at=NOON))
        other.close()

    threads = [Thread(target=work, args=(actor,)) for actor in ("ada", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(closed) == [False, True]
    assert len(steps(db, alert)) == 1


def test_what_is_done_about_an_alert_is_done_about_what_is_told_inside_it(db, alert, member):
    acknowledge(db, alert, actor="ada", at=NOON)
    assert get_alert(db, member).state is AlertState.ACKNOWLEDGED
    close(db, alert, because="Known.", actor="ada", at=NOON)
    assert [one.closed_because for one in get_alert(db, alert).members] == ["Known."]
    reopen(db, alert, actor="ada", at=NOON)
    assert get_alert(db, member).state is AlertState.ACKNOWLEDGED
    assert steps(db, member)[-1] == ("state", "closed", "acknowledged", "", "ada")


def test_what_came_into_an_alert_after_it_was_acknowledged_is_closed_with_it(db, alert):
    acknowledge(db, alert, actor="ada", at=NOON)
    west, fold = replace(FINDING, group="west"), Fold(alert, Folding.TOGETHER)
    late = add_alert(db, "plot", west, sentence="West moved.", exemplars=(), at=NOON, folding=fold)
    close(db, alert, because="Known.", actor="ada", at=NOON)
    assert get_alert(db, late).state is AlertState.CLOSED
    assert steps(db, late)[-1] == ("state", "raised", "closed", "Known.", "ada")


def test_somebody_is_asked_to_look_until_a_day_and_asked_no_more(db, alert):
    assert assign(db, alert, assignee="ben", due_on=DAY, actor="ada", at=NOON)
    assert (get_alert(db, alert).assignee, get_alert(db, alert).due_on) == ("ben", DAY)
    assert not assign(db, alert, assignee="ben", due_on=DAY, actor="ada", at=NOON)
    assert assign(db, alert, assignee=None, due_on=DAY, actor="ada", at=NOON)
    assert steps(db, alert) == [
        ("assigned", "", "ben", "", "ada"),
        ("due", "", "2026-03-09", "", "ada"),
        ("assigned", "ben", "", "", "ada"),
    ]


def test_notes_stay_in_the_order_in_which_they_were_written(db, alert):
    for number in range(12):
        assert add_note(db, alert, text=f"Note {number}.", actor="ada", at=NOON)
    assert [note for _, _, _, note, _ in steps(db, alert)] == [f"Note {number}." for number in range(12)]


@pytest.mark.parametrize("act", [acknowledge, give_back, reopen, add_note, close, assign])
def test_of_an_alert_that_is_not_there_nothing_is_written(db, alert, act):
    more = {add_note: {"text": "x"}, close: {"because": "x"}, assign: {"assignee": "ben", "due_on": None}}
    assert not act(db, "nobody", actor="ada", at=NOON, **more.get(act, {}))
    assert db.rows("select id from alert_events where alert_id = 'nobody'") == []


def test_a_course_is_kept_with_its_day_and_what_is_stated_of_the_newest_stories(db, alert):
    newest = Recent(3.0, -1.0, 7.0, 24, DAY - timedelta(days=1))
    assert set_course(db, alert, Course.MOVING, Course.RECOVERING, on=DAY, recent=newest, at=NOON)
    kept = get_alert(db, alert)
    assert (kept.course, kept.course_since, kept.recent) == (Course.RECOVERING, DAY, newest)
    assert steps(db, alert) == [("course", "moving", "recovering", "", "monitor")]
    later = DAY + timedelta(days=3)
    assert set_course(db, alert, Course.RECOVERING, Course.RECOVERING, on=later, recent=None, at=NOON)
    assert get_alert(db, alert) == kept
    assert not set_course(db, alert, Course.MOVING, Course.BACK, on=later, recent=None, at=NOON)
    assert get_alert(db, alert) == kept


def test_what_is_rearmed_leaves_its_slot_to_the_next(db, alert):
    again = replace(FINDING, raised_on=DAY)
    raised = {"sentence": "Again.", "exemplars": (), "at": NOON, "tone": Tone.TROUBLE}
    assert add_alert(db, "plot", again, **raised) is None
    assert rearm(db, alert, at=NOON) and not rearm(db, alert, at=NOON)
    assert get_alert(db, alert).rearmed
    assert add_alert(db, "plot", again, **raised) is not None
    assert steps(db, alert) == [("rearmed", "", "", "", "monitor")]
