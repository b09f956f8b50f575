"""The stories behind an alert: open ones, told since it began, that lie furthest the way things moved."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.streams import HOT_SCORE
from narratives.alert import Finding
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from store.database import Database
from store.watching import Telling, list_open_tellings

MOST_EXEMPLARS = 5


def choose_exemplars(db: Database, collection: Collection, framework: Framework, finding: Finding) -> list[str]:
    """The ids of up to five stories; none in a protected collection, where choosing would tell placements."""
    if collection.policy is not Policy.OPEN or finding.direction == "fewer":
        return []
    tellings = list_open_tellings(
        db, collection.id, groups_of(collection, finding), day_number(finding.since), day_number(finding.raised_on)
    )
    reached = [(reach, telling) for telling in tellings if (reach := _reach(framework, finding, telling)) is not None]
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


def _reach(framework: Framework, finding: Finding, telling: Telling) -> float | None:
    """How far a story lies the way things moved; None when it does not answer or does not lie that way."""
    if finding.signifier == HOT_SCORE:
        if telling.hot is None:
            return None
        return telling.hot if finding.direction == "hotter" else -telling.hot
    way, _, target = finding.direction.partition(":")
    answer = telling.answers.get(finding.signifier)
    if not target:
        return 0.0
    if answer is None:
        return None
    if way == "option":
        return 0.0 if target in answer.get("options", ()) else None
    share = _share(framework, finding.signifier, target, answer)
    if share is None:
        return None
    return share if way == "anchor" else -share


def _share(framework: Framework, signifier_id: str, anchor: str, answer: dict[str, object]) -> float | None:
    signifier = framework.signifier(signifier_id)
    match signifier, answer:
        case Triad(), {"shares": list() as shares}:
            return float(shares[[one.id for one in signifier.anchors].index(anchor)])
        case Dyad(), {"value": float() | int() as value}:
            return float(value) if signifier.anchors[1].id == anchor else 1.0 - float(value)
        case _:
            return None
