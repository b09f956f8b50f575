"""Putting a backup back: what was taken out since stays out, and a restore that breaks off can be gone on with."""

import shutil
import time

import pytest

from narratives.narrative import State
from store import restoring
from store.accounts import close_account, list_accounts
from store.audit import audit_of
from store.audit_checks import verify
from store.backup import make_backup
from store.backup_parts import BackupError
from store.case_key import read_case_key
from store.cases import list_own_interactions, open_cases
from store.collections import get_collection
from store.database import connect
from store.erasure import withdraw, withdraw_many, withdraw_narrative
from store.moderation import change_release
from store.restoring import STAGING, finish, list_disabled, stop_if_running
from store.schema import open_accounts, open_stories
from store.sessions import Stage, begin_session, get_session
from store.withdrawn_ledger import WithdrawnLedger, ledger_path, read_ledger
from tests.builders import TODAY
from tests.store.kept import NOW, OTHER, furnish, made_settings, markers, note, plant, put_back, tell

WORD = "zucchinipalooza"


@pytest.fixture
def settings(tmp_path):
    return made_settings(tmp_path / "data")


def bytes_of_stores(settings) -> bytes:
    """Every byte below the data folder but for what was replaced, which is set aside on purpose."""
    return b"".join(
        path.read_bytes()
        for path in sorted(settings.data.rglob("*"))
        if path.is_file() and "replaced-" not in str(path)
    )


@pytest.mark.parametrize("lost", [False, True], ids=["the replaced store is there", "the replaced store is lost"])
def test_what_was_withdrawn_since_a_backup_stays_out_of_it(settings, tmp_path, promised, how_many, lost):
    db = furnish(settings)
    tried = how_many(15, 200)
    ids = plant(db, settings.secret, tried, first=500, text=f"{WORD} came up.")
    told = [tell(db, settings, f"{WORD} again {n}", f"{n:032x}") for n in range(9_000, 9_004)]
    made = make_backup(settings, tmp_path / "backups", NOW)
    withdraw_all = [withdraw(db, one, settings.secret) for one in ids]
    assert all(withdraw_all) and all(withdraw_narrative(db, code, settings.secret) for code in told)
    WithdrawnLedger(db, ledger_path(settings.anchors, settings.organisation))()
    db.close()
    if lost:
        shutil.rmtree(settings.stories_path.parent)
    done = put_back(settings, made.path)
    kept = bytes_of_stores(settings)
    assert (done.withdrawn_again, done.stories) == (tried + 4, 3)
    promised(
        "T30",
        "a story that its teller took out is not in a backup that is put back, and no byte of it",
        tried=tried + 4,
        failures=(WORD.encode() in kept) + len([one for one in ids if one.encode() in kept]),
    )
    again = open_stories(settings.stories_path)
    tell(again, settings, "sent again", f"{9_000:032x}")
    assert {row["text"].split()[0] for row in again.rows("select text from narratives")} == {
        f"marker{n:07}" for n in range(3)
    }
    again.close()


def test_the_search_for_bytes_finds_what_was_not_withdrawn(settings, tmp_path):
    plant(db := furnish(settings), settings.secret, 1, first=500, text=f"{WORD} came up.")
    db.close()
    put_back(settings, make_backup(settings, tmp_path, NOW).path)
    assert WORD.encode() in bytes_of_stores(settings)


def test_what_was_withdrawn_is_written_down_apart_as_hashes_in_no_order_of_time(settings):
    db = furnish(settings)
    path = ledger_path(settings.anchors, settings.organisation)
    ledger = WithdrawnLedger(db, path)
    ledger()
    assert path.read_text() == ""
    hashes = []
    for one in plant(db, settings.secret, 6, first=50):
        withdraw(db, one, settings.secret)
        ledger()
        hashes.append(read_ledger(path))
    assert [len(one) for one in hashes] == [1, 2, 3, 4, 5, 6]
    assert path.read_text().split() == sorted(hashes[-1])
    path.unlink()
    ledger()
    assert read_ledger(path) == hashes[-1]
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("torn li\n" + "a" * 64 + "\n" + "b" * 63)
    assert read_ledger(path) == {"a" * 64}


def test_what_is_too_old_by_now_is_gone_at_once(settings, tmp_path):
    db = furnish(settings)
    db.close()
    made = make_backup(settings, tmp_path, NOW)
    assert put_back(settings, made.path, today=TODAY.replace(year=TODAY.year + 1)).stories == 3
    assert (
        put_back(
            settings, made.path, today=TODAY.replace(year=TODAY.year + 1, month=4), now=NOW.replace(hour=10)
        ).stories
        == 0
    )
    assert b"marker0000001" not in bytes_of_stores(settings)


def test_what_was_held_back_narrowed_or_corrected_since_is_not_read_again(settings, tmp_path):
    db = furnish(settings, 5)
    made = make_backup(settings, tmp_path, NOW)
    ids = [row["id"] for row in db.rows("select id from narratives order by text")]
    collection = get_collection(db, "plot")
    change_release(db, collection, ids[0], State.RELEASED, State.HELD)
    change_release(db, collection, ids[1], State.RELEASED, State.WAITING)
    db.execute("update narratives set may_read = 0 where id = :id", id=ids[2])
    db.execute("update narratives set text = 'x', text_hash = 'x' where id = :id", id=ids[3])
    db.close()
    assert put_back(settings, made.path).held_again == 4
    again = open_stories(settings.stories_path)
    states = [again.one("select state from narratives where id = :id", id=one)["state"] for one in ids]
    assert states == ["held", "waiting", "waiting", "waiting", "released"]
    found = again.rows("select narrative_id from story_words")
    assert [row["narrative_id"] for row in found] == [ids[4]]
    again.close()


def test_cases_record_and_keys_work_after_a_restore_elsewhere(settings, tmp_path):
    furnish(settings).close()
    note(settings, "story.held")
    made = make_backup(settings, tmp_path / "backups", NOW)
    put_back(made_settings(tmp_path / "new", OTHER), made.path)
    new = made_settings(tmp_path / "new")
    cases = open_cases(new.cases_path, read_case_key(new.cases_key_path))
    assert [one.notes for one in list_own_interactions(cases, read_case_key(new.cases_key_path), "ada")] == [
        "Talked of beans."
    ]
    cases.close()
    audit = audit_of(new)
    verdict = verify(audit)
    assert (verdict.is_whole, verdict.rows) == (True, 3)
    audit.close()


def test_a_record_that_is_older_than_its_replaced_one_is_whole_beside_the_anchor_of_the_backup(settings, tmp_path):
    furnish(settings).close()
    made = make_backup(settings, tmp_path, NOW)
    for _ in range(5):
        note(settings, "story.read")
    put_back(settings, made.path)
    audit = audit_of(settings)
    assert verify(audit).is_whole
    audit.close()
    note(settings, "store.restored")
    audit = audit_of(settings)
    assert (verify(audit).is_whole, verify(audit).rows) == (True, 3)
    audit.close()


def test_everybody_signs_in_again_and_who_was_switched_off_since_is_named(settings, tmp_path):
    furnish(settings).close()
    accounts = open_accounts(settings.accounts_path)
    (ada,) = list_accounts(accounts, settings.organisation)
    token = begin_session(accounts, ada.id, Stage.IN, now=NOW.timestamp())
    assert get_session(accounts, token, now=NOW.timestamp())
    accounts.close()
    made = make_backup(settings, tmp_path, NOW)
    accounts = open_accounts(settings.accounts_path)
    close_account(accounts, ada.id)
    accounts.close()
    assert list_disabled(settings.accounts_path) == {"ada"}
    put_back(settings, made.path)
    assert list_disabled(settings.accounts_path) == set()
    accounts = open_accounts(settings.accounts_path)
    assert get_session(accounts, token, now=NOW.timestamp()) is None
    accounts.close()


def test_nothing_is_restored_under_a_running_server(settings, tmp_path):
    db = furnish(settings)
    made = make_backup(settings, tmp_path, NOW)
    reader = connect(db.path)
    reader.execute("select count(*) from narratives").fetchone()
    db.close()
    with pytest.raises(BackupError, match="is in use. Stop the web process and the worker first"):
        put_back(settings, made.path)
    reader.close()
    stop_if_running(settings)
    assert put_back(settings, made.path).stories == 3


def test_a_damaged_store_is_replaced_and_set_aside(settings, tmp_path):
    furnish(settings).close()
    made = make_backup(settings, tmp_path, NOW)
    settings.stories_path.write_bytes(b"nonsense" * 1_000)
    done = put_back(settings, made.path)
    assert (done.stories, (done.replaced / "organisations" / settings.organisation / "stories.db").stat().st_size) == (
        3,
        8_000,
    )


def test_a_restore_that_breaks_off_at_any_file_is_finished_by_the_next_run(
    settings, tmp_path, monkeypatch, promised, how_many
):
    db = furnish(settings)
    made = make_backup(settings, tmp_path / "backups", NOW)
    ids = [row["id"] for row in db.rows("select id from narratives")]
    withdraw(db, ids[0], settings.secret)
    db.close()
    whole, move, tried, failures = tmp_path / "whole", shutil.move, 0, 0
    shutil.copytree(settings.data, whole)
    for stops_at in range(1, 60, how_many(6, 1)):
        moved = iter(range(1, 1_000))

        def until(source, to, *, last=stops_at, moved=moved):
            if next(moved) == last:
                raise KeyboardInterrupt
            return move(source, to)

        monkeypatch.setattr(restoring.shutil, "move", until)
        try:
            put_back(settings, made.path)
        except KeyboardInterrupt:
            monkeypatch.setattr(restoring.shutil, "move", move)
            assert finish(settings)
            tried += 1
            failures += len(markers(settings.stories_path)) != 2 or (settings.data / STAGING).exists()
            assert not finish(settings)
        else:
            break
        shutil.rmtree(settings.data)
        shutil.copytree(whole, settings.data)
    assert tried >= 2
    promised(
        "R18", "a restore that breaks off between two files is finished by the next run", tried=tried, failures=failures
    )


def test_a_restore_that_breaks_off_before_the_first_file_has_changed_nothing(settings, tmp_path, monkeypatch):
    furnish(settings).close()
    made = make_backup(settings, tmp_path / "backups", NOW)
    before = markers(settings.stories_path)
    monkeypatch.setattr(restoring, "finish", lambda settings: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        put_back(settings, made.path)
    assert markers(settings.stories_path) == before


@pytest.mark.slow
def test_a_hundred_thousand_stories_are_restored_in_less_than_five_minutes(settings, tmp_path, promised):
    stories = 100_000
    db = furnish(settings)
    ids = []
    for first in range(10_000, 10_000 + stories, 10_000):
        ids += plant(db, settings.secret, 10_000, first=first)
    made = make_backup(settings, tmp_path / "backups", NOW)
    withdraw_many(db, ids[:20], settings.secret)
    db.close()
    began = time.monotonic()
    done = put_back(settings, made.path)
    seconds = time.monotonic() - began
    assert (done.stories, done.withdrawn_again) == (stories + 3 - 20, 20)
    promised(
        "R18",
        "a backup of 100,000 stories is back in less than five minutes",
        tried=stories,
        failures=0 if seconds < 300 else stories,
    )
