"""Backtest: the stored stories in date order as if live, in memory; the store is only read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.monitor import Monitor
from analysis.streams import plan_streams
from narratives.alert import Finding
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import Database
from store.watching import FIRST_DAY, count_days, last_told, list_tellings

FAR_DAY = 1_000_000
STORIES_A_READ = 5_000


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the monitor would have raised: `days` closed, `stories` seen, alerts in the order of raising."""

    collection: str
    days: int
    stories: int
    alerts: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """The document that `flask analysis backtest --json` prints."""
        return {
            "collection": self.collection,
            "days": self.days,
            "stories": self.stories,
            "alerts": [_alert_to_json(finding) for finding in self.alerts],
        }


def backtest(
    db: Database,
    collection: Collection,
    framework: Framework,
    *,
    first: date | None = None,
    last: date | None = None,
    beat: Callable[[], None] = lambda: None,
) -> Backtest:
    """Replay the stories told between two days; by default from the first to the last day with a story."""
    plan = plan_streams(collection, framework)
    start = FIRST_DAY if first is None else day_number(first)
    end = FAR_DAY if last is None else day_number(last)
    counts = count_days(db, collection.id, start, end)
    if plan is None or not counts:
        return Backtest(collection.id, 0, 0, ())
    monitor = Monitor(collection, plan)
    told: dict[str, int] = {}
    found: list[Finding] = []
    for low, high in _spans(counts):
        beat()
        by_day: dict[int, list[Any]] = {}
        for telling in list_tellings(db, collection.id, low, high):
            by_day.setdefault(telling.day, []).append(telling)
        for day in sorted(by_day):
            found += monitor.feed(day, by_day[day], told)
    final = counts[-1][0]
    if last is not None and end > final:
        final = end
        found += monitor.feed(end, [], told)
    return Backtest(collection.id, final - counts[0][0] + 1, sum(n for _, n in counts), tuple(found))


def last_day(db: Database, collection_id: str) -> int | None:
    """The last day with a story; None when there is none."""
    return last_told(db, collection_id, FAR_DAY)


def _spans(counts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of days (first, last) that hold few enough stories to be read at once."""
    spans: list[tuple[int, int]] = []
    low, count = counts[0][0], 0
    high = low
    for day, n in counts:
        if count and count + n > STORIES_A_READ:
            spans.append((low, high))
            low, count = day, 0
        high, count = day, count + n
    return [*spans, (low, high)]


def _alert_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "raised_on": finding.raised_on.isoformat(),
        "since": finding.since.isoformat(),
        "signal": finding.signal.value,
        "signifier": finding.signifier,
        "direction": finding.direction,
        "scope": finding.scope,
        "group": finding.group,
        "n": finding.n,
        "effect": finding.effect,
        "evidence": finding.evidence,
    }
