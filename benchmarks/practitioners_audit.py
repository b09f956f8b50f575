"""The record of who read what: every tampering is found, and what it costs a page."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.claims import Claim, at_least, at_most, exactly, proof
from store.audit import Audit, Entry, open_audit
from store.audit_checks import Verdict, verify

if TYPE_CHECKING:
    from flask import Flask

ROWS, APPENDS, CHECKED, PAGES = 400, 1_000, 50_000, 60
LEAST_A_SECOND, MOST_CHECK_SECONDS, MOST_SHARE, MOST_MS = 100, 15.0, 0.25, 10.0
_PAST_THE_TRIGGERS = "drop trigger records_are_not_changed; drop trigger records_are_not_deleted;"
TAMPERS: dict[str, Callable[[Path], None]] = {
    "edit": lambda file: _write(file, "update records set actor = 'somebody' where seq = 200"),
    "delete in the middle": lambda file: _write(file, "delete from records where seq between 200 and 210"),
    "truncate": lambda file: _write(file, "delete from records where seq > 390"),
    "wipe": lambda file: _wipe(file),
}
FURTHER: dict[str, Callable[[Path], None]] = {
    "put a row in": lambda file: _write(
        file,
        "insert into records select seq + 1, at, actor, role, action, 'x', outcome, mac from records where seq = 400",
    ),
    "exchange two rows": lambda file: _write(
        file,
        "pragma ignore_check_constraints = on; update records set seq = -1 where seq = 100;"
        "update records set seq = 100 where seq = 300; update records set seq = 300 where seq = -1",
    ),
    "number anew after a cut": lambda file: _write(
        file, "delete from records where seq = 200; update records set seq = seq - 1 where seq > 200"
    ),
    "delete the anchor": lambda file: (file.parent.parent / "anchors" / "head").unlink(),
}


@proof("practitioners")
def tampering_is_found() -> Iterator[Claim]:
    """What an insider does to the file, past its triggers; each on a copy of the same record."""
    with _folder() as folder:
        with _opened(folder / "whole") as audit:
            _fill(audit, ROWS - 1)
        found = {name: _tampered(folder, name, tamper) for name, tamper in {**TAMPERS, **FURTHER}.items()}
        said = "; ".join(
            f"{name}: {verdict.findings[0].sentence}" for name, verdict in found.items() if verdict.findings
        )
        yield exactly(
            f"of {len(TAMPERS)} tamperings with the audit ({', '.join(TAMPERS)}) found",
            sum(not found[name].is_whole for name in TAMPERS),
            len(TAMPERS),
            said,
        )
        yield exactly(
            f"of {len(FURTHER)} further ones ({', '.join(FURTHER)}) found",
            sum(not found[name].is_whole for name in FURTHER),
            len(FURTHER),
        )
        with _opened(folder / "whole") as audit:
            yield exactly("false alarms on the record that nobody touched", len(verify(audit).findings), 0)


@proof("practitioners")
def recording_is_fast() -> Iterator[Claim]:
    """Rows a second by one writer, and how long all rows take to be gone through."""
    with _folder() as folder, _opened(folder / "audit") as audit:
        began = time.perf_counter()
        _fill(audit, APPENDS)
        rate = APPENDS / (time.perf_counter() - began)
        yield at_least("rows a second that one writer adds to the audit", rate, LEAST_A_SECOND)
        _fill_fast(audit, CHECKED)
        began = time.perf_counter()
        verdict = verify(audit)
        took = time.perf_counter() - began
        yield at_most(f"seconds that going through {verdict.rows:,} rows takes", took, MOST_CHECK_SECONDS, "s")
        yield exactly("alarms that it raises", len(verdict.findings), 0)


@proof("practitioners")
def a_page_is_recorded_once_and_costs_little() -> Iterator[Claim]:
    """One reading is one row, and its share of the time that the page takes."""
    from store.audit_rows import Wanted, list_records
    from tests.builders import make_narrative, open_plot
    from tests.people import Person, make_app, stores_of
    from web.auditing import the_audit

    with _folder() as folder:
        app = make_app(folder)
        plot, story = open_plot(stores_of(app).stories), make_narrative()
        stores_of(app).intake.submit(*plot, story, "ab" * 16)
        ada, path = Person(app, "ada"), f"/explore/plot/stories/{story.id}"
        ada.get(path)
        with_it, without = [], []
        for _ in range(PAGES):  # in turn, so that whatever else the machine does is in both
            with_it.append(_seconds(lambda: ada.get(path)))
            with _not_recording(app):
                without.append(_seconds(lambda: ada.get(path)))
        with app.test_request_context():
            rows = len(list_records(the_audit(), Wanted(action="explore.story"), limit=1_000))
        yield exactly(f"rows that {PAGES + 1} readings of a story leave", rows, PAGES + 1)
        cost = statistics.median(with_it) - statistics.median(without)
        yield at_most("milliseconds that recording adds to the page of a story (median)", 1_000 * cost, MOST_MS, "ms")
        yield at_most("its share of the page's time", cost / statistics.median(with_it), MOST_SHARE)


def _tampered(folder: Path, name: str, tamper: Callable[[Path], None]) -> Verdict:
    copy = folder / name.replace(" ", "-")
    shutil.copytree(folder / "whole", copy)
    tamper(copy / "org" / "audit.db")
    with _opened(copy) as audit:
        return verify(audit)


def _write(file: Path, script: str) -> None:
    connection = sqlite3.connect(file)
    connection.executescript(f"{_PAST_THE_TRIGGERS} {script}")
    connection.close()


def _wipe(file: Path) -> None:
    for each in file.parent.glob("audit.db*"):
        each.unlink()


def _fill(audit: Audit, count: int) -> None:
    for number in range(count):
        audit.append(Entry("2026-11-23T10:00:00Z", "ada", "manager", "explore.story", f"plot/{number}"))


def _fill_fast(audit: Audit, count: int) -> None:
    """Many rows in one transaction: only to have something to go through."""
    with audit.db.write():
        last = audit.last()
        for number in range(count):
            entry = Entry("2026-11-23T10:00:00Z", "ada", "manager", "explore.story", f"plot/{number}")
            last = audit._add(last, entry)  # the chain's own step, without a transaction for each


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="murmuration-audit-") as name:
        yield Path(name)


@contextmanager
def _opened(folder: Path) -> Iterator[Audit]:
    audit = open_audit(folder / "org" / "audit.db", folder / "keys" / "key", folder / "anchors" / "head")
    try:
        yield audit
    finally:
        audit.close()


@contextmanager
def _not_recording(app: Flask) -> Iterator[None]:
    """The application without its hooks for the audit: only to measure what they cost."""
    hooks: list[list[Any]] = [app.before_request_funcs[None], app.after_request_funcs[None]]
    whole = [list(one) for one in hooks]
    try:
        for one in hooks:
            one[:] = [each for each in one if each.__module__ != "web.auditing"]
        yield
    finally:
        for one, before in zip(hooks, whole, strict=True):
            one[:] = before
