"""Sixty shifts, two workers, thirty-two kills and a receiver that is down for a day: every alert once, none lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.alert_shifts import SHIFTS, plant_shifts
from benchmarks.claims import Claim, at_least, at_most, exactly, happens, proof
from benchmarks.server import ROOT
from narratives.alert import Signal
from narratives.route import Medium, Pace, Route
from store.database import SqliteDatabase
from store.routes import add_route
from store.schema import open_stories

WORKERS, KILLS = 2, 32
LIVES = (1.5, 4.5)  # seconds that a worker is left alone, its start included
OUTAGE_SECONDS = 24 * 3600.0
LOST = 0.3  # of the answers, once it is up
FASTER = 720.0  # the clock of delivery beside that of the wall: a day in two minutes
PATIENCE_SECONDS = 900.0
TODAY = date(2026, 3, 2)


@dataclass(slots=True)
class Receiver:
    """What came, key by key in order of arrival, and whether the answer was lost on the way back."""

    chance: random.Random
    is_up: bool = False
    refused: int = 0
    came: list[str] = field(default_factory=list)

    def answer(self, key: str) -> bool:
        """Whether the sender hears that its message arrived."""
        if not self.is_up:
            self.refused += 1
            return False
        self.came.append(key)
        return self.chance.random() >= LOST


@proof("alerts", "From a shift to an alert that people act on, and to the answer behind the tellers' receipts")
def two_workers_and_kills() -> Iterator[Claim]:
    """The alerts of workers that are killed are those of one that is not, and each reaches its receiver."""
    with tempfile.TemporaryDirectory(prefix="alerts-") as folder:
        path = Path(folder) / "stories.db"
        plant_shifts(path, TODAY)
        db = open_stories(path)
        add_route(db, _route(), datetime.now(UTC))
        receiver = Receiver(random.Random(6))
        kills = _run(path, Path(folder) / "clock", receiver, db)
        yield from _claims(db, receiver, kills)
        db.close()


def _claims(db: SqliteDatabase, receiver: Receiver, kills: int) -> Iterator[Claim]:
    alerts = db.rows("select collection_id, group_name from alerts")
    collections = Counter(row["collection_id"] for row in alerts)
    sent = [row["key"] for row in db.rows("select key from outbox order by id")]
    seen = Counter(receiver.came)
    yield at_least("workers killed (SIGKILL) while they worked", kills, KILLS)
    yield exactly(f"alerts of {SHIFTS} shifts, two workers and the kills", len(alerts), SHIFTS)
    yield exactly("shifts with other than one alert", sum(collections[f"plot-{n:02}"] != 1 for n in range(SHIFTS)), 0)
    yield exactly(
        "alerts about the group in which nothing moved", sum(row["group_name"] != "east" for row in alerts), 0
    )
    yield exactly("alerts in the outbox", len(sent), SHIFTS)
    yield at_least("tries while the receiver was down for a day", receiver.refused, 1)
    yield exactly("messages that arrived, by their keys", len(seen), SHIFTS)
    yield exactly("messages that never arrived", len(set(sent) - set(seen)), 0)
    yield at_most("arrivals of one message, told apart by its key", max(seen.values(), default=0), 12)
    yield happens("first arrivals are in the order of raising", list(dict.fromkeys(receiver.came)) == sent)


def _route() -> Route:
    return Route("hook", None, Medium.WEBHOOK, "https://receiver.example/", Pace.IMMEDIATE, frozenset(Signal), "ada")


def _run(path: Path, clock: Path, receiver: Receiver, db: SqliteDatabase) -> int:
    """Keep the workers at it, and kill one after another, until everything has arrived; how many were killed."""
    began, chance, kills = time.monotonic(), random.Random(32), 0
    start = time.time()  # alerts are posted by the wall's clock: that of delivery is never behind it
    first: float | None = None  # when the first message was posted, by the clock of delivery
    _set(clock, start)
    with _listening(receiver) as port:
        command = [sys.executable, "-m", "benchmarks.alert_worker", str(path), str(clock), str(port), str(TODAY)]
        workers = [_start(command) for _ in range(WORKERS)]
        next_kill = time.monotonic() + chance.uniform(*LIVES)
        try:
            while time.monotonic() - began < PATIENCE_SECONDS and not _is_done(db, kills):
                time.sleep(0.05)
                passed = FASTER * (time.monotonic() - began)
                _set(clock, start + passed)
                first = start + passed if first is None and _has_posted(db) else first
                receiver.is_up = first is not None and start + passed >= first + OUTAGE_SECONDS
                if kills < KILLS and time.monotonic() >= next_kill:
                    victim = kills % WORKERS
                    workers[victim].send_signal(signal.SIGKILL)
                    workers[victim].wait()
                    kills += 1
                    workers[victim] = _start(command)
                    next_kill = time.monotonic() + chance.uniform(*LIVES)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    return kills


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def _is_done(db: SqliteDatabase, kills: int) -> bool:
    row = db.one("select count(*) as n, count(delivered_at) as arrived from outbox where given_up_at is null")
    return kills >= KILLS and row is not None and row["n"] >= SHIFTS and row["n"] == row["arrived"]


def _has_posted(db: SqliteDatabase) -> bool:
    return db.one("select 1 from outbox limit 1") is not None


def _set(clock: Path, now: float) -> None:
    """Replace the file in one step, so that nobody reads half a number."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(str(now))
    fresh.replace(clock)


@contextmanager
def _listening(receiver: Receiver) -> Iterator[int]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with lock:
                is_up, heard = receiver.is_up, receiver.answer(self.headers["Idempotency-Key"])
            if is_up and not heard:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.close()  # it has the message, and its answer is lost
                return
            self.send_response(200 if is_up else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
