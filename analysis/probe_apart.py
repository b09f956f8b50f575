"""Whether a reading lies too near one of another probe: apart by fewer than k stories, both would tell of those few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from narratives.calendar import day_number
from narratives.probe import AimReading, Probe, Verdict
from store.database import Database
from store.probe_readings import list_readings
from store.probe_stories import count_probe_stories
from store.probes import list_probes


@dataclass(frozen=True, slots=True)
class _Since:
    """What a side is read from: `n` answers among the stories of some groups (None: all but `without`) of some days."""

    groups: frozenset[str] | None
    without: frozenset[str]
    first: date
    last: date
    n: int


def is_too_near(db: Database, probe: Probe, reading: AimReading, k: int) -> bool:
    """Whether some reading of another probe about the same question differs by 1 to k - 1 stories on a side.

    Whoever plans two probes that begin a day apart would otherwise read off what the people of that day told. A
    later reading is told: from then on stories came that are in neither of them.
    """
    own = list(_sides(probe, reading))
    return any(
        _few_apart(db, probe.collection, one, other, k)
        for told in _others(db, probe, reading)
        for one in own
        for other in told
    )


def _others(db: Database, probe: Probe, reading: AimReading) -> Iterator[Sequence[_Since]]:
    asked = probe.aims[reading.place].signifier
    for other in list_probes(db, probe.collection):
        if other.id == probe.id or all(aim.signifier != asked for aim in other.aims):
            continue
        for told in list_readings(db, other.id):
            if told.verdict is not Verdict.FEW and other.aims[told.place].signifier == asked:
                yield list(_sides(other, told))


def _sides(probe: Probe, reading: AimReading) -> Iterator[_Since]:
    here, last = frozenset(probe.groups), min(reading.on, probe.ends_on)
    yield _Since(here, frozenset(), probe.starts_on, last, reading.n_after)
    if reading.is_compared:
        yield _Since(frozenset(probe.beside) or None, here, probe.starts_on, last, reading.n_after_beside)


def _few_apart(db: Database, collection_id: str, one: _Since, other: _Since, k: int) -> bool:
    if abs(one.n - other.n) >= k:
        return False
    both = _both(one, other)
    shared = _count(db, collection_id, both) if both else 0
    apart = _count(db, collection_id, one) + _count(db, collection_id, other) - 2 * shared
    return apart < k and (apart > 0 or one.n != other.n)


def _both(one: _Since, other: _Since) -> _Since | None:
    """The stories of both; None where no story is in both."""
    groups = one.groups if other.groups is None else other.groups
    if one.groups is not None and other.groups is not None:
        groups = one.groups & other.groups
    first, last = max(one.first, other.first), min(one.last, other.last)
    if first > last or groups == frozenset():
        return None
    return _Since(groups, one.without | other.without, first, last, 0)


def _count(db: Database, collection_id: str, side: _Since) -> int:
    groups = None if side.groups is None else sorted(side.groups)
    first, last = day_number(side.first), day_number(side.last)
    return count_probe_stories(db, collection_id, groups, first, last, sorted(side.without))
