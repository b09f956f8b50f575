"""Stories told into a test's collections, and what the worker would make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from narratives.alert import Finding, Signal
from narratives.collection import Collection, Policy
from narratives.disclosure import close_batches
from narratives.framework import Framework
from narratives.narrative import Narrative, Scope, Source
from narratives.temperature import Reading
from store import batches, results, theming, words
from store.collections import add_collection
from store.database import SqliteDatabase
from store.narratives import import_narratives
from tests.builders import TODAY, make_answers, make_collection, make_narrative, open_plot

GLAD, SAD = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1)
_numbers = count()


@dataclass(frozen=True, slots=True)
class World:
    """The story store of a test and its two collections."""

    db: SqliteDatabase
    framework: Framework
    plot: Collection
    quiet: Collection

    def tell(self, n: int = 1, collection: Collection | None = None, **changes: Any) -> list[Narrative]:
        """Stories told with the same answers; `shares` places them, `read=False` lets nobody read them."""
        collection = collection or self.plot
        consent = frozenset({Scope.READ}) if changes.pop("read", True) else frozenset()
        shares = changes.pop("shares", GLAD)
        told = []
        for _ in range(n):
            number = next(_numbers)
            facts = {"text": f"Bean number {number}.", "answers": make_answers(shares), "consent": consent} | changes
            source = Source("test", str(number), str(number))
            told.append(make_narrative(collection=collection.id, source=source, **facts))
        import_narratives(self.db, collection, self.framework, told, {})
        return told

    def close_batches(self, collection: Collection | None = None) -> None:
        collection = collection or self.plot
        waiting = batches.list_waiting(self.db, collection)
        batches.add_batches(self.db, collection, close_batches(collection, self.framework, waiting, TODAY))

    def index_words(self) -> None:
        words.index_words(self.db, 1000)

    def name_theme(self, name: str, stories: list[Narrative]) -> None:
        """A theme of these stories, the first of them the most typical."""
        collection = stories[0].collection
        theme = results.Theme(7, name, ("bean", "pole", "frost"), len(stories), TODAY)
        fit = results.ThemeFit("fit", len(stories), b"")
        results.replace_themes(self.db, collection, "words", fit, fitted_on=TODAY, themes=[theme])
        places = [theming.Assignment(one.id, 7, float(place), False) for place, one in enumerate(stories)]
        theming.add_assignments(self.db, collection, "fit", places)

    def read_temperature(self, *readings: Reading, collection: Collection | None = None) -> None:
        results.replace_readings(self.db, (collection or self.plot).id, readings)


def open_world(db: SqliteDatabase) -> World:
    """ "plot" is open to staff, "quiet" is protected; nothing is told yet."""
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    return World(db, framework, plot, quiet)


def make_reading(week: int, value: float | None, **changes: Any) -> Reading:
    start = date(2026, 1, 5) + timedelta(weeks=week)
    facts: dict[str, Any] = {
        "group": "east",
        "starts_on": start,
        "ends_on": start + timedelta(days=6),
        "n": 30 if value is not None else 4,
        "value": value,
        "low": None if value is None else value - 4,
        "high": None if value is None else value + 4,
        "usual_low": 40.0,
        "usual_high": 60.0,
    }
    return Reading(**(facts | changes))


def make_finding(**changes: Any) -> Finding:
    facts: dict[str, Any] = {
        "raised_on": date(2026, 2, 20),
        "since": date(2026, 2, 10),
        "signal": Signal.TEMPERATURE,
        "signifier": "mood",
        "direction": "anchor:sad",
        "scope": "group",
        "group": "east",
        "n": 24,
        "effect": 0.7,
        "effect_low": 0.4,
        "effect_high": 1.0,
        "evidence": 12.4,
    }
    return Finding(**(facts | changes))
