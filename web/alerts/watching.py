"""What is being watched, so that an empty page says more than nothing."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from store import release, release_results
from store.database import Database
from store.release import Landscape, View


@dataclass(frozen=True, slots=True)
class Watching:
    """What the monitor looks at in a collection, and what is promised about false alerts."""

    groups: str
    stories: str
    since: str
    budget: str
    has_enough: bool


def watching(db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> Watching:
    """How many groups and stories are watched, since when, and how often a false alert may come."""
    totals = release.totals(db, collection, View(), landscape, framework)
    readings = release_results.list_released_readings(db, collection)
    since = min((reading.starts_on for reading in readings), default=collection.opens_on)
    groups, told = len(collection.groups), totals.open + totals.batched
    return Watching(
        groups="1 group" if groups == 1 else f"{groups} groups" if groups else "the collection as a whole",
        stories="1 story" if told == 1 else f"{told:,} stories",
        since="" if since is None else spoken(since),
        budget=budget_words(collection.alerts_a_year),
        has_enough=told >= collection.k,
    )


def budget_words(alerts_a_year: float) -> str:
    """The promise about false alerts, for instance "at most 1 false alert a year"."""
    noun = "alert" if alerts_a_year == 1 else "alerts"
    return f"at most {alerts_a_year:g} false {noun} a year"
