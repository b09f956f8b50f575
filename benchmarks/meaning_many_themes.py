"""Themes of 100,000 stories: how long a fit takes, what it needs beyond the vectors, and how fast one is placed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.claims import Claim, at_most, not_measured, proof
from benchmarks.meaning_inventions import fitted_law, invented_stories, neighbours
from benchmarks.real_vectors import are_here, real_vectors
from benchmarks.server import ONE_THREAD

MANY, PLACED = 100_000, 500
HELD_OUT = 200
_CHUNK = 20_000


@proof("meaning")
def themes_of_many_stories() -> Iterator[Claim]:
    """In a process of its own with one thread, so that its memory is its own."""
    if not are_here():
        yield not_measured(f"{MANY:,} stories: a free fit", "60 s", "the corpora are not beside this project")
        return
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.meaning_many_themes"],
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    note = (
        f"{found['number']:.0f} themes, stability {found['stability']:.2f}; stories invented between real neighbours; "
        f"one thread at work for so long, {found['waited']:.0f} s by the clock"
    )
    yield at_most(f"{MANY:,} stories: a free fit", found["free"], 60, "s", note)
    held = f"the vectors themselves are {found['vectors']:.2f} GiB"
    yield at_most(f"{MANY:,} stories: memory beyond the vectors", found["gib"], 2, "GiB", held)
    yield at_most(f"{MANY:,} stories: a fit from the last one", found["again"], 60, "s")
    late = f"99 in 100 within {found['late']:.2f} ms of the clock"
    yield at_most(f"Placing one story, median of {PLACED}", found["one"], 1, "ms", late)


def measure() -> dict[str, float]:
    """All figures; heavy, and for a process of its own."""
    from models.clustering import ThemeClusterer

    rows = many_vectors()
    ThemeClusterer(n_clusters=2).fit(rows[:500])  # what is imported late is no memory of the fit
    before = _fresh_peak()
    clock, start = time.perf_counter(), time.process_time()
    themes = ThemeClusterer().fit(rows)
    free, waited = time.process_time() - start, time.perf_counter() - clock
    gib = (_peak() - before) / 2**30
    stability, number = themes.chosen_.stability, themes.n_clusters_
    held = themes if number else ThemeClusterer(n_clusters=8).fit(rows)
    start = time.process_time()
    ThemeClusterer().fit(rows, previous=held.to_arrays())
    again, took = time.process_time() - start, []
    for row in rows[:PLACED]:
        start = time.perf_counter()
        held.assign(row[None])
        took.append(1e3 * (time.perf_counter() - start))
    return {
        "number": number,
        "stability": stability,
        "free": free,
        "waited": waited,
        "gib": gib,
        "vectors": rows.nbytes / 2**30,
        "again": again,
        "one": float(np.median(took)),
        "late": float(np.quantile(took, 0.99)),
    }


def many_vectors() -> npt.NDArray[np.float32]:
    """Real vectors, and invented ones that lie among them as real ones do."""
    chance = np.random.default_rng(0)
    every = real_vectors().vectors
    order = chance.permutation(len(every))
    real = every[order[HELD_OUT:]]
    law = fitted_law(real, every[order[:HELD_OUT]], chance)
    around = neighbours(real, np.arange(len(real)))
    rows = np.empty((MANY, real.shape[1]), np.float32)
    rows[: len(real)] = real
    for at in range(len(real), MANY, _CHUNK):
        end = min(at + _CHUNK, MANY)
        rows[at:end] = invented_stories(real, real, around, law.apart, end - at, chance)
    return rows


def _fresh_peak() -> int:
    """What the process holds now, in bytes, from where its peak is counted anew: inventing vectors had its own."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return 1024 * int(next(line for line in status if line.startswith("VmHWM")).split()[1])


if __name__ == "__main__":
    print(json.dumps(measure()))
