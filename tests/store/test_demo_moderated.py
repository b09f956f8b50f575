"""What the demo shows a moderator: something of each that a queue can hold."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from narratives.moderation import Outcome
from narratives.taking_out import suggestions
from store.demo import build_demo
from store.demo_moderated import SCHOOL, add_moderated
from store.intake import Intake
from store.moderation import list_waiting_for_moderation
from store.moderation_history import list_held, words_before
from store.safeguarding import list_flagged
from store.urgency import count_waiting

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def shown(db):
    intake = Intake(db.path, b"x" * 32)
    told = add_moderated(db, intake, NOW), add_moderated(db, intake, NOW)
    intake.close()
    assert told == (22, 0)
    return db


def test_what_waits_has_words_to_take_out_a_danger_a_flag_and_three_alike(shown):
    waiting = list_waiting_for_moderation(shown, SCHOOL)
    assert len(waiting) == 7 and waiting[0].danger
    assert [[one.kind for one in suggestions(story)] for story in waiting if suggestions(story)] == [
        ["name", "address", "phone"]
    ]
    assert len([one for one in waiting if one.text.startswith("The cars at the gate")]) == 3
    assert count_waiting(shown, SCHOOL.id).unseen == 1
    assert [one.narrative.text[:12] for one in list_flagged(shown, SCHOOL.id)] == ["She told me "]


def test_one_is_given_back_one_withheld_and_one_is_read_without_a_name(shown):
    assert (
        len(list_held(shown, [SCHOOL.id], Outcome.RETURNED))
        == len(list_held(shown, [SCHOOL.id], Outcome.WITHHELD))
        == 1
    )
    rows = shown.rows("select id, text, state, day from narratives where text like '%[name]%'")
    assert [row["state"] for row in rows] == ["released"]
    kept = words_before(shown, rows[0]["id"])
    assert kept is not None and "Zielinski" in kept.text and "Zielinski" not in rows[0]["text"]


def test_nothing_was_decided_before_it_was_told_or_after_now(shown):
    events = shown.rows("select at from moderation_events order by at")
    assert events and max(row["at"] for row in events) < NOW.isoformat()
    states = Counter(row["state"] for row in shown.rows("select state from narratives order by id"))
    assert states == {"waiting": 7, "released": 13, "held": 2}


def test_no_other_part_of_the_demo_has_a_story_of_the_same_id(shown):
    ids = {row["id"] for row in shown.rows("select id from narratives order by id")}
    assert not ids & {told.id for demo in build_demo(NOW.date()) for told in demo.narratives}
