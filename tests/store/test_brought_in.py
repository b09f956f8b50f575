from datetime import UTC, datetime

import pytest

from narratives.errors import NotFoundError
from store.brought_in import (
    BroughtIn,
    BroughtState,
    add_brought_in,
    ask_for,
    end_brought_in,
    get_brought_in,
    is_held,
    keep_progress,
    lease_name,
    list_at_work,
    list_brought_in,
    say_of,
    stop_brought_in,
)
from store.schema import open_stories
from store.worker import take_lease

NOW = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
SAID = {"document": {"text": {"column": "story"}}}


@pytest.fixture
def db(tmp_path):
    opened = open_stories(tmp_path / "stories.db")
    add_brought_in(opened, BroughtIn("aa", "ferry.csv", 12, "", {}, BroughtState.MAPPING, "ada", NOW))
    return opened


def state(db):
    return get_brought_in(db, "aa").state


def test_a_file_waits_for_whoever_brought_it_in(db):
    found = get_brought_in(db, "aa")
    assert (found.file_name, found.bytes, found.state, found.asked_by) == ("ferry.csv", 12, "mapping", "ada")
    assert list_brought_in(db) == [found]
    with pytest.raises(NotFoundError):
        get_brought_in(db, "bb")


def test_nothing_is_checked_before_its_columns_are_known_or_stored_before_it_is_checked(db):
    assert not ask_for(db, "aa", BroughtState.CHECKING, NOW)
    assert say_of(db, "aa", "csv", SAID)
    assert not ask_for(db, "aa", BroughtState.STORING, NOW)
    assert ask_for(db, "aa", BroughtState.CHECKING, NOW)
    assert [one.id for one in list_at_work(db)] == ["aa"]
    assert get_brought_in(db, "aa").said["waits_since"] == NOW.isoformat()


def test_what_the_worker_has_in_hand_is_not_changed_under_it(db):
    say_of(db, "aa", "csv", SAID)
    ask_for(db, "aa", BroughtState.CHECKING, NOW)
    assert not say_of(db, "aa", "workbook", {})
    assert get_brought_in(db, "aa").format == "csv"


def test_saying_something_else_undoes_a_check(db):
    say_of(db, "aa", "csv", SAID)
    ask_for(db, "aa", BroughtState.CHECKING, NOW)
    found = get_brought_in(db, "aa")
    assert keep_progress(db, found, n_rows=3, done=3, account={"stored": 3}, collection="ferry")
    assert end_brought_in(db, found, BroughtState.CHECKED, NOW)
    say_of(db, "aa", "csv", SAID)
    assert not ask_for(db, "aa", BroughtState.STORING, NOW)
    assert get_brought_in(db, "aa").account == {}


def test_a_stopped_file_takes_no_more_progress_and_goes_on_with_its_account(db):
    say_of(db, "aa", "csv", SAID)
    ask_for(db, "aa", BroughtState.CHECKING, NOW)
    end_brought_in(db, get_brought_in(db, "aa"), BroughtState.CHECKED, NOW)
    ask_for(db, "aa", BroughtState.STORING, NOW)
    storing = get_brought_in(db, "aa")
    assert keep_progress(db, storing, n_rows=9, done=4, account={"stored": 4}, collection="ferry")
    assert stop_brought_in(db, "aa", NOW)
    assert not keep_progress(db, storing, n_rows=9, done=5, account={"stored": 5}, collection="ferry")
    assert not end_brought_in(db, storing, BroughtState.STORED, NOW)
    assert not stop_brought_in(db, "aa", NOW)
    assert ask_for(db, "aa", BroughtState.STORING, NOW)
    assert get_brought_in(db, "aa").account == {"stored": 4}


def test_a_stopped_check_is_as_if_it_had_not_been_asked_for(db):
    say_of(db, "aa", "csv", SAID)
    ask_for(db, "aa", BroughtState.CHECKING, NOW)
    stop_brought_in(db, "aa", NOW)
    assert state(db) == "mapping"


def test_whether_a_worker_has_it_in_hand_is_known_by_its_lease(db):
    assert not is_held(db, "aa", 100.0)
    take_lease(db, lease_name("aa"), "one", now=100.0, seconds=30.0)
    assert is_held(db, "aa", 120.0)
    assert not is_held(db, "aa", 131.0)
