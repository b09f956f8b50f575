"""When the worker deletes what is of age: once a day, by a clock that can be trusted, never later than was told."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.keeping_watch import KeepingWatch
from narratives.errors import FrozenError
from store.audit import audit_of
from store.audit_rows import Wanted, list_records
from store.collections import add_collection
from store.database import SqliteDatabase
from store.intake import Intake
from store.release_results import list_notices
from store.release_retention import soon
from store.retention import expire_all, is_due
from store.retention_rules import change_months, clock_notice, is_decided, list_runs, months_kept
from store.schema import open_stories
from store.schema.stories import stories
from tests.builders import TODAY, copy_known, make_collection, make_narrative, open_plot
from tests.people import make_settings
from tests.store.aged import GONE, left, plant

AT = "2026-03-02T09:00:00Z"


def test_the_hour_at_which_clocks_change_is_one_day_like_any_other(settings, db_at):
    """A worker that looks every ten minutes through both nights makes one run a day, and never one too many."""
    open_plot(db_at)
    for night in (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)):
        now = [night]
        watch = KeepingWatch(db_at, settings, lambda now=now: now[0].timestamp(), lambda now=now: london(now[0]).date())
        days = set()
        for _ in range(48 * 2):
            watch()
            days.add(london(now[0]).date())
            now[0] += timedelta(minutes=30)
        runs = db_at.rows("select day from retention_runs")
        assert len(runs) == len(days) == 3
        db_at.execute("delete from retention_runs")
        db_at.execute("delete from retention_clock")


def london(at: datetime) -> datetime:
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo("Europe/London"))


@pytest.fixture
def settings(tmp_path):
    return make_settings(tmp_path)


@pytest.fixture
def db_at(settings):
    database = open_stories(settings.stories_path)
    yield database
    database.close()


def test_a_run_is_safe_to_repeat_and_made_once_a_day(settings, db_at):
    open_plot(db_at)
    plant(db_at, 11)
    seconds, day = [0.0], [GONE - timedelta(days=1)]
    watch = KeepingWatch(db_at, settings, lambda: seconds[0], lambda: day[0])
    db_at.execute(
        "insert into retention_clock values ('retention', :day, null)", day=(GONE - date(1970, 1, 1)).days - 3
    )
    watch()
    assert len(left(db_at)) == 11
    assert not is_due(db_at, day[0])
    day[0] = GONE
    watch()
    assert len(left(db_at)) == 11  # asked again in ten minutes
    seconds[0] += 600
    watch()
    assert left(db_at) == set()
    assert list_runs(db_at, "plot") == [(GONE, 11)]
    assert expire_all(db_at, GONE)["plot"].stories == 0
    audit = audit_of(settings)
    (row,) = [one for one in list_records(audit, Wanted(), limit=9) if one.entry.action == "retention.deleted"]
    assert (row.entry.subject, row.entry.actor) == ("plot", "")
    audit.close()


def test_a_clock_that_leaps_ahead_deletes_nothing_until_it_has_run_for_two_days(settings, db_at, promised):
    open_plot(db_at)
    plant(db_at, 12)
    expire_all(db_at, TODAY)
    wrong, failures = date(2038, 1, 19), 0
    for days in (0, 1):
        assert expire_all(db_at, wrong + timedelta(days=days)) == {}
        failures += 12 - len(left(db_at))
    assert "clock says 19 January 2038" in clock_notice(db_at)
    assert "set the clock now" in clock_notice(db_at)
    assert expire_all(db_at, TODAY + timedelta(days=2))["plot"].stories == 0  # set right again
    assert clock_notice(db_at) == ""
    assert expire_all(db_at, wrong) == {}
    assert expire_all(db_at, wrong + timedelta(days=300)) == {}  # leaps on: in doubt anew
    failures += 12 - len(left(db_at))
    assert expire_all(db_at, wrong + timedelta(days=302))["plot"].stories == 12
    promised("R22", "a clock that is wrong by years deletes nothing for two days", tried=48, failures=failures)


def test_a_store_that_was_never_looked_at_counts_from_its_newest_story(db):
    open_plot(db)
    plant(db, 12)
    assert expire_all(db, GONE) == {}
    assert expire_all(db, GONE, sure=True)["plot"].stories == 12


def test_tellers_were_told_how_long_so_that_a_time_gets_shorter_only(db):
    collection, _ = open_plot(db)
    assert months_kept(db, "plot") == 12
    change_months(db, collection, 24, by="ada", at=AT)
    plant(db, 1)
    with pytest.raises(FrozenError, match="can be made shorter only"):
        change_months(db, collection, 25, by="ada", at=AT)
    change_months(db, collection, 6, by="ada", at=AT)
    with pytest.raises(FrozenError):
        change_months(db, collection, 12, by="ada", at=AT)
    assert months_kept(db, "plot") == 6
    with pytest.raises(sqlite3.IntegrityError, match="shorter only"):
        db.execute("update retentions set months = 100")
    for months in (0, 121):
        with pytest.raises(ValueError, match="1 to 120 months"):
            change_months(db, collection, months, by="ada", at=AT)


def test_an_upgrade_deletes_nothing_until_somebody_says_how_long(tmp_path, db, promised):
    """Stories that were told before any went by themselves, in a store as it was then, 30 years old and new."""
    collection, _ = open_plot(db)
    today = datetime.now(UTC).date()
    plant(db, 11, told_on=today.replace(day=1, year=today.year - 30))
    plant(db, 11, told_on=today)
    plant(db, 11, told_on=today - timedelta(days=800))
    old = SqliteDatabase(tmp_path / "old.db")
    old.path = str(tmp_path / "old.db")
    stories.apply(old.utils, stop_before="s031_keeping")
    for table in ("frameworks", "collections", "narratives"):
        copy_known(db, old, table)
    old.connection.commit()
    upgraded = open_stories(tmp_path / "old.db")
    add_collection(upgraded, make_collection(id="new", title="New"))
    failures = 0
    for day in (today, date(today.year + 9, 12, 31)):
        expire_all(upgraded, day, sure=True)
        failures += 33 - len(left(upgraded))
    assert not is_decided(upgraded, "plot") and is_decided(upgraded, "new")
    assert months_kept(upgraded, "new") == 12
    assert "Nobody has said yet how long stories are kept: The plot." in " ".join(list_notices(upgraded))
    change_months(upgraded, collection, 120, by="ada", at=AT)
    assert is_decided(upgraded, "plot") and list_notices(upgraded) == []
    assert expire_all(upgraded, today, sure=True)["plot"].stories == 11
    assert len(left(upgraded)) == 22
    promised("R22", "an upgrade deletes no story until somebody says how long", tried=66, failures=failures)


def test_what_goes_in_the_next_thirty_days_is_told_in_whole_k(db):
    collection, _ = open_plot(db)
    plant(db, 27)
    assert soon(db, collection, date(2027, 2, 27)) is not None
    assert soon(db, collection, date(2027, 3, 1)) is None  # that is 31 days ahead
    found = soon(db, collection, date(2027, 3, 2))
    assert (found.on, found.told_in, found.at_least, found.any) == (GONE, date(2026, 3, 1), 20, True)


@pytest.mark.parametrize("worker_saw_it", [False, True])
def test_a_story_told_while_the_clock_stood_in_1970_lives_as_long_as_any_other(db_at, worker_saw_it):
    plot, wrong, right = open_plot(db_at), date(1970, 1, 9), date(2026, 11, 22)
    expire_all(db_at, right - timedelta(days=1))
    intake = Intake(db_at.path, b"a secret that is long enough for this")
    intake.submit(*plot, make_narrative(told_on=wrong), "ab" * 16)
    intake.close()
    if worker_saw_it:
        expire_all(db_at, wrong)
    for ago in range(4):
        expire_all(db_at, right + timedelta(days=ago))
    assert len(left(db_at)) == 1
    expire_all(db_at, date(2027, 12, 1), sure=True)
    assert left(db_at) == set()


def test_a_story_told_by_a_clock_that_leapt_before_the_first_run_is_no_proof_of_that_clock(db_at):
    """A version that begins to delete finds years of stories, and perhaps a clock that was put wrong this morning."""
    plot, leapt = open_plot(db_at), date(2038, 11, 22)
    plant(db_at, 11)
    intake = Intake(db_at.path, b"a secret that is long enough for this")
    intake.submit(*plot, make_narrative(told_on=leapt), "ab" * 16)
    intake.close()
    assert expire_all(db_at, leapt) == {}
    assert len(left(db_at)) == 12
