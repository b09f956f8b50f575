"""Search by meaning over a million stories: how fast, and how many of the truly nearest it finds."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.meaning_index import update_index
from benchmarks.claims import Claim, at_least, at_most, not_measured, proof
from benchmarks.many_stories import COLLECTION_ID, fill
from benchmarks.meaning_inventions import Law, fitted_law, invented_stories, neighbours
from benchmarks.real_vectors import are_here, real_vectors
from benchmarks.server import ONE_THREAD
from narratives.selection import View
from store.collections import framework_of, get_collection
from store.database import SqliteDatabase
from store.landscape import Landscape
from store.release_meaning import nearest_stories
from store.schema import open_stories

MILLION = 1_000_000
QUERIES = 200
NEAREST = 10
MODEL = "measured"
_CHUNK = 20_000

Singles = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]


@proof("meaning")
def search_by_meaning() -> Iterator[Claim]:
    """In a process of its own with one thread of linear algebra, so that its memory is its own."""
    if not are_here():
        yield not_measured(
            "search by meaning over a million stories", "50 ms", "the corpora are not beside this project"
        )
        return
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.meaning_search"],
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
        check=True,
    )
    yield from _claims(json.loads(done.stdout.splitlines()[-1]))


def _claims(found: dict[str, Any]) -> Iterator[Claim]:
    law = Law(**found["law"])
    yield at_least(
        "search by meaning: recall@10 over a million stories",
        found["recall"],
        0.95,
        note="real stories and invented ones: each a mix of a real one and one of its ten nearest, moved by the "
        f"difference of two other neighbours, so that its nearest real story is as near ({_spread(law.invented)}) as "
        f"that of a held-out real one ({_spread(law.real)}; cosines, 10th, 50th, 90th of a hundred); asked with "
        f"{QUERIES} held-out real stories",
    )
    yield at_most(
        "search by meaning over a million stories, one thread, median",
        found["median_ms"],
        50,
        "ms",
        f"95 in 100: {found['p95_ms']:.0f} ms; {found['worked_ms']:.0f} ms of processor time, the rest is waiting "
        "for a core or the disk; with the check of who may read what, and the ten stories",
    )
    yield at_least(
        "times as fast as comparing with every vector in memory (NumPy, float32), in the same run",
        found["exact_ms"] / found["median_ms"],
        1,
        note=f"that takes {found['exact_ms']:.0f} ms and {found['exact_mb']:,.0f} MB; the index was made in "
        f"{found['build_s']:.0f} s",
    )
    yield at_most(
        "memory that searching adds to a process", found["memory_mb"], 100, "MB", "middles, and what a search reads"
    )
    yield at_least(
        "recall@10 over the real stories alone", found["real_recall"], 0.95, note=f"{found['real_n']:,} stories"
    )


def _spread(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


def measure() -> dict[str, Any]:
    """All figures; heavy, and for a process of its own."""
    chance = np.random.default_rng(7)
    vectors = real_vectors().vectors
    order = chance.permutation(len(vectors))
    queries, real = vectors[order[:QUERIES]], vectors[order[QUERIES:]]
    law = fitted_law(real, queries, chance)
    found: dict[str, Any] = {"law": {"apart": law.apart, "real": law.real, "invented": law.invented}}
    with tempfile.TemporaryDirectory(prefix="murmuration-meaning-") as folder:
        found |= _real_alone(Path(folder) / "real.db", real, queries, chance)
        found |= _of_a_million(Path(folder) / "million.db", real, law, queries, chance)
    return found


def _of_a_million(path: Path, real: Singles, law: Law, queries: Singles, chance: np.random.Generator) -> dict[str, Any]:
    around = neighbours(real, np.arange(len(real)))
    every: Halves = np.empty((MILLION, real.shape[1]), np.float16)
    every[: len(real)] = real
    for at in range(len(real), MILLION, _CHUNK):
        end = min(at + _CHUNK, MILLION)
        every[at:end] = invented_stories(real, real, around, law.apart, end - at, chance)
    truth, exact_ms = _exactly(every, queries)
    ids = _fill(path, every, chance)
    megabytes = MILLION * real.shape[1] * 4 / 1e6
    del every
    named = [[ids[row] for row in rows] for rows in truth]
    return {"exact_ms": exact_ms, "exact_mb": megabytes} | _built_and_searched(path, queries, named)


def _real_alone(path: Path, real: Singles, queries: Singles, chance: np.random.Generator) -> dict[str, Any]:
    truth, _ = _exactly(real.astype(np.float16), queries)
    ids = _fill(path, real.astype(np.float16), chance)
    found = _built_and_searched(path, queries, [[ids[row] for row in rows] for rows in truth])
    return {"real_recall": found["recall"], "real_n": len(real)}


def _exactly(every: Halves, queries: Singles) -> tuple[list[list[int]], float]:
    """The rows of the truly nearest of each query, and the milliseconds that finding them takes for one."""
    best = np.full((len(queries), NEAREST), -2.0, np.float32)
    rows = np.zeros((len(queries), NEAREST), np.int64)
    timed = []
    for at in range(0, len(every), _CHUNK):
        some = every[at : at + _CHUNK].astype(np.float32)
        cosines = np.concatenate([best, queries @ some.T], axis=1)
        numbers = np.concatenate(
            [rows, np.broadcast_to(np.arange(at, at + len(some)), (len(queries), len(some)))], axis=1
        )
        top = np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]
        best, rows = np.take_along_axis(cosines, top, 1), np.take_along_axis(numbers, top, 1)
        began = time.perf_counter()
        for query in queries[:5]:
            np.argpartition(-(some @ query), NEAREST)
        timed.append((time.perf_counter() - began) / 5)
    return rows.tolist(), 1000 * sum(timed)


def _fill(path: Path, every: Halves, chance: np.random.Generator) -> list[str]:
    """A store with a story for each vector; the id of each row."""
    fill(path, len(every), triads=1, dyads=0, choices=0)
    db = _hasty(path)
    ids = [one for (one,) in db.tuples("select id from narratives order by id")]
    order = chance.permutation(len(every)).tolist()
    with db.write():
        db.connection.executemany(
            "insert into vectors (text_hash, model_id, vector) values (?, ?, ?)",
            ((one, MODEL, every[row].tobytes()) for one, row in zip(ids, order, strict=True)),
        )
    db.close()
    found = [""] * len(ids)
    for one, row in zip(ids, order, strict=True):
        found[row] = one
    return found


def _hasty(path: Path) -> SqliteDatabase:
    """A store that need not outlive a power cut."""
    db = open_stories(path)
    db.execute("pragma synchronous = off")
    db.execute("pragma secure_delete = off")
    return db


def _built_and_searched(path: Path, queries: Singles, truth: list[list[str]]) -> dict[str, Any]:
    db = _hasty(path)
    collection = get_collection(db, COLLECTION_ID)
    began = time.perf_counter()
    while not update_index(db, collection, MODEL, most=2 * MILLION):
        pass
    took = time.perf_counter() - began
    db.close()
    asked = path.with_suffix(".npz")
    np.savez(asked, queries=queries, truth=np.array(truth))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.meaning_search", str(path), str(asked)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"build_s": took} | found


def search(path: Path, asked: Path) -> dict[str, Any]:
    """Ask everything once in this process: how long it takes, what is found, what memory it adds."""
    held = np.load(asked, allow_pickle=False)
    queries, truth = held["queries"], held["truth"].tolist()
    db, landscape = open_stories(path), Landscape()
    collection = get_collection(db, COLLECTION_ID)
    framework = framework_of(db, collection)
    before = _resident()
    taken, worked, recalls = [], [], []
    for query, wanted in zip(queries, truth, strict=True):
        packed = query.astype("<f2").tobytes()
        began, at_work = time.perf_counter(), time.thread_time()
        found = nearest_stories(db, landscape, collection, framework, View(), packed, NEAREST)
        taken.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.thread_time() - at_work))
        recalls.append(len({story.id for story, _ in found} & set(wanted)) / NEAREST)
    memory = _resident() - before
    return {
        "recall": statistics.fmean(recalls),
        "median_ms": statistics.median(taken),
        "worked_ms": statistics.median(worked),
        "p95_ms": float(np.quantile(taken, 0.95)),
        "memory_mb": memory,
    }


def _resident() -> float:
    """Megabytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(search(Path(sys.argv[1]), Path(sys.argv[2])) if len(sys.argv) > 2 else measure()))
