"""The audit grows by one row for each thing done, in one chain, however many write at once."""

import multiprocessing
import sqlite3
import threading
from datetime import date

import pytest

from store.audit import BEGUN, AuditUnwritableError, Entry, open_audit
from store.audit_checks import read_head, verify
from store.audit_rows import Wanted, every_record, last_check, list_actions, list_records

AT = "2026-11-23T10:00:00Z"
WRITERS, EACH = 4, 25


def places(folder):
    return folder / "org" / "audit.db", folder / "keys" / "audit.key", folder / "anchors" / "audit.head"


def entry(action="explore.story", subject="plot/7", actor="ada", at=AT, outcome="done"):
    return Entry(at, actor, "manager", action, subject, outcome)


@pytest.fixture
def audit(tmp_path):
    opened = open_audit(*places(tmp_path))
    yield opened
    opened.close()


def append_many(files, name):
    opened = open_audit(*files)
    for number in range(EACH):
        opened.append(entry(actor=name, subject=str(number)))
    opened.close()


def test_the_first_row_is_one_that_no_other_chain_begins_with(tmp_path):
    begun = []
    for name in ("a", "b"):
        opened = open_audit(*places(tmp_path / name))
        assert opened.append(entry()) == 2
        begun.append(list_records(opened, Wanted(action=BEGUN))[0].entry.subject)
        opened.close()
    assert begun[0] != begun[1]


def test_the_anchor_is_where_the_chain_ends_after_each_row(audit):
    for _ in range(3):
        audit.append(entry())
        last, heads = audit.last(), audit.anchor.heads()
        assert (heads[0].seq, heads[0].mac, heads[0].at) == (last.seq, last.mac, AT)
    assert [head.seq for head in heads] == [4, 3]


def test_many_processes_write_one_chain(tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=append_many, args=(places(tmp_path), f"w{n}")) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    opened = open_audit(*places(tmp_path))
    verdict = verify(opened)
    assert verdict.is_whole
    assert verdict.rows == 1 + WRITERS * EACH
    assert opened.anchor.heads()[0].seq == verdict.rows
    for number in range(WRITERS):
        assert len(list(every_record(opened, Wanted(actor=f"w{number}")))) == EACH


def test_many_threads_write_one_chain(audit):
    threads = [threading.Thread(target=lambda: [audit.append(entry()) for _ in range(EACH)]) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify(audit).rows == 1 + WRITERS * EACH
    assert verify(audit).is_whole


def test_looking_while_others_write_raises_no_alarm(tmp_path, audit):
    writer = threading.Thread(target=append_many, args=(places(tmp_path), "w"))
    writer.start()
    is_writing = True
    while is_writing:  # and once more when it has ended
        is_writing = writer.is_alive()
        assert verify(audit).is_whole
    assert verify(audit).rows == 1 + EACH


def test_a_locked_file_is_said_to_be_unwritable(audit, tmp_path, monkeypatch):
    monkeypatch.setattr("store.audit.PATIENCE_SECONDS", 0.05)
    other = sqlite3.connect(places(tmp_path)[0], isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(AuditUnwritableError, match="The audit cannot be written"):
        audit.append(entry())
    other.execute("rollback")
    assert audit.append(entry()) == 2


def test_a_row_whose_anchor_cannot_be_written_is_no_silent_success(audit, tmp_path):
    audit.append(entry())
    anchor = places(tmp_path)[2]
    anchor.unlink()
    anchor.mkdir()
    with pytest.raises(AuditUnwritableError):
        audit.append(entry())


def test_rows_are_found_by_person_action_subject_day_and_outcome(audit):
    audit.append(entry())
    audit.append(entry(actor="mo", subject="plot/17", at="2026-11-24T09:00:00Z"))
    audit.append(entry(action="casework.show", subject="9", outcome="refused", at="2026-11-25T23:59:59Z"))
    audit.append(entry(subject="plot"))

    def found(**wanted):
        return [record.seq for record in list_records(audit, Wanted(**wanted))]

    assert found(actor="mo") == [3]
    assert found(action="casework.show") == [4]
    assert found(outcome="refused") == [4]
    assert found(subject="7") == [2]
    assert found(subject="plot/17") == [3]
    assert found(first=date(2026, 11, 24)) == [4, 3]
    assert found(first=date(2026, 11, 24), last=date(2026, 11, 24)) == [3]
    assert found(last=date(2026, 11, 23), actor="ada") == [5, 2]
    assert list_actions(audit) == [BEGUN, "casework.show", "explore.story"]


def test_rows_come_newest_first_and_page_by_page(audit):
    for number in range(7):
        audit.append(entry(subject=str(number)))
    first = list_records(audit, Wanted(action="explore.story"), limit=3)
    second = list_records(audit, Wanted(action="explore.story"), before=first[-1].seq, limit=3)
    assert [one.entry.subject for one in (*first, *second)] == ["6", "5", "4", "3", "2", "1"]


def test_an_empty_audit_has_no_rows_and_was_never_checked(audit):
    assert audit.last() is None
    assert last_check(audit) is None
    assert list_actions(audit) == []
    assert verify(audit).is_whole


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("12:0123 4567 89ab cdef", (12, "0123456789abcdef")),
        (" 3 : 0123456789ABCDEF0123 ", (3, "0123456789abcdef0123")),
        ("12:0123", None),
        ("12", None),
        ("x:0123456789abcdef", None),
        ("12:" + "0" * 65, None),
    ],
)
def test_a_head_is_read_as_people_copy_it(given, read):
    assert read_head(given) == read
