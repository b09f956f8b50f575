"""How soon a shift would be noticed in a collection as it is: its own stories, groups, pace and promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from math import inf

import numpy as np
import numpy.typing as npt

from analysis.codebook import Codebook
from analysis.monitor import START_DAYS, START_STORIES
from analysis.promise import read_past
from analysis.streams import StreamPlan, budgets
from models.batch import Batch
from models.delays import Delays, least_noticed, least_pace
from models.power import PowerPreview
from models.programme import Programme
from narratives.collection import Collection
from narratives.promise import Delay, GroupPace, Outlook
from store.database import Database
from store.promises import GroupCount, KeptOutlook, count_groups, get_outlook, keep_outlook
from store.watching import Telling

EFFORT = 8
MOST_STORIES = 6_000  # to draw from
PACE_DAYS = 91  # the pace is that of the last quarter
STALE_DAYS = 28
_WEEK = 7

Progress = Callable[[int, int], None]


def look_ahead(
    db: Database,
    collection: Collection,
    plan: StreamPlan,
    *,
    yesterday: date,
    effort: int = EFFORT,
    progress: Progress = lambda done, of: None,
) -> Outlook | None:
    """Run the collection's own programme; None while it is not watched yet, or has no question with an order."""
    past = read_past(db, collection.id, yesterday)
    if past.years <= 0 or not any(stream.kind == "ordered" for stream in plan.streams):
        return None
    book = Codebook()
    book.learn(collection, past.tellings)
    last = past.tellings[-1].day
    counts = _counts(db, collection.id, last)
    a_week = np.array([_pace(counts[name], last) for name in book.groups])
    programme = programme_of(collection, plan, book, past.tellings[-MOST_STORIES:], a_week)
    preview = PowerPreview(effort=effort, k=collection.k).fit(programme, progress)
    least = least_pace(preview.paces_)
    slow, young = _small(counts.values(), last, inf if least is None else least)
    column = programme.columns[programme.shifted_column()]
    telling = programme.by_pace()
    return Outlook(
        question=column.signifier,
        a_week=float(a_week[telling[len(telling) // 2]]),
        groups=len(telling),
        whole=tuple(_delay(one) for one in preview.whole_),
        group=tuple(_delay(one) for one in preview.group_),
        least_whole=least_noticed(preview.whole_),
        least_group=least_noticed(preview.group_),
        least_pace=least,
        slow=slow,
        young=young,
    )


def refresh_outlook(
    db: Database,
    collection: Collection,
    plan: StreamPlan,
    *,
    today: date,
    beat: Callable[[], None],
    effort: int = EFFORT,
) -> bool:
    """Look ahead again where what is kept is old or about another monitor; whether anything was kept."""
    kept = get_outlook(db, collection.id)
    if kept is not None and kept.engine == plan.engine and (today - kept.computed_on).days < STALE_DAYS:
        return False
    found = look_ahead(
        db, collection, plan, yesterday=today - timedelta(days=1), effort=effort, progress=lambda done, of: beat()
    )
    if found is None:
        return False
    keep_outlook(db, collection.id, KeptOutlook(plan.engine, today, found))
    return True


def programme_of(
    collection: Collection,
    plan: StreamPlan,
    book: Codebook,
    tellings: Sequence[Telling],
    a_week: npt.NDArray[np.float64],
) -> Programme:
    """What the monitor of answers watches, with stories to draw from; `a_week` (groups,) in the order of the book."""
    group, stratum, mode = book.encode(tellings)
    return Programme(
        streams=tuple(plan.streams),
        parents=np.array(book.parent_of, dtype=np.int64),
        strata=len(book.strata),
        modes=len(book.modes),
        stories=Batch(group, stratum, mode, plan.bins(tellings)),
        a_week=a_week,
        budget=budgets(collection, plan)[0],
    )


def _counts(db: Database, collection_id: str, last: int) -> dict[str, GroupCount]:
    return {one.name: one for one in count_groups(db, collection_id, last - PACE_DAYS + 1, last)}


def _pace(count: GroupCount, last: int) -> float:
    """Stories a week over the last quarter, or since the first story, but at least a week."""
    return _WEEK * count.recent / min(PACE_DAYS, max(last - count.first + 1, _WEEK))


def _small(
    counts: Iterable[GroupCount], last: int, least: float
) -> tuple[tuple[GroupPace, ...], tuple[GroupPace, ...]]:
    """The groups that tell too little for the largest shift to be noticed soon, and those not watched yet."""
    slow, young = [], []
    for one in counts:
        pace = GroupPace(one.name, one.n, _pace(one, last))
        if one.n < START_STORIES or last - one.first < START_DAYS:
            young.append(pace)
        elif pace.a_week < least:
            slow.append(pace)
    return tuple(slow), tuple(young)


def _delay(found: Delays) -> Delay:
    return Delay(found.size, found.runs, found.by(0.1), found.by(0.5), found.by(0.9), found.missed)
