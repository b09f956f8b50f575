"""Weak signals as staff may see them: pockets of open stories that are all still readable, and what was decided.

In a protected collection there is none: a pocket is told by when its stories were told, and that is not released there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from narratives.collection import Collection, Policy
from narratives.weak_signal import LEAST_STORIES, SignalState
from store.database import Database
from store.release_reading import list_by_ids
from store.release_stories import Story
from store.weak_signals import Signal, get_look, get_signal, list_signal_stories, list_signals

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReleasedSignal:
    """A pocket with the stories of it that may be read, most typical first.

    `groups` counts them by group, most first, `weeks` by week, without a gap. `added` is how many came since somebody
    decided. `is_whole` says that every story may be read that its words and figures were told from; without it `terms`
    is empty, and no figure but `n`, groups and weeks may be shown.
    """

    signal: Signal
    stories: tuple[Story, ...]
    groups: tuple[tuple[str, int], ...]
    weeks: tuple[tuple[date, int], ...]
    terms: tuple[str, ...]
    added: int
    is_whole: bool

    @property
    def n(self) -> int:
        """How many of its stories may be read."""
        return len(self.stories)


@dataclass(frozen=True, slots=True)
class ReleasedQueue:
    """Every pocket by what was decided about it, and what is told of the last search; None before the first.

    `why` is why there is no search: "protected", "young", or "" for none of that.
    """

    waiting: tuple[ReleasedSignal, ...]
    kept: tuple[ReleasedSignal, ...]
    put_aside: tuple[ReleasedSignal, ...]
    looked_on: date | None
    why: str
    found: Mapping[str, Any]


def list_released_signals(db: Database, collection: Collection) -> ReleasedQueue:
    """The queue of a collection, best first; a pocket with fewer than four readable stories is not shown."""
    look = get_look(db, collection.id)
    if collection.policy is Policy.PROTECTED:
        return ReleasedQueue((), (), (), None, "protected", {})
    shown = [one for signal in list_signals(db, collection.id) if (one := _released(db, collection, signal))]

    def with_state(*states: SignalState) -> tuple[ReleasedSignal, ...]:
        return tuple(one for one in shown if one.signal.state in states)

    return ReleasedQueue(
        waiting=with_state(SignalState.WAITING),
        kept=with_state(SignalState.KEPT),
        put_aside=with_state(SignalState.DISMISSED, SignalState.MERGED),
        looked_on=None if look is None else look.looked_on,
        why="" if look is None else str(look.found.get("why", "")),
        found={} if look is None else look.found,
    )


def get_released_signal(db: Database, collection: Collection, signal_id: str) -> ReleasedSignal | None:
    """One pocket; None when too few of its stories may be read. Raises NotFoundError for one that is gone."""
    if collection.policy is Policy.PROTECTED:
        return None
    return _released(db, collection, get_signal(db, collection.id, signal_id))


def _released(db: Database, collection: Collection, signal: Signal) -> ReleasedSignal | None:
    listed = list_signal_stories(db, signal.id)
    added = dict(listed)
    stories = tuple(list_by_ids(db, collection, [one for one, _ in listed]))
    if len(stories) < LEAST_STORIES:
        return None
    is_whole = "gone" not in signal.parts and len(stories) >= int(signal.parts.get("n", 0))
    decided = None if signal.decided_at is None else signal.decided_at.date()
    return ReleasedSignal(
        signal=signal,
        stories=stories,
        groups=tuple(Counter(one.group for one in stories).most_common()),
        weeks=_weeks(stories),
        terms=signal.terms if is_whole else (),
        added=0 if decided is None else sum(added[one.id] > decided for one in stories),
        is_whole=is_whole,
    )


def _weeks(stories: tuple[Story, ...]) -> tuple[tuple[date, int], ...]:
    told = Counter(one.week_of for one in stories if one.week_of is not None)
    if not told:
        return ()
    first, last = min(told), max(told)
    return tuple((week, told[week]) for week in (first + _WEEK * n for n in range((last - first) // _WEEK + 1)))
