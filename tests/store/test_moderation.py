from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from narratives.collection import Moderation
from narratives.disclosure import close_batches
from narratives.moderation import ANSWER_DAYS, Kind, Outcome
from narratives.narrative import State
from store.batches import add_batches, list_waiting
from store.corrections import Change, correct_story
from store.intake import Intake
from store.moderation import (
    approve,
    count_waiting_for_moderation,
    escalate,
    find_moderated,
    hold,
    list_queue,
    list_waiting_for_moderation,
    queue_again,
)
from store.moderation_history import count_decided, last_decision, list_events, list_held, list_last_events, standing_of
from store.moderation_undo import undo
from store.redactions import purge_redactions
from store.urgency import count_waiting, finish, unmark
from tests.builders import TODAY, make_narrative, open_plot

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_MOMENTS = count()


def who():
    """Mina, a moment later every time."""
    return {"actor": "mina", "at": AT + timedelta(milliseconds=next(_MOMENTS))}


@pytest.fixture
def plot(db):
    return open_plot(db, moderation=Moderation.BEFORE)


def tell(db, plot, number=1, **changes):
    intake = Intake(db.path, b"a secret that is long enough for this")
    story = make_narrative(**changes)
    intake.submit(*plot, story, f"{number:032x}")
    intake.close()
    return story


def state_of(db, story):
    return State(db.one("select state from narratives where id = :id", id=story.id)["state"])


def decide(db, collection, story, kind):
    if kind is Kind.APPROVED:
        return approve(db, collection, story.id, **who())
    if kind is Kind.ESCALATED:
        return escalate(db, story.id, reason="A child alone", **who())
    return hold(db, collection, story.id, kind, reason="names", note="", **who())


def test_those_in_danger_come_first_and_then_the_oldest(db, plot):
    later = tell(db, plot, 1)
    older = tell(db, plot, 2, told_on=TODAY - timedelta(days=3))
    feared = tell(db, plot, 3, danger=True)
    ids = [feared.id, older.id, later.id]
    assert [one.id for one in list_waiting_for_moderation(db, plot[0])] == ids
    assert list_queue(db, ["plot"]) == [("plot", one) for one in ids]
    assert list_queue(db, ["elsewhere"]) == []


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.APPROVED, State.RELEASED),
        (Kind.WITHHELD, State.HELD),
        (Kind.RETURNED, State.HELD),
        (Kind.ESCALATED, State.WAITING),
    ],
)
def test_every_decision_leaves_the_queue_and_is_undone(db, plot, kind, state):
    story = tell(db, plot)
    assert decide(db, plot[0], story, kind)
    assert state_of(db, story) is state
    assert count_waiting_for_moderation(db, plot[0]) == 0
    last = last_decision(db, story.id)
    assert (last.kind, last.actor, last.at.date()) == (kind, "mina", TODAY)
    assert undo(db, plot[0], story.id, "another", **who()) is None
    assert undo(db, plot[0], story.id, last.id, **who()) is kind
    assert undo(db, plot[0], story.id, last.id, **who()) is None
    assert standing_of(db, story.id) is None
    assert count_waiting_for_moderation(db, plot[0]) == 1
    assert [one.kind for one in list_events(db, story.id)] == [kind, Kind.UNDONE]


def test_a_story_that_staff_read_is_withheld_and_read_again_after_undo_and_is_in_no_batch(db, plot):
    story = tell(db, plot)
    approve(db, plot[0], story.id, **who())
    assert hold(db, plot[0], story.id, Kind.WITHHELD, reason="danger", note="The gate", **who())
    assert standing_of(db, story.id).reason == "danger"
    assert list_waiting(db, plot[0]) == []
    assert undo(db, plot[0], story.id, last_decision(db, story.id).id, **who()) is Kind.WITHHELD
    assert state_of(db, story) is State.RELEASED


def test_a_decision_about_a_story_that_somebody_moved_first_changes_nothing(db, plot):
    story = tell(db, plot)
    assert approve(db, plot[0], story.id, **who())
    assert not approve(db, plot[0], story.id, **who())
    assert not approve(db, plot[0], "nowhere", **who())
    assert not hold(db, plot[0], "nowhere", Kind.WITHHELD, reason="names", note="", **who())
    assert not escalate(db, "nowhere", reason="A child alone", **who())
    assert len(list_events(db, story.id)) == 1


@pytest.mark.parametrize("done", [finish, unmark])
def test_an_escalated_story_comes_back_when_the_lead_is_done_with_it(db, plot, done):
    story = tell(db, plot)
    assert escalate(db, story.id, reason="A child alone", **who())
    assert not escalate(db, story.id, reason="A child alone", **who())
    assert count_waiting(db, "plot").n == 1
    assert standing_of(db, story.id).note == "A child alone"
    more = {"how": "Rang the school"} if done is finish else {}
    assert done(db, story.id, actor="sana", at=AT, **more)
    assert count_waiting_for_moderation(db, plot[0]) == 1


def test_a_story_given_back_waits_for_its_teller_and_is_in_no_batch_until_the_time_is_up(db, plot):
    stories = [tell(db, plot, number) for number in range(10)]
    for story in stories:
        assert hold(db, plot[0], story.id, Kind.RETURNED, reason="names", note="Who is Jo?", **who())
    assert list_waiting(db, plot[0]) == []
    assert purge_redactions(db, TODAY + timedelta(days=ANSWER_DAYS)) == 0
    assert len(list_held(db, ["plot"], Outcome.RETURNED)) == 10
    purge_redactions(db, TODAY + timedelta(days=ANSWER_DAYS + 1))
    assert list_held(db, ["plot"], Outcome.RETURNED) == []
    held = list_held(db, ["plot"], Outcome.WITHHELD)
    assert {(one.standing.reason, one.standing.note) for one in held} == {("unanswered", "Who is Jo?")}
    waiting = list_waiting(db, plot[0])
    assert len(waiting) == 10
    add_batches(db, plot[0], close_batches(*plot, waiting, TODAY))
    assert state_of(db, stories[0]) is State.HELD


def test_a_teller_who_changes_a_story_that_was_given_back_sends_it_into_the_queue(db, plot):
    story = tell(db, plot)
    hold(db, plot[0], story.id, Kind.RETURNED, reason="names", note="", **who())
    changed = make_narrative(id=story.id, text="The beans came up.")
    assert correct_story(db, *plot, story, changed) is Change.KEPT
    assert standing_of(db, story.id) is None
    assert [one.text for one in list_waiting_for_moderation(db, plot[0])] == ["The beans came up."]
    assert undo(db, plot[0], story.id, last_decision(db, story.id).id, **who()) is None


def test_what_was_held_long_ago_can_be_put_into_the_queue(db, plot):
    story = tell(db, plot)
    assert not queue_again(db, plot[0], story.id, **who())
    hold(db, plot[0], story.id, Kind.RETURNED, reason="names", note="", **who())
    purge_redactions(db, TODAY + timedelta(days=ANSWER_DAYS + 1))
    assert last_decision(db, story.id) is None
    assert queue_again(db, plot[0], story.id, **who())
    assert standing_of(db, story.id) is None
    assert count_waiting_for_moderation(db, plot[0]) == 1


def test_the_history_says_who_and_when_and_goes_with_the_story(db, plot):
    story = tell(db, plot)
    approve(db, plot[0], story.id, **who())
    ((collection, event),) = list_last_events(db, ["plot"])
    assert (collection, event.narrative, event.kind, event.actor) == ("plot", story.id, Kind.APPROVED, "mina")
    assert count_decided(db, "mina", AT) == 1
    assert count_decided(db, "mina", AT + timedelta(minutes=1)) == count_decided(db, "mo", AT) == 0
    db.execute("delete from narratives where id = :id", id=story.id)
    assert db.rows("select id from moderation_events") == []


def test_a_story_that_is_only_counted_can_be_found_by_nobody_once_it_was_read(db, plot):
    story = tell(db, plot, consent=frozenset())
    assert find_moderated(db, plot[0], story.id)[0] == story
    approve(db, plot[0], story.id, **who())
    assert find_moderated(db, plot[0], story.id) is None
