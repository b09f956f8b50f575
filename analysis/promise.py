"""Is the promise kept? The monitor is run on pasts of the collection in which nothing happened, and rings counted.

A past is made of the collection's own stories: dealt out again over its own days, or told anew at its own pace. The
monitor is the one that watches, so that what is counted is what people would have been told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

import numpy as np
import numpy.typing as npt

from analysis.monitor import START_DAYS, START_STORIES, Monitor
from analysis.streams import StreamPlan
from analysis.textvectors import vectors_of
from models.resampling import rate_interval, redealt, retold, watched_years
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.promise import TOTAL, Kind, Rate, Replays
from store.database import Database
from store.promises import get_replays, keep_replays
from store.watching import FIRST_DAY, Telling, count_days, list_tellings

MOST_STORIES = 20_000  # a replay
LEAST_DAYS = 183
FEWEST_REPLAYS, MOST_REPLAYS = 10, 60
ALLOWED_ALARMS = 40  # replays are wanted for as many years as the promise would allow so many alarms in
STALE_DAYS = 91
_SEEDS = {Kind.REDEALT: 1, Kind.RETOLD: 2}

Beat = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Past:
    """The newest stories of a collection in date order, and for how many years the monitor could watch them."""

    tellings: tuple[Telling, ...]
    years: float
    vectors: npt.NDArray[np.float32] | None = None  # (n, d), NaN where a text has none

    @property
    def days(self) -> list[int]:
        """The day of each story."""
        return [one.day for one in self.tellings]


def read_past(
    db: Database, collection_id: str, yesterday: date, *, model_id: str | None = None, most: int = MOST_STORIES
) -> Past:
    """About the newest `most` stories told up to a day; where half a year holds more, some of all of that half year.

    With the vectors of a model, as far as there are any.
    """
    last, n = day_number(yesterday), 0
    counts = count_days(db, collection_id, FIRST_DAY, last)
    if not counts:
        return Past((), 0.0)
    first = newest = counts[-1][0]
    for day, told in reversed(counts):
        if n + told > most and newest - day >= LEAST_DAYS:
            break
        first, n = day, n + told
    tellings = tuple(list_tellings(db, collection_id, first, last, share=min(1.0, most / n)))
    days = [one.day for one in tellings]
    years = watched_years(days, newest, start_stories=START_STORIES, start_days=START_DAYS)
    return Past(tellings, years, None if model_id is None else vectors_of(db, model_id, tellings))


def wanted_replays(past: Past, alerts_a_year: float) -> int:
    """How many replays make the interval of the rate useful; 0 while there is too little history to watch."""
    if past.years <= 0:
        return 0
    return min(max(ceil(ALLOWED_ALARMS / (alerts_a_year * past.years)), FEWEST_REPLAYS), MOST_REPLAYS)


def replay_once(
    collection: Collection,
    plan: StreamPlan,
    past: Past,
    kind: Kind,
    number: int,
    *,
    block_days: int = 1,
    beat: Beat = lambda: None,
) -> Counter[str]:
    """How many alarms of each signal one past brings in which nothing happened; the same number gives the same past.

    Texts are compared where stories are dealt out again: drawn more than once they would be echoes of themselves.
    """
    chance = np.random.default_rng([_SEEDS[kind], number])
    groups = np.unique([one.group for one in past.tellings], return_inverse=True)[1]
    if kind is Kind.REDEALT:
        told, row = list(past.tellings), redealt(groups, past.days, chance, block_days=block_days)
        day = np.array(past.days, dtype=np.int64)
    else:
        told = _voices_apart(past.tellings)
        row, day = retold(groups, past.days, chance)
    bins, vectors = plan.bins(told), past.vectors if kind is Kind.REDEALT else None
    monitor, found = Monitor(collection, plan), list[Finding]()
    for one in np.unique(day).tolist():
        beat()
        rows = row[day == one]
        stories = [replace(told[place], day=one) for place in rows.tolist()]
        found += monitor.feed(one, stories, bins[rows])
        if vectors is not None:
            found += monitor.feed_texts(one, stories, vectors[rows])
    return Counter(one.signal.value for one in found if not one.is_count)


def _voices_apart(tellings: Sequence[Telling]) -> list[Telling]:
    """Stories that may be drawn more than once without being taken for copies, or their tellers for insistent ones."""
    stories = Counter(one.respondent for one in tellings)
    return [
        replace(
            one,
            respondent=one.respondent if stories[one.respondent] > 1 else None,
            text_hash=None,
            is_long=False,
            voice=None,
        )
        for one in tellings
    ]


def rates_of(alarms: Mapping[str, int], years: float) -> dict[str, Rate]:
    """The rate of each signal's alarms, and under "" that of all, with exact intervals."""
    counts = {TOTAL: sum(alarms.values())} | {signal.value: alarms.get(signal.value, 0) for signal in Signal}
    return {name: Rate(n, n / years, *rate_interval(n, years)) for name, n in counts.items()}


def add_replay(
    db: Database,
    collection: Collection,
    plan: StreamPlan,
    kind: Kind,
    *,
    today: date,
    model_id: str | None = None,
    beat: Beat = lambda: None,
) -> bool:
    """Replay one more past, and add what it brought to what is kept; False when no more are wanted.

    Safe to kill and to run twice: a replay is counted once it is done, and once only.
    """
    engine = plan.engine if model_id is None or kind is Kind.RETOLD else f"{plan.engine}+{model_id}"
    kept = get_replays(db, collection.id, kind)
    current = kept if kept is not None and not _must_begin_anew(kept, engine, today) else None
    if current is not None and current.replays >= current.wanted:
        return False
    past = read_past(db, collection.id, today - timedelta(days=1), model_id=model_id)
    wanted = wanted_replays(past, collection.alerts_a_year)
    if not wanted:
        return False
    done = 0 if current is None else current.replays
    alarms = replay_once(collection, plan, past, kind, done, beat=beat)
    if current is not None:
        alarms += Counter({name: rate.alarms for name, rate in current.rates.items() if name != TOTAL})
    years = past.years + (0.0 if current is None else current.years)
    found = Replays(
        kind=kind,
        engine=engine,
        replays=done + 1,
        wanted=wanted if current is None else current.wanted,
        years=years,
        stories=len(past.tellings),
        rates=rates_of(alarms, years),
        begun_on=today if current is None else current.begun_on,
        done_on=today,
    )
    keep_replays(db, collection.id, found, previous=kept)
    return True


def _must_begin_anew(kept: Replays, engine: str, today: date) -> bool:
    """Whether another monitor or promise was measured, or what was measured is finished and old."""
    stale = kept.replays >= kept.wanted and (today - kept.done_on).days >= STALE_DAYS
    return kept.engine != engine or stale
