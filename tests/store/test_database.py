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
