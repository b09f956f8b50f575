"""Looking whether the audit is whole: what was changed, cut out, cut off or put in its place, in sentences."""

from __future__ import annotations

import hmac
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from narratives.crockford import grouped
from store.audit import Audit, Entry, Record, stamp
from store.audit_anchor import Head
from store.audit_rows import CHECKED

WHOLE, BROKEN = "whole", "broken"
_MOST_TOLD = 20
_SHORTEST = 16  # digits of a code that somebody copied by hand
_GIVEN = re.compile(r"\s*([0-9]{1,15})\s*:\s*([0-9a-fA-F][0-9a-fA-F\s]*)")


class Harm(StrEnum):
    """What can be wrong with an audit."""

    CHANGED = "changed"
    MISSING = "missing"
    SHORTENED = "shortened"
    EMPTIED = "emptied"
    ANOTHER = "another"
    UNANCHORED = "no anchor"
    WRONG_KEY = "wrong key"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and a sentence that says what."""

    harm: Harm
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `head` is where the chain ends now, None where it has no row."""

    rows: int
    head: Record | None
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(slots=True)
class _Walk:
    """What one way through all rows has seen: `marks` are the codes of the rows that are asked for."""

    wanted: frozenset[int]
    rows: int = 0
    wrong: int = 0
    last: Record | None = None
    first: Record | None = None
    marks: dict[int, str] = field(default_factory=dict)

    def passed(self, record: Record) -> None:
        """Take the next row in."""
        self.rows += 1
        self.first = self.first or record
        self.last = record
        if record.seq in self.wanted:
            self.marks[record.seq] = record.mac


def head_in_words(record: Record) -> str:
    """The head as it is copied to paper: the row's number, and the first half of its code in fours."""
    return f"{record.seq}:{grouped(record.mac[:32], 4, ' ')}"


def read_head(given: str) -> tuple[int, str] | None:
    """A head that somebody copied, as number and beginning of its code; None where it is none."""
    found = _GIVEN.fullmatch(given)
    code = re.sub(r"\s", "", found[2]).lower() if found else ""
    return (int(found[1]), code) if found and _SHORTEST <= len(code) <= 64 else None


def verify(audit: Audit, given: tuple[int, str] | None = None) -> Verdict:
    """Go through every row from the first, then hold the end against the anchor and against a head that was copied."""
    heads, is_there = _anchored(audit)  # before the rows: they may become more meanwhile, never fewer
    walk = _Walk(frozenset(head.seq for head in heads) | ({given[0]} if given else set()))
    try:
        findings = list(_rows(audit, walk))
    except sqlite3.Error as error:
        told = f"The file cannot be read as an audit ({error}). Keep it as it is and put its backup beside it."
        return Verdict(walk.rows, walk.last, (Finding(Harm.UNREADABLE, told),))
    if walk.rows and walk.wrong == walk.rows and not heads:
        told = "No row and no anchor fits the key: the key file is another one. Put the right key back and look again."
        return Verdict(walk.rows, walk.last, (Finding(Harm.WRONG_KEY, told),))
    findings += _against_anchor(heads[0] if heads else None, is_there, walk)
    if given:
        findings += _against(Head(given[0], given[1], "", ""), walk, "the head that you gave")
    return Verdict(walk.rows, walk.last, tuple(findings))


def look_at_end(audit: Audit) -> Verdict:
    """The quick look of every day: only whether the end is where the anchor has it. An old row is not looked at."""
    heads, is_there = _anchored(audit)
    walk = _Walk(frozenset(head.seq for head in heads[:1]))
    try:
        walk.last = audit.last()
        for seq in {1, *walk.wanted}:
            mac = audit.mac_at(seq)
            if mac is not None:
                walk.marks[seq] = mac
    except sqlite3.Error as error:
        return Verdict(0, None, (Finding(Harm.UNREADABLE, f"The file cannot be read as an audit ({error})."),))
    walk.rows = walk.last.seq if walk.last else 0
    return Verdict(walk.rows, walk.last, tuple(_against_anchor(heads[0] if heads else None, is_there, walk)))


def note_check(audit: Audit, verdict: Verdict, at: datetime, *, actor: str = "", role: str = "") -> None:
    """Write into the audit that it was gone through, to which row, and how it was."""
    seq = verdict.head.seq if verdict.head else 0
    outcome = WHOLE if verdict.is_whole else BROKEN
    audit.append(Entry(stamp(at), actor, role, CHECKED, str(seq), outcome))


def _anchored(audit: Audit) -> tuple[tuple[Head, ...], bool]:
    try:
        return audit.anchor.heads(), True
    except OSError:
        return (), False


def _rows(audit: Audit, walk: _Walk) -> Iterator[Finding]:
    """What is wrong between the rows; the walk goes through all of them whatever is found."""
    expected, before, found = 1, "", 0
    for batch in audit.batches():
        for record in batch:
            is_after_gap = record.seq != expected
            fits = hmac.compare_digest(audit.mac_of(before, record.seq, record.entry), record.mac)
            walk.passed(record)
            walk.wrong += not fits
            if is_after_gap and found < _MOST_TOLD:
                found += 1
                yield Finding(Harm.MISSING, _missing(expected, record.seq - 1))
            elif not fits and found < _MOST_TOLD:
                found += 1
                yield Finding(Harm.CHANGED, _changed(record))
            expected, before = record.seq + 1, record.mac


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Row {first} is missing: somebody cut it out."
    return f"Rows {first} to {last} are missing: somebody cut {last - first + 1} rows out."


def _changed(record: Record) -> str:
    return f"Row {record.seq} of {record.entry.at} is not as it was written: it was changed, moved or put in."


def _against_anchor(head: Head | None, is_there: bool, walk: _Walk) -> Iterator[Finding]:
    if not is_there:
        yield Finding(
            Harm.UNANCHORED,
            "The anchor is gone: whether rows were cut off the end cannot be said without a head that was copied.",
        )
    elif head is None:
        yield Finding(Harm.UNANCHORED, "The anchor was not written with this key: it was changed, or put there.")
    elif head.seq:
        yield from _against(head, walk, f"the anchor of {head.at}")


def _against(head: Head, walk: _Walk, said: str) -> Iterator[Finding]:
    """Hold the chain against a head; `mac` may be the beginning of a code."""
    marks = walk.marks
    begins = marks.get(1) or (walk.first.mac if walk.first else "")
    if not walk.last:
        yield Finding(Harm.EMPTIED, f"The audit is empty and {said} has {head.seq} rows: it was wiped.")
        return
    is_another = bool(head.first) and bool(begins) and begins != head.first
    if is_another:
        yield Finding(
            Harm.ANOTHER, f"The audit does not begin as {said} does: it was wiped and begun again, or exchanged."
        )
    if walk.last.seq < head.seq:
        short = head.seq - walk.last.seq
        rows = "row is" if short == 1 else "rows are"
        yield Finding(Harm.SHORTENED, f"{short} {rows} missing at the end: {said} has {head.seq} rows.")
    elif not is_another and head.seq in marks and not marks[head.seq].startswith(head.mac):
        yield Finding(Harm.CHANGED, f"Row {head.seq} is another than {said} says: the rows were written anew.")
