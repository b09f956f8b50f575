"""What is being watched and how soon a shift could be noticed, so that an empty page says more than nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.temperature import Reading
from store import release
from store.database import Database
from store.release import Landscape, View
from store.release_promises import get_released_promise
from web.explore.promise.page import promise_page
from web.reach import view_groups


@dataclass(frozen=True, slots=True)
class Watching:
    """What the monitor looks at in a collection, and what is promised about false alerts."""

    groups: str
    stories: str
    since: str
    budget: str
    quota: str
    has_enough: bool


def watching(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, readings: Sequence[Reading]
) -> Watching:
    """How many groups and stories are watched, since when, and how often a false alert may come."""
    totals = release.totals(db, collection, View(groups=view_groups(collection)), landscape, framework)
    since = min((reading.starts_on for reading in readings), default=collection.opens_on)
    groups, told = len(collection.groups), totals.open + totals.batched
    return Watching(
        groups="1 group" if groups == 1 else f"{groups} groups" if groups else "the collection as a whole",
        stories="1 story" if told == 1 else f"{told:,} stories",
        since="" if since is None else spoken(since),
        budget=budget_words(collection.alerts_a_year),
        quota=quota_words(collection),
        has_enough=told >= collection.k,
    )


def budget_words(alerts_a_year: float) -> str:
    """The promise about false alerts, for instance "at most 1 false alert a year"."""
    noun = "alert" if alerts_a_year == 1 else "alerts"
    return f"at most {alerts_a_year:g} false {noun} a year"


def quota_words(collection: Collection) -> str:
    """How many stories of a day count fully, where anybody can tell; nothing where a code is needed or all count."""
    if collection.quota is None or collection.invited:
        return ""
    noun = "story" if collection.quota == 1 else "stories"
    return f"Of a day without invitations {collection.quota:,} {noun} weigh in full; more share that weight"


def how_soon(db: Database, collection: Collection, framework: Framework, today: date) -> tuple[str, ...]:
    """How soon a clear shift would be noticed, in sentences; none before that was worked out."""
    found = get_released_promise(db, collection, today)
    ahead = promise_page(collection, framework, found).ahead
    return () if ahead is None else ahead.sentences
