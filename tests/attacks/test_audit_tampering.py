"""Somebody with the file in their hands changes the audit: whatever they do to it is found, in a sentence."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from store.audit import AuditKeyError, Entry, open_audit
from store.audit_checks import Harm, head_in_words, look_at_end, read_head, verify

ROWS = 12


class Place:
    """An audit in a folder, and somebody who gets at its files."""

    def __init__(self, folder: Path) -> None:
        self.file, self.key, self.head = folder / "org" / "audit.db", folder / "keys" / "k", folder / "anchors" / "h"
        self.folder = folder
        self.fill(ROWS - 1)  # and the row that begins it

    def open(self):
        return open_audit(self.file, self.key, self.head)

    def fill(self, count: int) -> None:
        audit = self.open()
        for number in range(count):
            audit.append(Entry("2026-11-23T10:00:00Z", "ada", "manager", "explore.story", f"plot/{number}"))
        audit.close()

    def as_insider(self, script: str) -> None:
        """Past the application: the triggers go first."""
        connection = sqlite3.connect(self.file)
        connection.executescript(
            f"drop trigger records_are_not_changed; drop trigger records_are_not_deleted; {script}; vacuum;"
        )
        connection.close()

    def wipe(self) -> None:
        for file in self.file.parent.glob("audit.db*"):
            file.unlink()

    def copied(self) -> tuple[int, str]:
        audit = self.open()
        head = read_head(head_in_words(audit.last()))
        audit.close()
        return head

    def found(self, given=None) -> list[tuple[Harm, str]]:
        audit = self.open()
        verdict = verify(audit, given)
        audit.close()
        return [(each.harm, each.sentence) for each in verdict.findings]


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def test_an_audit_that_nobody_touched_is_whole(place):
    assert place.found() == []
    assert place.found(place.copied()) == []
    audit = place.open()
    assert verify(audit).rows == ROWS
    assert look_at_end(audit).is_whole


@pytest.mark.parametrize("statement", ["update records set subject = 'x' where seq = 5", "delete from records"])
def test_the_file_itself_refuses_to_be_changed(place, statement):
    with pytest.raises(sqlite3.IntegrityError, match="the audit is never"):
        sqlite3.connect(place.file).execute(statement)


@pytest.mark.parametrize("column", ["at", "actor", "role", "action", "subject", "outcome"])
def test_a_changed_row_is_found_by_its_number(place, column):
    place.as_insider(f"update records set {column} = 'somebody else' where seq = 5")
    ((harm, sentence),) = place.found()
    assert harm is Harm.CHANGED
    assert sentence.startswith("Row 5 of ")


@pytest.mark.parametrize(
    ("where", "words"),
    [("seq = 7", "Row 7 is missing: somebody cut it out."), ("seq in (4, 5, 6)", "Rows 4 to 6 are missing")],
)
def test_rows_cut_out_of_the_middle_are_found(place, where, words):
    place.as_insider(f"delete from records where {where}")
    ((harm, sentence),) = place.found()
    assert harm is Harm.MISSING
    assert sentence.startswith(words)


def test_rows_cut_out_and_the_others_numbered_anew_are_found(place):
    place.as_insider("delete from records where seq = 7; update records set seq = seq - 1 where seq > 7")
    harms = [harm for harm, _ in place.found()]
    assert harms[0] is Harm.CHANGED
    assert Harm.SHORTENED in harms


@pytest.mark.parametrize(("cut", "words"), [(1, "1 row is missing"), (5, "5 rows are missing")])
def test_rows_cut_off_the_end_are_found_by_the_anchor(place, cut, words):
    place.as_insider(f"delete from records where seq > {ROWS - cut}")
    ((harm, sentence),) = place.found()
    assert harm is Harm.SHORTENED
    assert sentence.startswith(words)
    audit = place.open()
    assert not look_at_end(audit).is_whole


def test_cutting_the_end_off_stays_found_after_more_was_recorded(place):
    place.as_insider(f"delete from records where seq > {ROWS - 5}")
    place.fill(20)
    ((harm, sentence),) = place.found()
    assert harm is Harm.CHANGED
    assert f"Row {ROWS} is another than the anchor" in sentence


def test_an_emptied_table_is_found(place):
    place.as_insider("delete from records")
    assert place.found()[0][0] is Harm.EMPTIED


def test_a_wiped_file_is_found(place):
    place.wipe()
    assert place.found()[0] == (
        Harm.EMPTIED,
        f"The audit is empty and the anchor of 2026-11-23T10:00:00Z has {ROWS} rows: it was wiped.",
    )


@pytest.mark.parametrize("more", [3, 40])
def test_a_wiped_file_that_goes_on_is_found_however_long_it_gets(place, more):
    place.wipe()
    place.fill(more)
    assert place.found()[0][0] is Harm.ANOTHER
    audit = place.open()
    assert look_at_end(audit).findings[0].harm is Harm.ANOTHER


def test_a_row_put_in_is_found(place):
    columns = "at, actor, role, action, 'plot/9', outcome, mac"
    place.as_insider(
        "pragma ignore_check_constraints = on; update records set seq = -seq where seq > 6;"
        "update records set seq = 1 - seq where seq < 0;"
        f"insert into records select 7, {columns} from records where seq = 6"
    )
    assert place.found()[0] == (
        Harm.CHANGED,
        "Row 7 of 2026-11-23T10:00:00Z is not as it was written: it was changed, moved or put in.",
    )


def test_a_row_written_at_the_end_without_the_key_is_found(place):
    columns = "seq + 1, at, actor, role, action, 'x', outcome, mac"
    place.as_insider(f"insert into records select {columns} from records where seq = {ROWS}")
    assert [harm for harm, _ in place.found()] == [Harm.CHANGED]


def test_rows_in_another_order_are_found(place):
    place.as_insider(
        "pragma ignore_check_constraints = on; update records set seq = -1 where seq = 4;"
        "update records set seq = 4 where seq = 8; update records set seq = 8 where seq = -1"
    )
    numbers = {int(re.findall(r"\d+", sentence)[0]) for _, sentence in place.found()}
    assert {4, 8} <= numbers


def test_an_older_copy_in_its_place_is_found(place):
    shutil.copytree(place.file.parent, place.folder / "old")
    place.fill(9)
    place.wipe()
    shutil.copytree(place.folder / "old", place.file.parent, dirs_exist_ok=True)
    ((harm, sentence),) = place.found()
    assert harm is Harm.SHORTENED
    assert sentence.startswith("9 rows are missing at the end")


def test_an_older_copy_with_its_anchor_is_found_by_a_head_on_paper(place):
    shutil.copytree(place.folder, place.folder.parent / "old")
    place.fill(9)
    paper = place.copied()
    shutil.rmtree(place.folder)
    shutil.copytree(place.folder.parent / "old", place.folder)
    assert place.found() == []  # the two fit together: only what is outside tells
    assert place.found(paper)[0] == (
        Harm.SHORTENED,
        f"9 rows are missing at the end: the head that you gave has {ROWS + 9} rows.",
    )


def test_an_anchor_that_is_gone_is_found_and_stays_gone(place):
    place.head.unlink()
    place.fill(3)
    ((harm, sentence),) = place.found()
    assert harm is Harm.UNANCHORED
    assert sentence.startswith("The anchor is gone")


def test_a_forged_anchor_is_found(place):
    place.as_insider(f"delete from records where seq > {ROWS - 5}")
    place.head.write_text(place.head.read_text().replace(f" {ROWS} ", f"  {ROWS - 5} "))
    harms = [harm for harm, _ in place.found()]
    assert harms
    assert set(harms) <= {Harm.UNANCHORED, Harm.SHORTENED}


def test_with_another_key_everything_is_doubted_and_the_key_is_named(place):
    place.key.write_bytes(b"k" * 32)
    assert [harm for harm, _ in place.found()] == [Harm.WRONG_KEY]


def test_the_whole_chain_written_anew_with_the_key_is_found_by_the_anchor(place):
    """Who has the key too can write a chain that fits in itself, but not one that ends where the anchor says."""
    audit = place.open()
    records = [record for batch in audit.batches() for record in batch]
    audit.close()
    place.as_insider("delete from records")
    before, connection = "", sqlite3.connect(place.file)
    for record in records:
        entry = record.entry
        subject = "plot/innocent" if record.seq == 6 else entry.subject
        mac = audit.mac_of(before, record.seq, Entry(entry.at, entry.actor, entry.role, entry.action, subject))
        told = (record.seq, entry.at, entry.actor, entry.role, entry.action, subject, entry.outcome, mac)
        connection.execute("insert into records values (?, ?, ?, ?, ?, ?, ?, ?)", told)
        before = mac
    connection.commit()
    connection.close()
    ((harm, sentence),) = place.found()
    assert harm is Harm.CHANGED
    assert sentence.endswith("the rows were written anew.")


def test_a_file_that_is_no_database_is_said_to_be_none(place):
    place.wipe()
    place.file.write_bytes(b"nothing of the sort " * 500)
    with pytest.raises(Exception, match="not a database"):
        place.open()


def test_a_key_that_is_gone_is_not_made_again(place):
    place.key.unlink()
    with pytest.raises(AuditKeyError, match="Put the key back from its backup"):
        place.open()


def test_a_torn_line_of_the_anchor_raises_no_alarm(place):
    held = place.head.read_bytes()
    newest = ROWS % 2  # the line that was written last
    width = len(held) // 2
    place.head.write_bytes(held[: newest * width] + b"\0" * 40 + held[newest * width + 40 :])
    assert place.found() == []


def test_key_and_anchor_are_for_the_process_alone(place):
    for file in (place.key, place.head, place.file):
        assert file.stat().st_mode & 0o077 == 0


def test_an_end_that_is_there_is_not_said_to_be_cut_off_however_many_rows_were_changed(place):
    place.fill(40)
    place.as_insider("update records set actor = 'somebody else' where seq between 5 and 35")
    audit = place.open()
    verdict = verify(audit)
    assert verdict.rows == verdict.head.seq == ROWS + 40
    assert {finding.harm for finding in verdict.findings} == {Harm.CHANGED}
    assert len(verdict.findings) == 20
