"""When pairs are added up, and what stays of them."""

import shutil
import sqlite3
from datetime import date

import pytest

from store.case_key import CaseKey
from store.cases import open_cases
from store.database import SqliteDatabase
from store.pair_batches import Linked, Pile, add_linked, close_ready, frozen_sums, may_close, quarter_of

KEY = CaseKey(b"s" * 32, b"m" * 32)
DAY = date(2026, 3, 2)
PILE = Pile("plot", "say", "east")


@pytest.fixture(scope="module")
def new_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("pairs") / "cases.db"
    open_cases(path, KEY).close()
    return path


@pytest.fixture
def db(new_store, tmp_path):
    database = SqliteDatabase(shutil.copy(new_store, tmp_path))
    database.execute("pragma synchronous = off")
    yield database
    database.close()


def linked(number, contact="office", who="", practitioner=""):
    return Linked(contact, (0.25,), (0.5,), who or f"person-{number}", practitioner or f"officer-{number % 4}")


def put(db, number, **more):
    add_linked(db, KEY, PILE, f"mark-{number}", linked(number, **more))
    return close_ready(db, KEY, PILE, 10, DAY)


def atoms(db):
    return [(row["contact"], row["n"]) for row in db.rows("select contact, n from pair_batches order by contact, n")]


def test_a_kind_of_contact_closes_with_the_tenth_person_and_what_it_was_made_of_is_deleted(db):
    assert [put(db, number) for number in range(10)] == [0] * 9 + [1]
    assert atoms(db) == [("office", 10)]
    assert db.one("select count(*) as n from pair_answers")["n"] == 0


def test_ten_meetings_of_nine_people_wait(db):
    for number in range(9):
        put(db, number)
    assert put(db, 9, who="person-0") == 0
    assert put(db, 10) == 1
    assert atoms(db) == [("office", 11)]


def test_a_batch_waits_for_a_third_practitioner(db):
    for number in range(12):
        put(db, number, practitioner=f"officer-{number % 2}")
    assert atoms(db) == []
    assert put(db, 12, practitioner="officer-2") == 1


def test_no_practitioner_stands_for_more_than_half_of_a_batch():
    ones = [linked(number, practitioner="officer-0" if number < 6 else f"officer-{number}") for number in range(10)]
    assert not may_close(ones, 10)
    assert may_close([*ones, linked(10, practitioner="officer-9"), linked(11, practitioner="officer-8")], 10)


def test_kinds_of_contact_that_do_not_fill_close_together_at_four_times_as_many(db):
    kinds = ("phone", "home", "video", "group", "other")
    assert [put(db, number, contact=kinds[number % 5]) for number in range(40)] == [0] * 39 + [1]
    assert atoms(db) == [("", 40)]


def test_teams_and_questions_are_never_closed_together(db):
    for number in range(9):
        put(db, number)
    other = Pile("plot", "say", "west")
    add_linked(db, KEY, other, "mark-of-the-other", linked(9))
    assert close_ready(db, KEY, other, 10, DAY) == 0
    assert atoms(db) == []


def test_the_sums_are_what_they_say():
    ones = [
        Linked("office", (0.2, 0.7, 0.1), (0.8, 0.1, 0.1), "a", "x"),
        Linked("office", (0.4, 0.4, 0.2), (0.6, 0.3, 0.1), "b", "x"),
        Linked("office", (0.6, 0.2, 0.2), (0.6, 0.2, 0.2), "c", "y"),
    ]
    sums = frozen_sums(ones)
    assert sums["person"]["total"] == [1.2, 1.3, 0.5]
    assert sums["gap"]["total"] == [-0.8, 0.7, 0.1]
    mean = -0.8 / 3
    assert sums["gap"]["spread"][0] == pytest.approx((-0.8 - 2 * mean) ** 2 + (0 - mean) ** 2, abs=1e-6)
    assert sums["crowding"] == 5


def test_a_closed_batch_never_changes(db):
    for number in range(10):
        put(db, number)
    with pytest.raises(sqlite3.IntegrityError, match="a closed batch never changes"):
        db.execute("update pair_batches set n = 9")


def test_a_crash_while_closing_leaves_everything_waiting(db, monkeypatch):
    for number in range(9):
        put(db, number)
    monkeypatch.setattr("store.pair_batches.frozen_sums", lambda ones: 1 / 0)
    with pytest.raises(ZeroDivisionError), db.write():
        put(db, 9)
    assert db.one("select count(*) as n from pair_answers")["n"] == 9
    monkeypatch.undo()
    assert put(db, 9) == 1


def test_the_order_in_which_rows_lie_is_not_that_in_which_they_came(db):
    marks = [KEY.mark("any", str(number)) for number in range(9)]
    for number, mark in enumerate(marks):
        add_linked(db, KEY, PILE, mark, linked(number))
    assert [row["answer_mark"] for row in db.rows("select answer_mark from pair_answers")] == sorted(marks)
    for table in ("pair_codes", "pair_answers", "pair_batches"):
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            db.rows(f"select rowid from {table}")


def test_quarters_are_named_as_people_name_them():
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
