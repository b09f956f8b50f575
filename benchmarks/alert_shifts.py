"""Sixty planted shifts, one a collection, told into a store: what workers that are killed must all raise, once."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.planted_stories import planted_story
from narratives.collection import Collection
from narratives.narrative import Narrative
from store.collections import add_collection
from store.frameworks import add_framework
from store.narratives import import_narratives
from store.schema import open_stories
from tests.builders import make_collection, make_framework

SHIFTS = 60
DAYS, MOVED_DAYS = 75, 12  # told for so long, the last of them after the shift
A_DAY = 4
GROUPS = ("east", "west")
USUAL, MOVED = (0.9, 0.3, 0.3), (0.2, 0.3, 1.6)  # log-shares of glad, sad, cross: east moves towards cross
SPREAD = 0.6


def plant_shifts(path: Path, today: date, shifts: int = SHIFTS, seed: int = 6) -> None:
    """Tell every collection's stories into the store at `path`; each has one shift, in its group "east"."""
    db = open_stories(path)
    framework = make_framework()
    add_framework(db, framework)
    chance = np.random.default_rng(seed)
    days = [today - timedelta(days=ago) for ago in range(DAYS, 0, -1)]
    for number in range(shifts):
        collection = make_collection(id=f"plot-{number:02}", title=f"Plot {number}", alerts_a_year=1.0)
        add_collection(db, collection)
        told = stories_of(collection, days, days[-MOVED_DAYS:], chance)
        import_narratives(db, collection, framework, told, {})
    db.close()


def stories_of(
    collection: Collection, days: Sequence[date], moved: Container[date], chance: np.random.Generator
) -> list[Narrative]:
    """A few stories of each group on each of the days; those of "east" have moved on some of them."""
    return [
        _story(collection, group, day, group == "east" and day in moved, chance)
        for day in days
        for group in GROUPS
        for _ in range(A_DAY)
    ]


def _story(collection: Collection, group: str, on: date, moved: bool, chance: np.random.Generator) -> Narrative:
    return planted_story(
        collection,
        group,
        on,
        shares=np.exp(np.array(MOVED if moved else USUAL) + chance.normal(0, SPREAD, 3)),
        role=("digger", "picker")[int(chance.integers(2))],
        say=chance.beta(3, 3),
        key=int(chance.integers(2**62)),
    )
