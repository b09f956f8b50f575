"""Pockets of stories kept in a test's collection, as the analysis would keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from narratives.narrative import Narrative
from store.database import Database
from store.weak_signals import FoundSignal, Look, keep_found, list_signals
from tests.builders import TODAY
from tests.web.explore.telling import World

PARTS: dict[str, Any] = {
    "n": 6,
    "expected": 0.9,
    "earlier": 1,
    "repeated": 2,
    "keyed": 0,
    "days": 5,
    "groups": 2,
    "alike": 0.61,
    "alike_by_chance": 0.17,
    "coherence": 1.0,
    "novelty": 0.93,
    "chance": 0.02,
    "apart": {"share": 0.97, "signifier": "mood", "anchor": "cross", "less": False, "shift": 1.4},
}
FACTS = {"since": (TODAY - timedelta(days=55)).isoformat(), "recent": 40, "earlier": 200, "by_chance": [3.0, 4.1]}


def tell_pocket(world: World, about: str = "cat", n: int = 6, **changes: Any) -> list[Narrative]:
    """Stories about one thing, one a week, by turns in two groups."""
    told = []
    for number in range(n):
        day, group = TODAY - timedelta(days=7 * number + 1), ("east", "west")[number % 2]
        facts = {"told_on": day, "group": group, "area": group, "text": f"The {about} was in the pond, time {number}."}
        told += world.tell(1, **(facts | changes))
    return told


def make_found(stories: Sequence[Narrative], terms: Sequence[str] = ("pond", "cat"), **parts: Any) -> FoundSignal:
    facts = PARTS | {"n": len(stories)} | parts
    return FoundSignal(tuple(one.id for one in stories), 20.0, facts, tuple(terms))


def find(db: Database, *found: FoundSignal, days_later: int = 0, collection: str = "plot") -> list[str]:
    """Keep what was found on a day; the ids in the order of the queue."""
    keep_found(db, collection, Look("words", TODAY + timedelta(days=days_later), "hash", FACTS), found)
    return [one.id for one in list_signals(db, collection)]
