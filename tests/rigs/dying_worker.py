"""Passes of the analysis that kill themselves at a commit of a step, and what a store holds in the end.

Python and the models are loaded once; every worker is a fork. Prints one JSON document for each worker that was killed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from analysis.embedding import Library
from analysis.pipeline import Worker
from store import batches
from store.database import SqliteDatabase
from store.schema import open_stories

LEASES_END = timedelta(minutes=2)
PASSES = 6
KEPT = {
    "alerts": "collection_id, signal, signifier, direction, scope, group_name, since, n",
    "alert_signs": "count(*)",
    "monitors": "collection_id, engine, day, hex(state)",
    "batches": "collection_id, group_name, kind, n, closed_week, first_week, last_week, aggregates",
    "readings": "collection_id, group_name, starts_on, ends_on, n, value, low, high, usual_low, usual_high",
    "narratives": "id, counted, watched",
    "vectors": "text_hash, model_id, vector",
    "story_words_docsize": "count(*)",
}


@dataclass(slots=True)
class Watch:
    """Counts the commits of each step; kills this process at one of them, before or after it."""

    step: str = ""
    commits: Counter[str] = field(default_factory=Counter)
    fatal: tuple[str, int, str] | None = None

    def at(self, moment: str) -> None:
        if self.fatal == (self.step, self.commits[self.step], moment):
            os.kill(os.getpid(), signal.SIGKILL)


WATCH = Watch()
_write, _leased = SqliteDatabase.write, Worker._leased


@contextmanager
def _watched_write(db: SqliteDatabase, *arguments: float) -> Iterator[None]:
    outermost = not db.connection.in_transaction
    with _write(db, *arguments):
        yield
        if outermost:
            WATCH.commits[WATCH.step] += 1
            WATCH.at("before")
    if outermost:
        WATCH.at("after")


def _named_step(worker: Worker, name: str, *arguments: object) -> object:
    WATCH.step = name.partition(":")[0]
    try:
        return _leased(worker, name, *arguments)  # type: ignore[arg-type]
    finally:
        WATCH.step = ""


def analyse(path: Path, today: date, later: timedelta) -> None:
    """Passes until nothing is left to do, by a clock that is so much later."""
    worker = Worker(open_stories(path), Library("lexical"), now=lambda: datetime.now(UTC) + later, today=lambda: today)
    for _ in range(PASSES):
        report = worker.run_once()
        if not report.did_something and not report.busy:
            return


def forked(work: Callable[[], None]) -> int:
    """The process id of a fork that does this work."""
    if (child := os.fork()) != 0:
        return child
    try:
        work()
        sys.stdout.flush()
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def ended(pid: int) -> int:
    """How a fork ended: 0 when well, minus the signal when killed."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def held(path: Path) -> dict[str, list[list[object]]]:
    """What a store holds of results, in an order that does not depend on who made them when."""
    db = open_stories(path)
    found = {}
    for table, columns in KEPT.items():
        rows = db.tuples(f"select {columns} from {table}")
        found[table] = sorted([[one.hex() if isinstance(one, bytes) else one for one in row] for row in rows], key=repr)
    db.close()
    return found


def points(commits: Counter[str], most: int) -> list[tuple[str, int, str]]:
    """The first, the middle and the last commit of steps, before and after it: one of every step, then a second, …"""
    steps = [
        [(step, number, moment) for number in sorted({1, (n + 1) // 2, n}) for moment in ("before", "after")]
        for step, n in sorted(commits.items())
    ]
    turned = [moments[place % 2 :] + moments[: place % 2] for place, moments in enumerate(steps)]
    every = [point for rank in zip_longest(*turned) for point in rank if point is not None]
    return every[:most]


def main() -> None:
    """Arguments: a store whose stories nobody has analysed, a folder, the day it is, and how many workers to kill."""
    source, folder, today, most = (
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        date.fromisoformat(sys.argv[3]),
        int(sys.argv[4]),
    )
    batches.waits = lambda: False  # by chance, and so another in each run
    SqliteDatabase.write = _watched_write  # type: ignore[method-assign, assignment]
    Worker._leased = _named_step  # type: ignore[method-assign, assignment]
    whole = folder / "whole.db"
    shutil.copy(source, whole)
    noted = folder / "commits"
    assert ended(forked(lambda: _noting(whole, today, noted))) == 0
    expected = held(whole)
    for number, fatal in enumerate(points(Counter(json.loads(noted.read_text())), most)):
        path = folder / f"killed-{number}.db"
        shutil.copy(source, path)
        sys.stdout.write(f"{json.dumps(_killed(path, today, fatal, expected))}\n")
        sys.stdout.flush()


def _noting(path: Path, today: date, noted: Path) -> None:
    analyse(path, today, timedelta())
    noted.write_text(json.dumps({step: n for step, n in WATCH.commits.items() if step}))


def _killed(
    path: Path, today: date, fatal: tuple[str, int, str], expected: dict[str, list[list[object]]]
) -> dict[str, object]:
    """Kill a worker at a commit, let two others go on at once, and hold what they made against `expected`."""

    def doomed() -> None:
        WATCH.fatal = fatal
        analyse(path, today, timedelta())

    first = ended(forked(doomed))
    others = [forked(lambda: analyse(path, today, LEASES_END)) for _ in range(2)]
    ends = [ended(one) for one in others]
    ends.append(ended(forked(lambda: analyse(path, today, 2 * LEASES_END))))  # what one of them left to the other
    found = held(path)
    differ = [table for table in KEPT if found[table] != expected[table]]
    return {"at": fatal, "killed": first == -signal.SIGKILL, "ended": ends, "differ": differ}


if __name__ == "__main__":
    main()
