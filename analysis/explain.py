"""The stories behind an alert: open ones, told since it began, that lie furthest the way things moved."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures import Placed, measure, needs_texts
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.movement import rises
from store.database import Database
from store.watching import Telling, list_open_tellings

MOST_EXEMPLARS = 5
DAYS_BEFORE = 365
# A story is one of these or is not: only those that are show it.
_MEMBERS = frozenset({"option", "zone", "pocket", "topic", "new-topic"})


def choose_exemplars(
    db: Database, collection: Collection, framework: Framework, finding: Finding, placed: Placed | None = None
) -> list[str]:
    """The ids of up to five stories; none in a protected collection, where choosing would tell placements.

    How stories arrive is shown by no story. `placed` tells where texts lie; without it nothing shows a finding
    about what is told.
    """
    hidden = collection.policy is not Policy.OPEN or finding.signal is Signal.COLLECTION
    kind = finding.direction.partition(":")[0]
    if hidden or kind in {"less", "fewer"} or (needs_texts(finding) and placed is None):
        return []
    since, last = day_number(finding.since), day_number(finding.raised_on)
    groups = groups_of(collection, finding)
    tellings = list_open_tellings(db, collection.id, groups, since, last)
    before = _usual(db, collection, finding, since) if kind in {"wider", "narrower"} else []
    places = placed(tellings) if placed is not None and needs_texts(finding) else {}
    told = measure(framework, finding, before, places)
    if told is None:
        return []
    sign = 1.0 if rises(finding.direction) else -1.0
    reached = [(sign * value, one) for one in tellings if (value := told(one)) is not None]
    if kind in _MEMBERS or kind == "more":
        reached = [(value, one) for value, one in reached if value > 0]
    # Stable: where several reach as far, as with a choice, the newest come first.
    reached.sort(key=lambda one: -one[0])
    return [telling.id for _, telling in reached[:MOST_EXEMPLARS]]


def groups_of(collection: Collection, finding: Finding) -> Sequence[str] | None:
    """The reporting groups that a finding is about; None for the whole collection."""
    if finding.scope == "collection":
        return None
    if finding.scope == "group":
        return (finding.group,)
    children = (one.name for one in collection.groups if one.parent == finding.group)
    return (finding.group, *children)


def _usual(db: Database, collection: Collection, finding: Finding, since: int) -> list[Telling]:
    """The open stories that say what was usual before: one that is counted only must not be seen through them."""
    groups = groups_of(collection, finding)
    return list_open_tellings(db, collection.id, groups, since - DAYS_BEFORE, since - 1)
