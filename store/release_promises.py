"""Whether the promise is kept, as staff may see it: never how many stories fewer than k are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from narratives.alert import AlertState, Finding
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.promise import Delay, GroupPace, Kind, Outlook, Replays
from store.alerts import list_alerts
from store.database import Database
from store.promises import count_groups, get_outlook, get_replays
from store.watching import FIRST_DAY

START_STORIES, START_DAYS = 25, 30  # as models.drift.DriftMonitor begins to watch


@dataclass(frozen=True, slots=True)
class SmallGroup:
    """A group that tells little; `a_week` is rounded, and None where it may not be told or is below 1."""

    name: str
    a_week: int | None
    few: bool


@dataclass(frozen=True, slots=True)
class ReleasedOutlook:
    """An `Outlook` without exact numbers of stories; `a_week` is None where it may not be told."""

    computed_on: date
    question: str
    a_week: int | None
    groups: int
    whole: tuple[Delay, ...]
    group: tuple[Delay, ...]
    least_whole: float | None
    least_group: float | None
    least_pace: float | None
    slow: tuple[SmallGroup, ...]
    young: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasedPromise:
    """What is known of a collection's promise.

    `alerts` counts those that were raised by signal and state; `has_history` says whether the monitor watches the
    collection at all.
    """

    promised: float
    replays: Mapping[Kind, Replays]
    outlook: ReleasedOutlook | None
    alerts: Mapping[tuple[str, AlertState], int]
    has_history: bool


def get_released_promise(db: Database, collection: Collection, today: date) -> ReleasedPromise:
    """Everything about a collection's promise that staff may see."""
    kept = get_outlook(db, collection.id)
    found = {kind: get_replays(db, collection.id, kind) for kind in Kind}
    alerts = [alert for alert in list_alerts(db, collection.id) if not _is_count(alert.finding)]
    return ReleasedPromise(
        promised=collection.alerts_a_year,
        replays={kind: one for kind, one in found.items() if one is not None},
        outlook=None if kept is None else _released(collection, kept.outlook, kept.computed_on),
        alerts=Counter((alert.finding.signal.value, alert.state) for alert in alerts),
        has_history=has_history(db, collection.id, day_number(today) - 1),
    )


def _is_count(finding: Finding) -> bool:
    """Counts, as of copies of one text, claim no evidence and are no part of the promise."""
    return finding.evidence == 0


def has_history(db: Database, collection_id: str, yesterday: int) -> bool:
    """Whether the monitor watches a collection by now; `yesterday` is the number of a day."""
    groups = count_groups(db, collection_id, FIRST_DAY, yesterday)
    first = min((one.first for one in groups), default=yesterday)
    return sum(one.n for one in groups) >= START_STORIES and yesterday - first >= START_DAYS


def _released(collection: Collection, outlook: Outlook, computed_on: date) -> ReleasedOutlook:
    exact = collection.policy is Policy.OPEN
    return ReleasedOutlook(
        computed_on=computed_on,
        question=outlook.question,
        a_week=max(round(outlook.a_week), 1) if exact else None,
        groups=outlook.groups,
        whole=outlook.whole,
        group=outlook.group,
        least_whole=outlook.least_whole,
        least_group=outlook.least_group,
        least_pace=outlook.least_pace,
        slow=tuple(_small(one, collection.k, exact) for one in outlook.slow),
        young=tuple(one.name for one in outlook.young),
    )


def _small(group: GroupPace, k: int, exact: bool) -> SmallGroup:
    told = exact and group.n >= k
    return SmallGroup(group.name, round(group.a_week) or None if told else None, group.n < k)
