import pytest

from narratives.errors import BusyError
from store.database import SqliteDatabase


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
