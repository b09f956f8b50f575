"""How fast stories are compared with those of four weeks, and how many honest ones are taken for one voice."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.claims import Claim, at_least, at_most, not_measured, proof
from benchmarks.main_job import CORPORA
from benchmarks.real_vectors import are_here, real_vectors
from models.alike import FEWEST_ORDINARY, alike, gather, ordinary_bars, signatures
from models.arrays import Ints, Singles
from narratives.narrative import Narrative, State
from store.voices import SHORTEST_COMPARED

REAL = ("gp_feedback_2024", "community_2010_2012", "forensic_2010_2014")
NEEDED_A_SECOND, IN_FOUR_WEEKS, NEW = 50, 10_000, 1_000
MONTH, FEWEST = 28, 3
HONEST_HELD = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """Of so many real stories: how many share a voice with another, and how many stand in groups of three and more."""

    stories: int
    sharing: int
    held: int
    groups: int


def honest_held(name: str) -> Held:
    """What the worker would hold of a real collection, month by month, each by the likeness of the month before."""
    day, texts, vectors = _real(name)
    letters = signatures(texts)
    found = Held(0, 0, 0, 0)
    for first in range(int(day[0]) + MONTH, int(day[-1]), MONTH):
        before, now = (day >= first - MONTH) & (day < first), (day >= first) & (day < first + MONTH)
        if before.sum() < FEWEST_ORDINARY or not now.any():
            continue
        month = (letters[now], vectors[now])
        bars = ordinary_bars((letters[before], vectors[before]))
        group = gather(alike(month, month, bars), np.zeros(0, dtype=np.int64))
        sizes = np.bincount(group[group >= 0])
        found = Held(
            found.stories + int(now.sum()),
            found.sharing + int(sizes[sizes > 1].sum()),
            found.held + int(sizes[sizes >= FEWEST].sum()),
            found.groups + int((sizes >= FEWEST).sum()),
        )
    return found


def _real(name: str) -> tuple[Ints, list[str], Singles]:
    """(day, text, vector) of every story of a corpus that is long enough to be compared, in date order."""
    real = real_vectors()
    place = {text: number for number, text in enumerate(real.texts)}
    with (CORPORA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(one["created_at"], one["text"].strip()) for one in csv.DictReader(lines)]
    told = sorted(
        (datetime.fromisoformat(when.removesuffix("Z")).toordinal(), text)
        for when, text in rows
        if len(text) >= SHORTEST_COMPARED and text in place
    )
    vectors = real.vectors[[place[text] for _, text in told]]
    return np.array([day for day, _ in told]), [text for _, text in told], vectors


def compared_a_second() -> float:
    """Stories a second that the worker compares, where there were 10,000 in the four weeks before."""
    from analysis.npz import pack_vectors
    from analysis.voices import find_voices
    from store.collections import add_collection
    from store.frameworks import add_framework
    from store.narrative_rows import INSERT, narrative_to_row
    from store.schema import open_stories
    from store.vectors import add_vectors
    from tests.builders import make_collection, make_framework

    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(IN_FOUR_WEEKS + NEW, 384)).astype(np.float32)
    packed = pack_vectors(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    words = [f"{chance.integers(10**6):x}" for _ in range(5_000)]
    framework, collection = make_framework(), make_collection()
    with tempfile.TemporaryDirectory() as folder:
        db = open_stories(Path(folder) / "stories.db")
        add_framework(db, framework)
        add_collection(db, collection)
        for part in (range(IN_FOUR_WEEKS), range(IN_FOUR_WEEKS, IN_FOUR_WEEKS + NEW)):
            told = [_told(number, " ".join(chance.choice(words, 60))) for number in part]
            rows = [narrative_to_row(framework, one, State.RELEASED) for one in told]
            with db.write():
                db.many(INSERT, rows)
            add_vectors(db, "m", ((row["text_hash"], packed[n]) for n, row in zip(part, rows, strict=True)))
            began = time.process_time()
            find_voices(db, collection, "m")
            took = time.process_time() - began
        db.close()
    return NEW / took


def _told(number: int, text: str) -> Narrative:
    from tests.builders import make_narrative

    day = date(2026, 3, 1) + timedelta(days=min(number * 28 // IN_FOUR_WEEKS, 27))
    return make_narrative(id=f"{number:08x}", text=text, told_on=day)


@proof("trust", "Nobody is fooled: one voice raises no alert, and few honest stories are taken for one voice")
def stories_are_compared_fast_and_honest_ones_seldom_held() -> Iterator[Claim]:
    """Speed beside 10,000 stories of four weeks, and three real collections by their months."""
    yield at_least(
        f"stories compared a second, beside {IN_FOUR_WEEKS:,} of four weeks", compared_a_second(), NEEDED_A_SECOND
    )
    if not are_here():
        yield not_measured(
            "honest stories that wait for a person", f"at most {HONEST_HELD:g}", "the corpora are not here"
        )
        return
    for name in REAL:
        found = honest_held(name)
        share = found.held / max(found.stories, 1)
        note = f"{found.held} of {found.stories:,} in {found.groups} groups; {found.sharing} share a voice"
        yield at_most(f"honest stories that wait for a person, {name}", share, HONEST_HELD, note=note)
