"""A run of the real server under strace, and the images of its disk at each moment at which the power might fail."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.server import ROOT, Served
from store.database import connect
from tests.rigs.disk import Image, Moment, moments
from tests.rigs.tellers import form_of, post
from tests.rigs.trace import OPTIONS, Trace

SURVIVES = (
    "a story that was acknowledged is on the disk when the power fails, once, and a withdrawn one stays withdrawn"
)
WHOLE = "the store opens unharmed after the power failed, whatever the disk had not written"
FILES = ("stories.db", "stories.db-wal", "stories.db-journal")


@dataclass(slots=True)
class Promised:
    """What people were told, and when: from then on it must hold, whatever happens to the power."""

    told: dict[str, float] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    withdrawing: dict[str, float] = field(default_factory=dict)
    withdrawn: dict[str, float] = field(default_factory=dict)
    closed: dict[int, float] = field(default_factory=dict)  # batches, by how many there were at least

    def tell(self, port: int, marker: str, **changes: str) -> None:
        answer = post(port, form_of(marker, **changes))
        assert answer.status == 201, f"{marker}: {answer.status}"
        self.told[marker] = time.time()
        self.codes[marker] = json.loads(answer.body)["receipt"]

    def withdraw(self, port: int, marker: str) -> None:
        self.withdrawing[marker] = time.time()
        answer = post(port, {"code": self.codes[marker], "step": "erase"}, accept="text/html", path="/code")
        assert answer.status == 200, f"{marker} could not be withdrawn: {answer.status}"
        self.withdrawn[marker] = time.time()

    def known_by(self, at: float) -> int:
        """How many answers people had by then."""
        return sum(since <= at for known in (self.told, self.withdrawn, self.closed) for since in known.values())

    def broken(self, stories: sqlite3.Connection, at: float) -> list[str]:
        """What of it does not hold in a store that was recovered from the moment `at`."""
        found = Counter(text.split("#")[1] for (text,) in stories.execute("select text from narratives"))
        due = [marker for marker, since in self.told.items() if since <= at]
        problems = [f"{one} is lost" for one in due if one not in found and self.withdrawing.get(one, at + 1) > at]
        problems += [f"{one} is there {n} times" for one, n in found.items() if n > 1]
        problems += [f"{one} is back" for one, since in self.withdrawn.items() if since <= at and one in found]
        batches = stories.execute("select count(*) from batches").fetchone()[0]
        least = max((n for n, since in self.closed.items() if since <= at), default=0)
        return [*problems, *([f"{batches} batches instead of {least}"] if batches < least else [])]


@dataclass(slots=True)
class Examined:
    """Images that were opened: how many, and in which of them something was lost or the file was corrupt."""

    images: int = 0
    broken: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TracedProduct(Served):
    """The web process and passes of the analysis, all under one strace that writes `trace`."""

    trace: Path = Path()

    def analyse(self) -> None:
        """One pass of `flask analysis run`, to its end."""
        process = self.processes["web"]
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b"now\n")
        process.stdin.flush()
        if (said := process.stdout.readline()) != b"analysed\n":
            raise RuntimeError(f"instead of analysing: {said!r}, {self._last_words('web')}")

    def cut_off(self) -> None:
        """Kill all that is traced, and let strace write its last lines."""
        process = self.processes.pop("web")
        for traced in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                traced.kill()
        process.wait()
        process.stdin.close()  # type: ignore[union-attr]
        process.stdout.close()  # type: ignore[union-attr]

    def _start(self, name: str, command: list[str]) -> None:
        script = str(Path(__file__).with_name("served_and_analysed.sh"))
        traced = ["strace", "--seccomp-bpf", *OPTIONS, "-o", str(self.trace), "sh", script, sys.executable, *command]
        with self._errors_path(name).open("wb") as errors:
            self.processes[name] = subprocess.Popen(
                traced,
                cwd=ROOT,
                env=self.environment(),
                start_new_session=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )


def base_of(folder: Path) -> Image:
    """What the files hold before a trace begins."""
    return {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}


def examine(trace: Trace, folder: Path, base: Image, promised: Promised, *, images: int, seed: int) -> Examined:
    """Open about so many images: every one that differs with nothing unsynced kept, the rest of them torn."""
    examined, chance = Examined(), random.Random(seed)
    kept = [moment.at for moment in moments(trace, folder, FILES, base)]
    strict = sum(1 for _ in _strictest(trace, folder, base, promised))
    rate, credit, before = max(0.0, images - strict) / len(kept), 0.0, None
    with tempfile.TemporaryDirectory(prefix="murmuration-images-", dir=_fast_folder()) as place:
        for moment in moments(trace, folder, FILES, base):
            state = (moment.safe_version(), promised.known_by(moment.at))
            if state != before:
                before = state
                _open(Path(place), moment.strictest(), moment, promised, examined)
            credit += rate
            while credit >= 1:
                credit -= 1
                _open(Path(place), moment.torn(chance), moment, promised, examined)
    return examined


def _strictest(trace: Trace, folder: Path, base: Image, promised: Promised) -> Iterator[object]:
    before: object = None
    for moment in moments(trace, folder, FILES, base):
        state = (moment.safe_version(), promised.known_by(moment.at))
        if state != before:
            before = state
            yield state


def _open(place: Path, image: Image, moment: Moment, promised: Promised, examined: Examined) -> None:
    """Recover a store from an image as the product does at its start, and hold it against what was promised."""
    for name in (*FILES, "stories.db-shm"):
        (place / name).unlink(missing_ok=True)
    for name, content in image.items():
        (place / name).write_bytes(content)
    examined.images += 1
    try:
        with closing(connect(str(place / "stories.db"))) as stories:
            if (found := stories.execute("pragma integrity_check").fetchone()) != ("ok",):
                examined.corrupt.append(f"line {moment.line}: {found}")
            examined.broken += [f"line {moment.line}: {one}" for one in promised.broken(stories, moment.at)[:3]]
    except sqlite3.DatabaseError as error:
        examined.corrupt.append(f"line {moment.line}: {error}")


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def keep(promised: Callable[..., None], found: Examined) -> None:
    assert (found.broken[:5], found.corrupt[:5]) == ([], [])
    promised("R2", SURVIVES, tried=found.images, failures=len(found.broken))
    promised("R2", WHOLE, tried=found.images, failures=len(found.corrupt))


def tell_all(said: Promised, port: int, markers: list[str], **changes: str) -> None:
    """Four people at once."""
    with ThreadPoolExecutor(4) as people:
        for one in [people.submit(said.tell, port, marker, **changes) for marker in markers]:
            one.result()
