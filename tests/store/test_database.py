import sqlite3
import time

import pytest

from narratives.errors import BusyError
from store.database import BUSY_SECONDS, SqliteDatabase


def test_a_failed_transaction_leaves_nothing(db):
    with pytest.raises(RuntimeError), db.write():
        db.execute("insert into notices (name, text, noticed_on) values ('a', 'b', 'c')")
        raise RuntimeError
    assert db.rows("select name from notices") == []


def test_a_transaction_inside_another_belongs_to_it(db):
    with pytest.raises(RuntimeError), db.write():
        with db.write():
            db.execute("insert into notices (name, text, noticed_on) values ('a', 'b', 'c')")
        raise RuntimeError
    assert db.rows("select name from notices") == []


def test_a_locked_database_is_named_as_busy(db, monkeypatch):
    other = SqliteDatabase(db.path)
    other.execute("pragma busy_timeout = 0")
    with db.write(), pytest.raises(BusyError, match="Try again in a moment"), other.write():
        pass
    other.close()


def test_who_does_not_want_to_wait_for_a_lock_does_not_and_waits_as_before_the_next_time(db):
    other = SqliteDatabase(db.path)
    began = time.monotonic()
    with db.write(), pytest.raises(BusyError), other.write(within=0.0):
        pass
    assert time.monotonic() - began < BUSY_SECONDS / 2
    assert other.one("pragma busy_timeout") == {"timeout": 1000 * BUSY_SECONDS}
    other.close()


def test_a_disk_that_is_full_is_named_as_busy_and_leaves_nothing_of_a_transaction(db):
    """SQLite ends the transaction by itself: rolling back what is over must not hide why."""
    db.execute("pragma cache_size = 1")
    pages = db.one("pragma page_count")["page_count"]
    db.execute(f"pragma max_page_count = {pages + 20}")
    with pytest.raises(BusyError, match="The disk is full or fails. Try again in a moment"), db.write():
        for number in range(2_000):
            db.execute("insert into tombstones (hash) values (:hash)", hash=f"{number:0800}")
    assert not db.connection.in_transaction
    assert db.one("select count(*) as n from tombstones") == {"n": 0}
    db.execute("pragma max_page_count = 1073741823")
    with db.write():
        db.execute("insert into tombstones (hash) values ('a')")
    assert db.one("select count(*) as n from tombstones") == {"n": 1}


def test_a_commit_that_fails_leaves_no_transaction_for_the_next_writer_to_join(db):
    db.execute("create table parent (id primary key)")
    db.execute("create table child (parent references parent deferrable initially deferred)")
    with pytest.raises(sqlite3.IntegrityError), db.write():
        db.execute("insert into child values (1)")
    assert not db.connection.in_transaction
    with db.write():
        db.execute("insert into parent values (2)")
    assert db.one("select count(*) as n from child") == {"n": 0}
