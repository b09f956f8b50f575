"""Files that staff bring in are stored once, whole, and go on where they were."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from analysis.bringing import Bringing, account_of, bringing
from analysis.leases import Leases
from narratives.interchange.account import Account
from narratives.interchange.narrative_rows import RowReader
from store import importing
from store.brought_in import get_brought_in, lease_name, list_brought_in, stop_brought_in
from store.import_files import files_of
from store.narratives import count_narratives
from tests.people import make_app, make_settings, stores_of
from tests.web.bring.bring_world import Bringer, line, stories

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def bringer(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "ROWS_A_COMMIT", 5)
    return Bringer(make_app(tmp_path))


def db_of(bringer):
    return stores_of(bringer.app).stories


def turn(bringer, **changes):
    return Bringing(db_of(bringer), make_settings(stores_of(bringer.app).settings.data), **changes)


def asked(bringer, content):
    """A file whose storing is asked for."""
    where = bringer.mapped(content)
    bringer.press(where, "check")
    bringer.work()
    bringer.press(where, "store")
    return where.rsplit("/", 1)[1]


def told(bringer, import_id):
    account = get_brought_in(db_of(bringer), import_id).account
    return {name: account[name] for name in ("rows", "stored", "updated", "unchanged", "rejected")}


def count(bringer):
    return sum(row["n"] for row in db_of(bringer).rows("select count(*) as n from narratives"))


def test_a_check_says_what_would_become_of_every_row_and_stores_none(bringer):
    where = bringer.mapped(stories(12, line(99, rest="90")))
    bringer.press(where, "check")
    assert bringer.work() == 1
    [found] = list_brought_in(db_of(bringer))
    assert (found.state, found.n_rows, found.done, count(bringer)) == ("checked", 13, 13, 0)
    assert told(bringer, found.id) == {"rows": 13, "stored": 12, "updated": 0, "unchanged": 0, "rejected": 1}
    assert found.account["reasons"] == [
        "line 14, column 'rest': found '90 30 40'; the three shares add up to 160; they must add up to 100 within 2."
    ]


def test_storing_deletes_the_file_and_keeps_the_rejected_rows(bringer):
    import_id = asked(bringer, stories(12, line(99, rest="90")))
    bringer.work()
    found = get_brought_in(db_of(bringer), import_id)
    files = files_of(stores_of(bringer.app).settings.stories_path, found)
    assert (found.state, count(bringer), files.stories.exists()) == ("stored", 12, False)
    assert files.rejects.read_text().splitlines()[1].startswith('"14","rest",')
    assert bringer.work() == 0


def test_the_same_file_twice_stores_nothing_more(bringer):
    bringer.stored(stories(12))
    where = bringer.upload(stories(12))
    bringer.say(where, into="ferry-stories")
    assert bringer.person.post(f"{where}/columns", bringer.guessed(where)).status_code == 303
    bringer.press(where, "check")
    bringer.work()
    bringer.press(where, "store")
    bringer.work()
    counts = told(bringer, where.rsplit("/", 1)[1])
    assert counts == {"rows": 12, "stored": 0, "updated": 0, "unchanged": 12, "rejected": 0}
    assert count(bringer) == 12


@pytest.mark.parametrize("killed_after", [1, 2, 3])
def test_killed_at_any_moment_it_goes_on_and_its_account_is_of_the_whole(bringer, monkeypatch, killed_after):
    import_id = asked(bringer, stories(18, line(99, rest="90")))
    done = importing.import_narratives
    calls = []

    def dies(*given, **more):
        calls.append(1)
        if len(calls) == killed_after:
            raise KeyboardInterrupt
        return done(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(importing, "import_narratives", dies)
        with pytest.raises(KeyboardInterrupt):
            bringer.work()
    assert count(bringer) == 5 * (killed_after - 1)
    assert get_brought_in(db_of(bringer), import_id).done == 5 * (killed_after - 1)
    bringer.work()
    assert count(bringer) == 18
    assert told(bringer, import_id) == {"rows": 19, "stored": 18, "updated": 0, "unchanged": 0, "rejected": 1}


def test_stopped_between_two_commits_what_is_stored_stays_and_going_on_stores_the_rest(bringer, monkeypatch):
    import_id = asked(bringer, stories(18))
    read_all = RowReader.read_all

    def then_stopped(self, table):
        for row in read_all(self, table):
            if row.line == 9:
                stop_brought_in(db_of(bringer), import_id, NOW)
            yield row

    with monkeypatch.context() as patched:
        patched.setattr(RowReader, "read_all", then_stopped)
        bringer.work()
    assert (get_brought_in(db_of(bringer), import_id).state, count(bringer)) == ("stopped", 5)
    assert bringer.work() == 0
    bringer.press(f"/bring/{import_id}", "store")
    bringer.work()
    assert count(bringer) == 18
    assert told(bringer, import_id)["stored"] == 18


def test_another_worker_leaves_alone_what_one_has_in_hand(bringer):
    import_id = asked(bringer, stories(3))
    with Leases(db_of(bringer), lambda: datetime.now(UTC)).hold(lease_name(import_id)):
        assert bringer.work() == 0
    assert bringer.work() == 1


def test_dates_of_two_kinds_refuse_the_file_with_their_lines(bringer):
    where = bringer.mapped(stories(20, line(99, told="2026-03-01")))
    bringer.press(where, "check")
    bringer.work()
    [found] = list_brought_in(db_of(bringer))
    assert found.state == "refused"
    assert "'told' is a mixture of formats" in found.problem
    assert "line 22: found '2026-03-01'" in found.problem
    assert count(bringer) == 0


def test_a_file_that_nobody_stores_is_deleted_after_a_week(bringer):
    bringer.mapped(stories(3))
    [found] = list_brought_in(db_of(bringer))
    files = files_of(stores_of(bringer.app).settings.stories_path, found)
    turn(bringer, now=lambda: found.asked_at + timedelta(days=7)).tidy()
    assert files.stories.exists()
    turn(bringer, now=lambda: found.asked_at + timedelta(days=7, seconds=1)).tidy()
    assert not files.stories.exists()
    [found] = list_brought_in(db_of(bringer))
    assert found.state == "refused"
    assert found.problem == "Nobody stored it within 7 days, so the file was deleted. Bring it in again."


def test_what_an_upload_left_that_was_cut_off_goes_after_a_week_too(bringer):
    bringer.mapped(stories(3))
    [found] = list_brought_in(db_of(bringer))
    files = files_of(stores_of(bringer.app).settings.stories_path, found)
    stray = files.folder / "0123.definition"
    stray.write_text("The ferry left early.")
    turn(bringer, now=lambda: datetime.now(UTC) + timedelta(days=6)).tidy()
    assert stray.exists()
    turn(bringer, now=lambda: datetime.now(UTC) + timedelta(days=8)).tidy()
    assert not stray.exists()


def test_of_rejected_rows_their_number_alone_stays_after_a_week(bringer):
    import_id = asked(bringer, stories(12, line(99, rest="90")))
    bringer.work()
    assert "90 30 40" in str(get_brought_in(db_of(bringer), import_id).account["reasons"])
    turn(bringer, now=lambda: datetime.now(UTC) + timedelta(days=8)).tidy()
    account = get_brought_in(db_of(bringer), import_id).account
    assert "reasons" not in account and account["rejected"] == 1


def test_rows_stored_by_an_earlier_run_of_the_same_file_are_called_new():
    account = Account(rows=30, stored=10, unchanged=18, updated=2)
    told = account_of(account, {"stored": 12, "updated": 3})
    assert (told["stored"], told["updated"], told["unchanged"]) == (22, 5, 3)


def test_the_thread_of_the_worker_stores_what_is_asked_for(bringer):
    import_id = asked(bringer, stories(3))
    stop, done = Event(), Event()
    settings = make_settings(stores_of(bringer.app).settings.data)
    with bringing(db_of(bringer), settings, stop, poll_seconds=0.01):
        for _ in range(500):
            if get_brought_in(db_of(bringer), import_id).state == "stored":
                done.set()
                break
            stop.wait(0.01)
    assert done.is_set()
    assert count_narratives(db_of(bringer), "ferry-stories") == 3
