"""Rows of the record as lines that a person reads, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from narratives.calendar import spoken
from narratives.interchange.rejection import harmless
from store.audit import BEGUN, Entry, Record
from store.audit_rows import CHECKED
from web.audit.words import outcome_words, words_of

_MARK = "\ufeff"  # without it spreadsheets guess the alphabet
_UNKNOWN = "Somebody not signed in"
# Who showed with a password or a code who they are; rows of before said so in the subject alone.
_SHOWN = {"signed.in", "second.step", "second.step.set.up", "single.sign.on"}
_BY_ITSELF = {BEGUN, CHECKED, "bulk.deleted"}
_COLUMNS = ("row", "time (UTC)", "person", "role", "what", "action", "of what", "outcome", "code")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `about` is the name of the account that it is about, and `stands_out` marks what was not done."""

    seq: int
    at: str
    clock: str
    who: str
    role: str
    what: str
    about: str
    subject: str
    outcome: str
    stands_out: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day."""

    title: str
    lines: tuple[Line, ...]


def days(records: Iterable[Record], names: Mapping[str, str]) -> tuple[Day, ...]:
    """Lines by day; the records come newest first."""
    found: dict[str, list[Line]] = {}
    for record in records:
        at = datetime.fromisoformat(record.entry.at)
        found.setdefault(spoken(at.date()), []).append(_line(record, names))
    return tuple(Day(title, tuple(lines)) for title, lines in found.items())


def csv_rows(records: Iterable[Record], names: Mapping[str, str]) -> Iterator[str]:
    """The table, a portion at a time; no cell is taken for a formula."""
    yield _MARK + _csv(_COLUMNS)
    for record in records:
        entry = record.entry
        line = _line(record, names)
        what = f"{line.what}: {line.about}" if line.about else line.what
        told = (entry.at, line.who, entry.role, what, entry.action, entry.subject, entry.outcome)
        yield _csv((str(record.seq), *told, record.mac))


def _who(entry: Entry, names: Mapping[str, str]) -> str:
    """Who it was, by name. Nobody had signed in yet where a password was wrong, and whoever it was is not known."""
    if entry.actor:
        return names.get(entry.actor, f"An account of before ({entry.actor[:8]})")
    if entry.role:
        return "Somebody at the server"
    if entry.action in _BY_ITSELF:
        return "The platform"
    if entry.action in _SHOWN and entry.outcome == "done":
        return names.get(entry.subject, _UNKNOWN)
    return _UNKNOWN


def _line(record: Record, names: Mapping[str, str]) -> Line:
    entry = record.entry
    who, (first, *rest) = _who(entry, names), entry.subject.split("/")
    about = names.get(first, "")
    if about:
        subject = "/".join(rest)
        about = "" if about == who else about
    else:
        subject = entry.subject
    return Line(
        seq=record.seq,
        at=entry.at,
        clock=entry.at[11:19],
        who=who,
        role=entry.role,
        what=words_of(entry.action, entry.outcome),
        about=about,
        subject=subject,
        outcome=outcome_words(entry.outcome, entry.action),
        stands_out=entry.outcome not in {"done", "whole"},
    )


def _csv(cells: Iterable[str]) -> str:
    held = io.StringIO()
    csv.writer(held, quoting=csv.QUOTE_NONNUMERIC).writerow([harmless(cell) for cell in cells])
    return held.getvalue()
