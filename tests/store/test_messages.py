from datetime import date, timedelta

import pytest

from narratives.narrative import Scope, State
from store import messages
from store.messages import Author, Message, Posted, leave_message, list_conversations, list_messages, may_be_contacted
from store.narrative_rows import INSERT, narrative_to_row
from tests.builders import TODAY, make_narrative, open_plot

TALKING = frozenset({Scope.READ, Scope.CONTACT})
WEDNESDAY = TODAY + timedelta(days=2)


@pytest.fixture
def plot(db):
    return open_plot(db)


def keep(db, plot, **changes):
    told = make_narrative(**{"consent": TALKING, **changes})
    db.execute(INSERT, **narrative_to_row(plot[1], told, State.RELEASED))
    return told.id


def test_messages_are_kept_in_their_order_by_role_and_week(db, plot):
    story = keep(db, plot)
    assert leave_message(db, story, Author.STAFF, "Can you say more?", WEDNESDAY) is Posted.LEFT
    assert leave_message(db, story, Author.TELLER, "It was the pump.", WEDNESDAY) is Posted.LEFT
    assert list_messages(db, story) == [
        Message(Author.STAFF, "Can you say more?", TODAY),
        Message(Author.TELLER, "It was the pump.", TODAY),
    ]


def test_no_column_says_who_wrote_or_when(db, plot):
    leave_message(db, keep(db, plot), Author.STAFF, "Can you say more?", WEDNESDAY)
    (row,) = db.rows("select * from messages")
    assert set(row) == {"id", "narrative_id", "place", "author", "text", "week"}
    assert date(1970, 1, 1) + timedelta(days=row["week"]) == TODAY


@pytest.mark.parametrize("consent", [frozenset(), frozenset({Scope.READ}), frozenset({Scope.PUBLISH, Scope.READ})])
def test_who_did_not_ask_for_messages_gets_none(db, plot, consent):
    story = keep(db, plot, consent=consent)
    for author in Author:
        assert leave_message(db, story, author, "Hello?", TODAY) is Posted.CLOSED
    assert list_messages(db, story) == []


def test_a_story_that_is_gone_takes_no_message(db, plot):
    assert leave_message(db, "nowhere", Author.TELLER, "Hello?", TODAY) is Posted.CLOSED


def test_the_same_message_sent_twice_is_left_once(db, plot):
    story = keep(db, plot)
    for _ in range(2):
        assert leave_message(db, story, Author.TELLER, "It was the pump.", TODAY) is Posted.LEFT
    assert len(list_messages(db, story)) == 1
    leave_message(db, story, Author.TELLER, "It was the pump.", TODAY + timedelta(days=7))
    assert len(list_messages(db, story)) == 2


def test_a_conversation_has_an_end(db, plot, monkeypatch):
    monkeypatch.setattr(messages, "MOST_MESSAGES", 3)
    story = keep(db, plot)
    posted = [leave_message(db, story, Author.TELLER, f"Word {number}", TODAY) for number in range(4)]
    assert posted == [*[Posted.LEFT] * 3, Posted.CLOSED]


def test_conversations_that_wait_for_a_moderator_come_first(db, plot):
    answered, waiting, silent = keep(db, plot), keep(db, plot), keep(db, plot)
    leave_message(db, answered, Author.TELLER, "Hello?", TODAY)
    leave_message(db, answered, Author.STAFF, "Hello.", TODAY + timedelta(days=21))
    leave_message(db, waiting, Author.STAFF, "Can you say more?", TODAY)
    leave_message(db, waiting, Author.TELLER, "No.", TODAY)
    found = list_conversations(db, ["plot"])
    assert [(one.narrative, one.count, one.answered) for one in found] == [(waiting, 2, False), (answered, 2, True)]
    assert found[0].last.text == "No."
    assert list_conversations(db, ["elsewhere"]) == []
    assert may_be_contacted(db, [answered, silent, "nowhere"]) == {answered, silent}


def test_nobody_waits_for_an_answer_who_takes_no_messages_any_more(db, plot):
    gone = keep(db, plot)
    leave_message(db, gone, Author.TELLER, "Hello?", TODAY)
    db.execute("update narratives set consent = 'read' where id = :id", id=gone)
    assert list_conversations(db, ["plot"]) == []
