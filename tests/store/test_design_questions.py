"""Questions about drafts, from the page to the worker and back."""

from datetime import UTC, datetime

import pytest

from narratives.draft import Draft
from store.design_questions import (
    MOST_KEPT,
    answer_question,
    ask,
    get_asked,
    keep_progress,
    latest_asked,
    next_asked,
    refuse_question,
)
from store.drafts import add_draft, delete_draft

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def draft(db):
    return add_draft(db, Draft("Garden", {}), what="began", actor="ada", at=NOW).id


def test_asking_twice_finds_the_answer(db, draft):
    asked = ask(db, draft, "power", {"a_week": 30}, 1.0)
    assert answer_question(db, asked.id, {"weeks": 3})
    again = ask(db, draft, "power", {"a_week": 30}, 2.0)
    assert (again.answer, again.asked_at, again.is_done) == ({"weeks": 3}, 1.0, True)


def test_a_newer_question_takes_the_place_of_one_that_waits_and_of_no_answer(db, draft):
    done = ask(db, draft, "power", {"a_week": 1}, 1.0)
    answer_question(db, done.id, {})
    other = ask(db, draft, "alike", {}, 1.0)
    waits = ask(db, draft, "power", {"a_week": 2}, 2.0)
    newer = ask(db, draft, "power", {"a_week": 3}, 3.0)
    assert not keep_progress(db, waits.id, 1, 9), "the worker hears that nobody waits"
    assert not answer_question(db, waits.id, {})
    assert get_asked(db, draft, "power", {"a_week": 2}) is None
    assert get_asked(db, draft, "power", {"a_week": 1}) is not None
    assert latest_asked(db, draft, "power").id == newer.id
    assert next_asked(db).id == other.id, "the quick kind goes first"
    assert next_asked(db, "power").id == newer.id


def test_a_first_answer_still_waits_for_the_longer_look(db, draft):
    asked = ask(db, draft, "power", {}, 1.0)
    answer_question(db, asked.id, {"first": True}, done=4, out_of=40)
    first = next_asked(db)
    assert (first.answer, first.is_done, first.done) == ({"first": True}, False, 4)
    answer_question(db, asked.id, {"first": False})
    assert next_asked(db) is None


def test_a_refused_question_does_not_wait(db, draft):
    asked = ask(db, draft, "power", {}, 1.0)
    refuse_question(db, asked.id, "There is nothing to watch yet.")
    assert next_asked(db) is None
    assert ask(db, draft, "power", {}, 2.0).problem == "There is nothing to watch yet."


def test_two_drafts_that_ask_the_same_keep_an_answer_each(db, draft):
    other = add_draft(db, Draft("Garden", {}), what="began", actor="ada", at=NOW).id
    ids = {ask(db, one, "power", {}, 1.0).id for one in (draft, other)}
    assert len(ids) == 2
    delete_draft(db, draft)
    assert latest_asked(db, draft, "power") is None and latest_asked(db, other, "power") is not None


def test_only_the_latest_answers_are_kept(db, draft):
    for number in range(MOST_KEPT + 5):
        answer_question(db, ask(db, draft, "power", {"a_week": number}, float(number)).id, {})
    kept = db.rows("select asked_at from design_questions order by asked_at")
    assert [row["asked_at"] for row in kept] == [float(number) for number in range(5, MOST_KEPT + 5)]
