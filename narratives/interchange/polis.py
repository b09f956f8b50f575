"""A Polis conversation: its comments as stories, and what others made of each, where enough of them voted.

A comment is nobody's answer to a signifier, so it has none. The votes of others become one agreement in the second
person, and only where at least k people agreed or disagreed: the votes of fewer are read and forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from narratives.collection import K_FLOOR
from narratives.errors import ImportRefusedError
from narratives.framework import Framework
from narratives.interchange.brought import Brought, Format
from narratives.interchange.csv_table import decoded_lines
from narratives.interchange.dates import ISO_DATE
from narratives.interchange.polis_votes import Tally, is_votes, read_summary, read_votes
from narratives.interchange.source_ids import id_like
from narratives.interchange.table import NOTHING_STORED, MadeTable, Row
from narratives.signifiers import Anchor, Dyad

HEADER = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
ID, AUTHOR, DAY, BODY, AGREEMENT = "comment-id", "author-id", "day", "comment-body", "agreement of others"
AGREED = Dyad("others", "People who read it…", (Anchor("disagreed", "disagreed"), Anchor("agreed", "agreed")))
_BEGINS = re.compile(r"[0-9]{9,15},")
_OUT = "-1"
_MILLISECONDS = 12  # a time of this many digits or more


@dataclass(frozen=True, slots=True)
class _Comment:
    """One comment as it stands: the line that it begins on and its cells, or fewer where the line is broken."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""


def is_comments(first: bytes, columns: Sequence[str]) -> bool:
    """Whether a file begins as a list of comments does."""
    start = first.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].replace(b'"', b"").strip().lower()
    return start == ",".join(HEADER).encode()


def read_comments(path: Path, definition: Path | None = None) -> Brought:
    """The comments with votes.csv or summary.csv beside them. Raises ImportRefusedError.

    Without the votes the counts of comments.csv itself are taken.
    """
    comments = list(_comments(path))
    counts = {one.cells[ID]: _counted(one) for one in comments if not one.problem}
    title, notes = "", []
    if definition is not None and is_votes(definition):
        counts = read_votes(definition, counts)
    elif definition is not None:
        title = read_summary(definition).get("topic", "")
    out = sum(one.cells.get("moderated") == _OUT for one in comments)
    if out:
        notes.append(f"{out:,} {'comment' if out == 1 else 'comments'} that moderators took out: left out.")
    few = sum(tally.voted < K_FLOOR for tally in counts.values())
    if few:
        notes.append(
            f"{few:,} {'comment' if few == 1 else 'comments'} with fewer than {K_FLOOR} votes: votes left out."
        )
    kept = [one for one in comments if one.cells.get("moderated") != _OUT]
    rows = [_row(number, one, counts) for number, one in enumerate(kept, start=1)]
    framework = _framework(title)
    document = {
        "framework": {"id": framework.id, "version": framework.version},
        "source_id": {"column": ID},
        "text": {"column": BODY},
        "date": {"column": DAY, "format": ISO_DATE},
        "respondent": {"column": AUTHOR},
        "answers": {AGREED.id: {"column": AGREEMENT}},
    }
    return Brought(MadeTable((ID, AUTHOR, DAY, BODY, AGREEMENT), lambda: iter(rows)), document, framework, notes)


def _framework(title: str) -> Framework:
    named = title or "A Polis conversation"
    return Framework(id_like(named) or "polis", 1, named, named, (AGREED,))


def _comments(path: Path) -> Iterator[_Comment]:
    """Every comment: its last cell may run over several lines without quotes."""
    held: list[str] = []
    began = 0
    with path.open("rb") as file:
        for number, line in enumerate(decoded_lines(file), start=1):
            if number == 1:
                _check_header(line)
            elif _BEGINS.match(line.lstrip('"')):
                yield from _joined(began, held)
                held, began = [line], number
            elif held:
                held.append(line)
            elif line.strip():
                raise ImportRefusedError(
                    f"line {number}: a comment begins with its time as a number; export the comments again. "
                    f"{NOTHING_STORED}"
                )
    yield from _joined(began, held)


def _check_header(line: str) -> None:
    names = tuple(name.strip().strip('"').lower() for name in line.split(","))
    if names != HEADER:
        raise ImportRefusedError(
            f"line 1: the header of comments.csv is {','.join(HEADER)}; found {line.strip()!r}. {NOTHING_STORED}"
        )


def _joined(line: int, held: Sequence[str]) -> Iterator[_Comment]:
    if not held:
        return
    cells = "".join(held).rstrip("\r\n").split(",", len(HEADER) - 1)
    if len(cells) < len(HEADER):
        yield _Comment(line, {}, f"a comment has {len(HEADER)} cells and this {len(cells)}; mend the line")
        return
    named = {name: _unquoted(cell) for name, cell in zip(HEADER, cells, strict=True)}
    if not re.fullmatch(r"[0-9]{9,15}", named["timestamp"]):
        yield _Comment(line, {}, "the time is no number; mend the line")
        return
    yield _Comment(line, named)


def _unquoted(cell: str) -> str:
    stripped = cell.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
        return stripped[1:-1].replace('""', '"')
    return stripped


def _counted(one: _Comment) -> Tally:
    agrees, disagrees = (one.cells[name] for name in ("agrees", "disagrees"))
    return Tally(*(int(cell) if cell.isdecimal() else 0 for cell in (agrees, disagrees)))


def _row(number: int, one: _Comment, counts: Mapping[str, Tally]) -> Row:
    if one.problem:
        return Row(number, one.line, problem=one.problem)
    tally = counts[one.cells[ID]]
    cells: dict[str, Any] = {name: one.cells[name] for name in (ID, AUTHOR, BODY)}
    agreement = repr(tally.agreed / tally.voted) if tally.voted >= K_FLOOR else ""
    return Row(number, one.line, {**cells, DAY: _day(one.cells["timestamp"]), AGREEMENT: agreement})


def _day(timestamp: str) -> str:
    """The day of a time in seconds or milliseconds, which their number of digits tells apart."""
    seconds = int(timestamp) / (1_000 if len(timestamp) >= _MILLISECONDS else 1)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()


POLIS = Format(
    "polis",
    "A Polis conversation",
    "The file comments.csv of its export.",
    read_comments,
    is_comments,
    definition="votes.csv, so that repeated votes count once, or summary.csv, for the name of the conversation",
)
