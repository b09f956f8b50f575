"""Backtest: the stored stories in date order as if live, in memory; the store is only read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.contribution import stored_tellings, with_contribution
from analysis.monitor import Monitor
from analysis.opendays import by_open_day
from analysis.shifts import into_shifts
from analysis.standing import Unwatched, unwatched_groups
from analysis.streams import plan_streams
from analysis.textplaces import placed_by, topic_words
from analysis.textvectors import vectors_of
from narratives.alert import Finding
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.movement import Topics
from store.database import Database
from store.watching import FIRST_DAY, Telling, count_days, list_tellings

FAR_DAY = 3_000_000  # beyond the last date there is
STORIES_A_READ = 5_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the monitor would have raised: `days` closed, `stories` seen, `alerts` in the order of raising.

    `shifts` are the same as people would have read them: each alert with the further signs of its shift, and what is
    folded into it, behind it, as if nobody did anything about any of them.
    `embedded` says how many of the stories have a vector; `topics` what the numbers of topics are called.
    """

    collection: str
    days: int
    stories: int
    alerts: tuple[Finding, ...]
    unwatched: tuple[Unwatched, ...] = ()
    embedded: int = 0
    topics: Topics = field(default_factory=dict)
    shifts: tuple[tuple[Finding, ...], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document that `flask analysis backtest --json` prints."""
        return {
            "collection": self.collection,
            "days": self.days,
            "stories": self.stories,
            "alerts": [_shift_to_json(shift) for shift in self.shifts],
            "unwatched": [_unwatched_to_json(one) for one in self.unwatched],
            "embedded": self.embedded,
        }


def backtest(
    db: Database,
    collection: Collection,
    framework: Framework,
    *,
    first: date | None = None,
    last: date | None = None,
    model_id: str | None = None,
    progress: Progress = lambda done, of: None,
) -> Backtest:
    """Replay the stories told between two days; by default from the first to the last day with a story.

    Texts are replayed with the vectors of `model_id` that are stored; one without counts as not embedded.
    """
    start = FIRST_DAY if first is None else day_number(first)
    end = FAR_DAY if last is None else day_number(last)
    counts = count_days(db, collection.id, start, end)
    if not counts:
        return Backtest(collection.id, 0, 0, ())
    replay = _Replay(db, Monitor(collection, plan_streams(collection, framework)), model_id)
    done, stories = 0, sum(n for _, n in counts)
    for low, high in _spans(counts):
        tellings = list_tellings(db, collection.id, low, high)
        replay.feed(tellings, high)
        done += len(tellings)
        progress(done, stories)
    final = counts[-1][0]
    if last is not None and end > final:
        final = end
        replay.feed([], end)
    placed, tellings_of = placed_by(db, replay.monitor), stored_tellings(db, collection)
    found = tuple(with_contribution(collection, framework, one, tellings_of, placed) for one in replay.found)
    days = final - counts[0][0] + 1
    return Backtest(
        collection.id,
        days,
        stories,
        found,
        unwatched_groups(replay.monitor),
        replay.embedded,
        replay.topics(found),
        tuple(map(tuple, into_shifts(found, collection, framework))),
    )


class _Replay:
    def __init__(self, db: Database, monitor: Monitor, model_id: str | None) -> None:
        self.db, self.monitor, self.model_id = db, monitor, model_id
        self.found: list[Finding] = []
        self.embedded = 0

    def feed(self, tellings: list[Telling], end: int) -> None:
        """Give the monitor its days up to `end`: of each day the answers and then the texts."""
        bins = self.monitor.plan.bins(tellings)
        vectors = None if self.model_id is None else vectors_of(self.db, self.model_id, tellings)
        for day, first, after in by_open_day(tellings, self.monitor.day, end):
            chosen = tellings[first:after]
            self.found += self.monitor.feed(day, chosen, bins[first:after])
            if vectors is not None:
                self.found += self.monitor.feed_texts(day, chosen, vectors[first:after])
        if vectors is not None and vectors.size:
            self.embedded += int((vectors == vectors).any(axis=1).sum())

    def topics(self, found: tuple[Finding, ...]) -> Topics:
        """What the topics that findings are about are called."""
        if not any("topic:" in one.direction or "theme=" in one.direction for one in found):
            return {}
        placed = placed_by(self.db, self.monitor)
        told = stored_tellings(self.db, self.monitor.collection)(None, FIRST_DAY, FAR_DAY)
        return {} if placed is None else topic_words(self.db, self.monitor.collection.id, placed(told))


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


def _shift_to_json(shift: tuple[Finding, ...]) -> dict[str, Any]:
    first, *signs = shift
    return _alert_to_json(first) | {"signs": [_alert_to_json(one) for one in signs]}


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
        "effect_low": finding.effect_low,
        "effect_high": finding.effect_high,
        "change": finding.change,
        "mix": finding.mix,
        "placements": finding.placements,
        "also": [list(one) for one in finding.also],
    }


def _unwatched_to_json(one: Unwatched) -> dict[str, Any]:
    return {
        "group": one.group,
        "stories": one.stories,
        "days": one.days,
        "stories_needed": one.stories_needed,
        "days_needed": one.days_needed,
    }
