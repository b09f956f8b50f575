from datetime import UTC, datetime, timedelta

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope, State
from store import urgency
from store.erasure import withdraw
from store.intake import Recording
from store.narrative_rows import INSERT, narrative_to_row
from store.release_urgent import urgent_for_staff
from store.urgency import (
    Waiting,
    count_waiting,
    finish,
    get_urgent_recording,
    list_urgent,
    list_waiting_ids,
    mark,
    reopen,
    see,
    unmark,
    unsee,
)
from tests.builders import TODAY, make_narrative, open_plot
from tests.people import SECRET

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def plot(db):
    return open_plot(db)


@pytest.fixture
def keep(db, plot):
    def kept(state=State.RELEASED, **changes):
        told = make_narrative(**changes)
        db.execute(INSERT, **narrative_to_row(plot[1], told, state))
        return told.id

    return kept


def waiting(db):
    return [one.narrative.id for one in list_urgent(db, "plot")]


def test_a_tellers_mark_waits_in_the_queue_the_moment_the_story_is_stored(db, keep):
    marked = set()
    for state in State:
        for consent in (frozenset(), frozenset({Scope.READ})):
            marked.add(keep(state, danger=True, consent=consent))
        keep(state)
    assert set(waiting(db)) == list_waiting_ids(db, "plot") == marked
    assert count_waiting(db, "plot") == Waiting(6, 6, TODAY)


def test_the_oldest_comes_first_and_is_what_the_queue_waits_since(db, keep):
    new = keep(danger=True)
    old = keep(danger=True, told_on=TODAY - timedelta(days=9))
    assert waiting(db) == [old, new]
    assert count_waiting(db, "plot").since == TODAY - timedelta(days=9)
    assert count_waiting(db, "elsewhere") == Waiting(0, 0, None)
    assert not count_waiting(db, "elsewhere")


def test_a_moderators_mark_puts_any_story_into_the_queue_with_its_reason_and_can_be_taken_away(db, keep):
    story = keep()
    assert mark(db, story, actor="mina", reason="A child alone", at=NOON)
    assert not mark(db, story, actor="mo", reason="Again", at=NOON), "it waits there already"
    (one,) = list_urgent(db, "plot")
    assert (one.marked_by, one.reason, one.seen_by) == ("mina", "A child alone", "")
    assert unmark(db, story, actor="mina", at=LATER)
    assert not unmark(db, story, actor="mina", at=LATER)
    assert waiting(db) == []


def test_taking_the_moderators_mark_away_leaves_the_tellers(db, keep):
    story = keep(danger=True)
    mark(db, story, actor="mina", reason="Yes", at=NOON)
    unmark(db, story, actor="mina", at=NOON)
    assert waiting(db) == [story]


def test_one_moderator_takes_a_story_on_and_the_second_is_told_so(db, keep):
    story = keep(danger=True)
    assert see(db, story, actor="mina", at=NOON)
    assert not see(db, story, actor="mo", at=LATER)
    (one,) = list_urgent(db, "plot")
    assert (one.seen_by, one.seen_at) == ("mina", NOON)
    assert count_waiting(db, "plot") == Waiting(1, 0, TODAY)
    assert unsee(db, story, actor="mina", at=LATER)
    assert count_waiting(db, "plot").unseen == 1


def test_what_is_done_leaves_the_queue_with_what_was_done_and_comes_back_when_that_is_undone(db, keep):
    story = keep(danger=True)
    assert finish(db, story, actor="mina", how="Passed to the duty desk", at=NOON)
    assert not finish(db, story, actor="mo", how="Twice", at=LATER)
    assert waiting(db) == []
    (one,) = list_urgent(db, "plot", done=True)
    assert (one.done_by, one.done_at, one.done_how) == ("mina", NOON, "Passed to the duty desk")
    assert reopen(db, story, actor="mina", at=LATER)
    assert waiting(db) == [story]
    assert list_urgent(db, "plot", done=True) == []


def test_a_story_that_was_done_with_can_be_marked_once_more_and_nobody_has_seen_it_then(db, keep):
    story = keep(danger=True)
    see(db, story, actor="mina", at=NOON)
    finish(db, story, actor="mina", how="Called", at=NOON)
    assert mark(db, story, actor="mo", reason="It goes on", at=LATER)
    assert count_waiting(db, "plot").unseen == 1


def test_nothing_is_done_with_a_story_that_is_not_in_the_queue(db, keep):
    for one in (keep(), "nowhere"):
        for act in (see, unsee, reopen, unmark):
            assert not act(db, one, actor="mina", at=NOON), act
        assert not finish(db, one, actor="mina", how="Nothing", at=NOON)
    assert db.rows("select id from urgency_events") == []


def test_who_did_what_and_when_is_kept_beside_a_story(db, keep):
    story = keep()
    mark(db, story, actor="mina", reason="A child alone", at=NOON)
    see(db, story, actor="mo", at=LATER)
    finish(db, story, actor="mo", how="Called", at=LATER + timedelta(hours=1))
    events = db.tuples("select kind, note, actor from urgency_events order by at")
    assert events == [("marked", "A child alone", "mina"), ("seen", "", "mo"), ("done", "Called", "mo")]


def test_a_story_that_is_withdrawn_takes_everything_about_its_urgency_with_it(db, keep):
    story = keep(danger=True)
    mark(db, story, actor="mina", reason="A child alone", at=NOON)
    see(db, story, actor="mina", at=NOON)
    assert withdraw(db, story, SECRET)
    for table in ("urgencies", "urgency_events"):
        assert db.rows(f"select narrative_id from {table}") == []
    assert count_waiting(db, "plot") == Waiting(0, 0, None)


def test_what_was_spoken_in_an_urgent_story_can_be_heard_also_when_it_was_held_back(db, keep):
    urgent, other = keep(State.HELD, danger=True), keep(State.HELD)
    for story in (urgent, other):
        db.execute(
            "insert into recordings (narrative_id, media_type, bytes) values (:id, 'audio/ogg', :bytes)",
            id=story,
            bytes=b"sound",
        )
    assert get_urgent_recording(db, urgent) == Recording("audio/ogg", b"sound")
    assert get_urgent_recording(db, other) is None


def test_the_queue_is_found_without_reading_the_other_stories(db, keep):
    plans = db.rows(f"explain query plan select count(*) {urgency._ROWS} where {urgency._WAITS}", collection="plot")
    told = " | ".join(row["detail"] for row in plans)
    assert "narratives_in_danger" in told
    assert "SCAN narratives" not in told
    assert "SCAN n " not in f"{told} "


# --- what others see of it ---


def test_managers_see_of_the_queue_what_they_may_read_and_whether_more_waits(db, plot, keep):
    readable = keep(danger=True)
    seen = urgent_for_staff(db, plot[0])
    assert ([one.story.id for one in seen.stories], seen.more) == ([readable], False)
    keep(State.HELD, danger=True)
    keep(State.WAITING, danger=True)
    keep(danger=True, consent=frozenset())
    seen = urgent_for_staff(db, plot[0])
    assert ([one.story.id for one in seen.stories], seen.more) == ([readable], True)


def test_managers_see_whose_mark_it_is_and_whether_somebody_has_seen_it_by_role_alone(db, plot, keep):
    told, marked = keep(danger=True), keep(told_on=TODAY - timedelta(days=1))
    mark(db, marked, actor="mina", reason="A child alone", at=NOON)
    see(db, told, actor="mina", at=NOON)
    found = urgent_for_staff(db, plot[0]).stories
    assert [(one.by_teller, one.is_seen) for one in found] == [(False, False), (True, True)]
    assert "mina" not in repr(found)
    assert "child" not in repr(found)


def test_of_a_protected_collection_they_learn_only_that_something_waits(db):
    framework = open_plot(db, policy=Policy.PROTECTED)
    story = make_narrative(danger=True)
    db.execute(INSERT, **narrative_to_row(framework[1], story, State.RELEASED))
    db.execute("update narratives set counted = 1")
    seen = urgent_for_staff(db, framework[0])
    assert (seen.stories, seen.more) == ((), True)
    finish(db, story.id, actor="mina", how="Called", at=NOON)
    assert not urgent_for_staff(db, framework[0]).more
