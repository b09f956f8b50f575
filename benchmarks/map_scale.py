"""The map's figures at a million and at ten million stories, beside others that count the same."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.claims import Claim, at_least, at_most, exactly, not_measured, proof
from benchmarks.many_stories import fill
from benchmarks.map_rivals import Counter, flat_columns, in_duckdb, in_sqlite
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.selection import Part, View
from narratives.triangle import cell_centroids, to_xy
from store import release
from store.database import Database
from store.landscape import Landscape
from store.schema import open_stories

MILLION = 1_000_000
QUESTIONS = 300
LASSOS = 100
ROUNDS = 5
_FEWER = {MILLION: (20.0, 100.0), 10 * MILLION: (40.0, 150.0)}  # milliseconds: median, 99 in 100


@dataclass(frozen=True, slots=True)
class Filled:
    """A store full of open stories and the columns in memory."""

    path: Path
    db: Database
    collection: Collection
    framework: Framework
    landscape: Landscape
    last: date

    def picture(self, triad_id: str, view: View) -> object:
        """What the server works out for one triad's picture."""
        return release.triad(self.db, self.landscape, self.collection, self.framework, triad_id, view)

    def count(self, triad_id: str, view: View) -> np.ndarray:
        """The cells alone, as the others count them."""
        return self.landscape.histogram(self.db, self.collection.id, self.framework, triad_id, view).counts


@proof(
    "map",
    "The live map: speed at ten million stories, brushing, access, the browser's work "
    "(about half an hour, and 6 GB of the temporary folder meanwhile)",
)
def a_million_stories() -> Iterator[Claim]:
    """Pictures, lassos, memory and rebuilding at a million, and the same counting by others."""
    yield from _at(MILLION, beside_others=True)


@proof("map")
def memory_of_a_million() -> Iterator[Claim]:
    """Eight triads and nothing else; the note says what seven more signifiers take."""
    taken = []
    for dyads, choices in ((0, 0), (4, 3)):
        with tempfile.TemporaryDirectory(prefix="murmuration-map-") as folder:
            path = Path(folder) / "stories.db"
            collection, framework = fill(path, MILLION, dyads=dyads, choices=choices)
            db, landscape = open_stories(path), Landscape()
            landscape.count(db, collection.id, framework, View())
            taken.append(landscape.nbytes(collection.id) / 1e6)
            db.close()
    note = f"with four dyads and three choices besides: {taken[1]:.1f} MB"
    yield at_most("memory of the columns of a million stories with eight triads", taken[0], 30, "MB", note)


@proof("map")
def ten_million_stories() -> Iterator[Claim]:
    """Pictures and lassos at ten million; takes 6 GB of the temporary directory, and gives it back."""
    yield from _at(10 * MILLION, beside_others=False)


def _at(stories: int, *, beside_others: bool) -> Iterator[Claim]:
    with tempfile.TemporaryDirectory(prefix="murmuration-map-") as folder:
        path = Path(folder) / "stories.db"
        collection, framework = fill(path, stories)
        db, landscape = open_stories(path), Landscape()
        newest = db.one("select max(day) as day from narratives")
        last = date(1970, 1, 1) + timedelta(days=newest["day"] if newest else 0)
        filled = Filled(path, db, collection, framework, landscape, last)
        yield from _columns(filled, stories)
        yield from _pictures(filled, stories)
        yield from _lassos(filled, stories)
        if beside_others:
            yield from _beside_others(filled, Path(folder))
        db.close()


def _columns(filled: Filled, stories: int) -> Iterator[Claim]:
    """Reading everything from the store, and again after everything was dropped: the same to the last story."""
    triad, name = filled.framework.triads[0].id, f"{stories:,} stories"
    rates, counted = [], []
    for _ in range(3):
        filled.landscape.forget(filled.collection.id)
        began, worked = time.perf_counter(), time.process_time()
        counted.append(filled.count(triad, View()))
        rates.append((stories / (time.process_time() - worked), stories / (time.perf_counter() - began)))
    best = max(rates)
    note = f"of a processor's second; {max(rate for _, rate in rates):,.0f}/s on the clock; best of three"
    yield at_least(f"columns of {name} built anew from the store", best[0], 300_000, "stories/s", note)
    yield exactly(
        f"stories that differ after dropping the columns of {name}", int(np.abs(counted[0] - counted[-1]).sum()), 0
    )


def _pictures(filled: Filled, stories: int) -> Iterator[Claim]:
    chance = random.Random(1)
    views = [_view(filled, chance) for _ in range(QUESTIONS)]
    took = []
    for view in views:
        triad = chance.choice(filled.framework.triads).id
        began = time.perf_counter()
        filled.picture(triad, view)
        took.append(1000 * (time.perf_counter() - began))
    median, slow = _FEWER[stories]
    slowest = views[took.index(max(took))]
    about = f"{QUESTIONS} pictures under as many different filters; the slowest asked for {_words(slowest)}"
    yield at_most(f"a triad's picture at {stories:,} stories, median", statistics.median(took), median, "ms", about)
    yield at_most(f"a triad's picture at {stories:,} stories, 99 in 100", _p99(took), slow, "ms")


def _lassos(filled: Filled, stories: int) -> Iterator[Claim]:
    """A region drawn round, read newest first; a third of them where hardly anybody or nobody is."""
    chance, took = random.Random(2), []
    for number in range(LASSOS):
        view = replace(_view(filled, chance) if number % 2 else View(), parts=())
        triad = chance.choice(filled.framework.triads).id
        places = _round(chance, 0.02 if number % 3 == 0 else 0.2)
        # A story in the corner of one triad and in the opposite corners of two others: an empty region.
        parts = [Part(triad, places)] + ([Part(t.id, _round(chance, 0.02)) for t in filled.framework.triads[-2:]])
        view = replace(view, parts=tuple(parts[:1] if number % 3 else {p.signifier: p for p in parts}.values()))
        began = time.perf_counter()
        filled.landscape.newest(filled.db, filled.collection.id, filled.framework, view, 50)
        took.append(1000 * (time.perf_counter() - began))
    yield at_most(
        f"from a lasso to its 50 newest of {stories:,} stories, median",
        statistics.median(took),
        20,
        "ms",
        f"99 in 100: {_p99(took):.1f} ms; {LASSOS} lassos, a third of them in three triads at once",
    )
    nowhere = View(parts=tuple(Part(triad.id, frozenset({399})) for triad in filled.framework.triads))
    asked = (filled.db, filled.collection.id, filled.framework, nowhere, 50)
    empty = [1000 * _timed(lambda: filled.landscape.newest(*asked)) for _ in range(ROUNDS)]
    note = (
        f"{len(filled.landscape.newest(*asked))} stories found in eight triads at once; the slowest {max(empty):.1f} ms"
    )
    yield at_most(f"a lasso where nobody is, {stories:,} stories, median", statistics.median(empty), 20, "ms", note)


def _beside_others(filled: Filled, folder: Path) -> Iterator[Claim]:
    flat = flat_columns(filled.path, filled.framework)
    yield from _beside("numpy.bincount on flat columns", flat.count, filled, 1)
    yield from _beside("GROUP BY in SQLite", in_sqlite(flat, folder / "flat.db"), filled, 10)
    duck = in_duckdb(flat)
    if duck is None:
        yield not_measured("times as fast as DuckDB", "10", "DuckDB is not installed: pip install duckdb==2.0.0")
    else:
        yield from _beside("DuckDB", duck, filled, 10)


def _beside(name: str, other: Counter, filled: Filled, goal: float) -> Iterator[Claim]:
    """Each question asked of both in turn; the ratio of their medians, question by question."""
    ratios, triad = {}, filled.framework.triads[0].id
    differ = 0
    for words, view in _usual(filled).items():
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_timed(lambda view=view: filled.count(triad, view)))  # type: ignore[misc]
            theirs.append(_timed(lambda view=view: other(triad, view)))  # type: ignore[misc]
        differ += int(np.abs(filled.count(triad, view) - other(triad, view)).sum())
        ratios[words] = statistics.median(theirs) / statistics.median(ours)
    note = ", ".join(f"{words} {ratio:.1f}" for words, ratio in ratios.items())
    yield at_least(f"times as fast as {name}, over the usual questions", _middle(ratios), goal, "x", note)
    yield exactly(f"stories counted otherwise than by {name}", differ, 0)


def _middle(ratios: dict[str, float]) -> float:
    return statistics.geometric_mean(ratios.values())


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _usual(filled: Filled) -> dict[str, View]:
    """What managers ask for most."""
    group, area = _group(filled, 0), _area(filled, 7)
    quarter, month = filled.last - timedelta(days=90), filled.last - timedelta(days=30)
    return {
        "everything": View(),
        "a group": View(groups=(group,)),
        "an area, 90 days": View(areas=(area,), first=quarter),
        "a group, 30 days": View(groups=(group,), first=month),
        "90 days": View(first=quarter),
        "an area and group": View(groups=(group,), areas=(area,)),
    }


def _view(filled: Filled, chance: random.Random) -> View:
    """Any filter: each narrows by itself or together with others."""
    view = View()
    if chance.random() < 0.4:
        view = replace(view, groups=(_group(filled, chance.randrange(6)),))
    if chance.random() < 0.3:
        view = replace(view, areas=(_area(filled, chance.randrange(400)),))
    if chance.random() < 0.4:
        first = filled.last - timedelta(days=chance.randrange(20, 700))
        view = replace(view, first=first, last=first + timedelta(days=chance.randrange(6, 400)))
    if chance.random() < 0.15:
        view = replace(view, languages=("cy",))
    parts = []
    if chance.random() < 0.15:
        parts.append(Part(chance.choice(filled.framework.choices).id, frozenset({chance.randrange(3)})))
    if chance.random() < 0.15:
        parts.append(Part(chance.choice(filled.framework.triads).id, _round(chance, 0.2)))
    if chance.random() < 0.1:
        low = chance.randrange(15)
        parts.append(Part(chance.choice(filled.framework.dyads).id, frozenset(range(low, low + 5))))
    return replace(view, parts=tuple(parts))


def _round(chance: random.Random, radius: float) -> frozenset[int]:
    """The cells round a point of a triangle."""
    middles = [to_xy(middle) for middle in cell_centroids(20)]
    x, y = chance.choice(middles)
    return frozenset(cell for cell, (a, b) in enumerate(middles) if (a - x) ** 2 + (b - y) ** 2 <= radius**2)


def _group(filled: Filled, number: int) -> str:
    return filled.collection.groups[number % len(filled.collection.groups)].name


def _area(filled: Filled, number: int) -> str:
    row = filled.db.one("select area from narratives order by id limit 1 offset :n", n=number)
    return str(row["area"]) if row else ""


def _p99(took: list[float]) -> float:
    return float(np.quantile(took, 0.99))


def _words(view: View) -> str:
    said = [
        "a group" if view.groups else "",
        "an area" if view.areas else "",
        "a period" if view.first or view.last else "",
        "a language" if view.languages else "",
        *(f"part of {part.signifier}" for part in view.parts),
    ]
    return ", ".join(filter(None, said)) or "everything"
