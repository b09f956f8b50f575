"""Words that wait for the worker, and what is left of them."""

import time

import pytest

from narratives.errors import BusyError
from store.asked_meanings import (
    MOST_KEPT,
    MOST_WAITING,
    SILENT_SECONDS,
    STALE_SECONDS,
    answer_meaning,
    ask_meaning,
    asked_hash,
    forget_asked,
    get_answer,
    list_asked,
)
from store.database import BUSY_SECONDS, SqliteDatabase

NAMED = asked_hash("foxes", b"secret")
VECTOR = b"\x00\x3c\x00\x00"


def test_words_wait_until_they_have_a_vector_and_are_gone_then(db):
    assert ask_meaning(db, NAMED, "foxes", "m", now=100.0)
    assert get_answer(db, NAMED, "m") is None
    (asked,) = list_asked(db)
    assert asked.words == "foxes"
    answer_meaning(db, asked, VECTOR)
    assert get_answer(db, NAMED, "m") == VECTOR
    assert list_asked(db) == []
    assert db.one("select count(*) as n from asked_meanings where words is not null")["n"] == 0


def test_a_vector_of_another_space_is_no_answer(db):
    ask_meaning(db, NAMED, "foxes", "m", now=100.0)
    answer_meaning(db, list_asked(db)[0], VECTOR)
    assert get_answer(db, NAMED, "another") is None


def test_the_name_of_words_is_told_by_nobody_without_the_secret():
    assert NAMED != asked_hash("foxes", b"another")
    assert "foxes" not in NAMED and len(NAMED) == 64


def test_a_worker_that_left_words_waiting_is_not_waited_for(db):
    assert ask_meaning(db, NAMED, "foxes", "m", now=100.0)
    assert not ask_meaning(db, asked_hash("geese", b"s"), "geese", "m", now=100.0 + SILENT_SECONDS)
    assert ask_meaning(db, asked_hash("geese", b"s"), "geese", "another", now=100.0 + SILENT_SECONDS)
    for asked in list_asked(db):
        answer_meaning(db, asked, VECTOR)
    assert ask_meaning(db, asked_hash("hens", b"s"), "hens", "m", now=110.0)


def test_a_page_does_not_wait_long_for_whoever_else_writes(db):
    other, began = SqliteDatabase(db.path), time.monotonic()
    with db.write(), pytest.raises(BusyError):
        ask_meaning(other, NAMED, "foxes", "m", now=100.0)
    assert time.monotonic() - began < BUSY_SECONDS / 2
    other.close()


def test_what_nobody_answered_is_forgotten(db):
    ask_meaning(db, NAMED, "foxes", "m", now=0.0)
    forget_asked(db, STALE_SECONDS)
    assert len(list_asked(db)) == 1
    forget_asked(db, STALE_SECONDS + 1)
    assert list_asked(db) == []


@pytest.mark.parametrize("more", [0, 1])
def test_only_the_latest_answers_are_kept(db, more):
    with db.write():
        db.many(
            "insert into asked_meanings (asked_hash, model_id, vector, asked_at) values (:hash, 'm', x'00', :at)",
            ({"hash": str(at), "at": float(at)} for at in range(MOST_KEPT + more)),
        )
    forget_asked(db, 0.0)
    assert db.one("select count(*) as n, min(asked_at) as oldest from asked_meanings") == {
        "n": MOST_KEPT,
        "oldest": float(more),
    }


def test_without_a_worker_no_more_than_the_latest_words_wait_and_none_for_long(db):
    with db.write():
        for number in range(MOST_WAITING + 20):
            ask_meaning(db, f"{number:04d}", f"goose {number}", "m", now=100.0 + number / 100)
    assert len(list_asked(db, 10_000)) == MOST_WAITING
    assert {asked.words for asked in list_asked(db, 1)} == {f"goose {MOST_WAITING + 19}"}
    ask_meaning(db, NAMED, "foxes", "m", now=200.0 + STALE_SECONDS)
    assert [asked.words for asked in list_asked(db)] == ["foxes"]
