"""A worker with nothing more urgent to do measures the promise, a piece at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from analysis.outlook import refresh_outlook
from analysis.promise import add_replay
from analysis.streams import plan_streams
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.promise import Kind
from store.database import Database
from store.promises import get_replays


def measure_a_piece(
    db: Database,
    collection: Collection,
    framework: Framework,
    *,
    today: date,
    model_id: str | None,
    beat: Callable[[], None],
) -> bool:
    """Look ahead, or replay one more past; False when all is measured, or there is too little to measure with."""
    plan = plan_streams(collection, framework)
    if refresh_outlook(db, collection, plan, today=today, beat=beat):
        return True
    return any(
        add_replay(db, collection, plan, kind, today=today, model_id=model_id, beat=beat)
        for kind in sorted(Kind, key=lambda kind: _replays(db, collection.id, kind))
    )


def _replays(db: Database, collection_id: str, kind: Kind) -> int:
    found = get_replays(db, collection_id, kind)
    return 0 if found is None else found.replays
