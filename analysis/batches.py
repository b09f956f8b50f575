"""Closing batches: stories that are only counted become frozen figures, k of one group and kind at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from narratives.collection import Collection
from narratives.disclosure import close_batches
from narratives.framework import Framework
from narratives.narrative import Kind
from store.batches import add_batches
from store.database import Database
from store.waiting import list_waiting_groups, list_waiting_of

BATCHES_A_READ, BATCHES_A_COMMIT = 200, 20


def close_full_batches(
    db: Database, collection: Collection, framework: Framework, *, today: date, beat: Callable[[], None] = lambda: None
) -> int:
    """Close what fills, and merge what has waited long enough into its parent; how many were closed."""
    closed = 0
    for group, kind, n in list_waiting_groups(db, collection):
        if n >= collection.k:
            closed += _close_group(db, collection, framework, (group, kind), today, beat)
    if any(group.parent for group in collection.groups):
        # Fewer than k are left of each, so that all of them are few.
        rest = [
            waiting
            for group, kind, n in list_waiting_groups(db, collection)
            for waiting in list_waiting_of(db, collection, group, kind, n)
        ]
        beat()
        closed += add_batches(db, collection, close_batches(collection, framework, rest, today))
    return closed


def _close_group(
    db: Database,
    collection: Collection,
    framework: Framework,
    pool: tuple[str, Kind],
    today: date,
    beat: Callable[[], None],
) -> int:
    closed = 0
    while True:
        waiting = list_waiting_of(db, collection, *pool, collection.k * BATCHES_A_READ)
        # Too young to be merged: that needs the other groups of the parent, and comes afterwards.
        full = waiting[: len(waiting) // collection.k * collection.k]
        batches = close_batches(collection, framework, full, today)
        added = 0
        for start in range(0, len(batches), BATCHES_A_COMMIT):
            beat()
            added += add_batches(db, collection, batches[start : start + BATCHES_A_COMMIT])
        closed += added
        if not added or len(batches) < BATCHES_A_READ:
            return closed
