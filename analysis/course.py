"""How far the newest stories lie from what was usual before an alert, in its own unit, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log, sqrt

import numpy as np

from analysis.contribution import MOST_STORIES, POINTS
from analysis.directions import VOLUME
from analysis.explain import DAYS_BEFORE, groups_of
from analysis.measures import Placed, measure, needs_texts
from models.decomposition import Change, decompose
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.course import RECENT_DAYS, Recent
from narratives.framework import Framework
from store.alerts import Alert
from store.database import Database
from store.watching import Telling, list_tellings_of
from store.who_told import count_who_told

VOLUME_DAYS = 84  # how many came is compared with the twelve weeks before: farther back it was another season
_FEWEST_USUAL = 5  # stories usual in the time looked at: below, their number says nothing
_STILL = 0.5  # of the change it was raised for: where less is found again, another measure is being looked at
_WIDTH = 1.96
_WEEK = 7

Side = list[tuple[Telling, float]]


@dataclass(frozen=True, slots=True)
class Stand:
    """How an alert stands: `recent` (None: nobody answered) and the `change` it is compared with, 0 meaning usual.

    Both are logarithms for volume. `days` has the day of every answer since the first of those that the alert's
    `recent` was said of.
    """

    recent: Recent | None
    change: float
    days: tuple[int, ...]
    is_ratio: bool = False

    @property
    def told(self) -> Recent | None:
        """The same as people read it: whole points of a hundred, or a ratio to one place."""
        one = self.recent
        if one is None or not self.is_ratio:
            return one and replace(one, change=round(one.change), low=round(one.low), high=round(one.high))
        about, low, high = (round(exp(value), 1) for value in (one.change, one.low, one.high))
        return replace(one, change=about, low=low, high=high)


def has_course(finding: Finding) -> bool:
    """Whether there is a usual to go back to: a count that is no test has none, nor what was not measured."""
    return not finding.is_count and (finding.signifier == VOLUME or finding.change is not None)


def stand_of(
    db: Database, collection: Collection, framework: Framework, alert: Alert, placed: Placed, today: date
) -> Stand | None:
    """How an alert stands on the evening before `today`; None where that cannot be told.

    That is for what has no course, and where the change it was raised for is not found again: stories were
    withdrawn, or texts are placed by another model.
    """
    if not has_course(alert.finding):
        return None
    if alert.finding.signifier == VOLUME:
        return _volume_stand(db, collection, alert, today)
    return _measured_stand(db, collection, framework, alert, placed, today)


def window(finding: Finding, on: date) -> tuple[date, date]:
    """The first and last day of the newest stories on an evening: never before the alert began."""
    return max(finding.since, on - timedelta(days=RECENT_DAYS - 1)), on


def _looked_at(alert: Alert, today: date) -> tuple[date, date, date]:
    """The first and last day of the newest stories, and before them that from which days are counted."""
    first, last = window(alert.finding, today - timedelta(days=1))
    said_on = None if alert.recent is None else alert.recent.on
    return (first if said_on is None else min(first, window(alert.finding, said_on)[0])), first, last


def _measured_stand(
    db: Database, collection: Collection, framework: Framework, alert: Alert, placed: Placed, today: date
) -> Stand | None:
    finding = alert.finding
    groups, since = groups_of(collection, finding), day_number(finding.since)
    usual = list_tellings_of(db, collection.id, groups, since - DAYS_BEFORE, since - 1, MOST_STORIES)
    then = list_tellings_of(db, collection.id, groups, since, day_number(finding.raised_on), MOST_STORIES)
    earliest, first, last = _looked_at(alert, today)
    newest = list_tellings_of(db, collection.id, groups, day_number(earliest), day_number(last), MOST_STORIES)
    places = placed([*usual, *then, *newest]) if needs_texts(finding) else {}
    told = measure(framework, finding, usual, places)
    if told is None:
        return None
    before, moved, counted = (
        [(one, value) for one in side if (value := told(one)) is not None] for side in (usual, then, newest)
    )
    recent = [pair for pair in counted if pair[0].day >= day_number(first)]
    if min(len(before), len(moved)) < collection.k:
        return None
    raised_for = _change(finding, before, moved)
    # What was due to who answered alone is followed whole: taken apart, nothing would be left of it to follow.
    is_said = _is_said(finding, raised_for)
    change = POINTS * (raised_for.placements if is_said else raised_for.total)
    if not _is_found_again(POINTS * raised_for.total, finding.change):
        return None
    days = tuple(one.day for one, _ in counted)
    if not recent:
        return Stand(None, change, days)
    now = _change(finding, before, recent)
    half = (now.high - now.low) / 2 if len(recent) > 1 else float("inf")
    at = now.placements if is_said else now.total
    return Stand(Recent(POINTS * at, POINTS * (at - half), POINTS * (at + half), len(recent), last), change, days)


def _change(finding: Finding, before: Side, after: Side) -> Change:
    cells: dict[tuple[str, ...], int] = {}
    coded = [[cells.setdefault(_cell(finding, one), len(cells)) for one, _ in side] for side in (before, after)]
    values = (np.array([[value] for _, value in side]) for side in (before, after))
    return decompose(next(values), coded[0], next(values), coded[1])


def _cell(finding: Finding, one: Telling) -> tuple[str, ...]:
    """Who answered and how they were asked; beyond one group also where."""
    return (one.stratum, one.mode) if finding.scope == "group" else (one.stratum, one.mode, one.group)


def _is_said(finding: Finding, change: Change) -> bool:
    """Whether at least half of a change is what people said, and not who they are."""
    return finding.signal is not Signal.COLLECTION and change.placements * change.total >= change.total**2 / 2


def _is_found_again(change: float, raised_for: float | None) -> bool:
    return bool(raised_for) and change != 0 and change / raised_for >= _STILL  # type: ignore[operator]


def _volume_stand(db: Database, collection: Collection, alert: Alert, today: date) -> Stand | None:
    finding = alert.finding
    since, raised = day_number(finding.since), day_number(finding.raised_on)
    earliest, first, last = _looked_at(alert, today)
    counts = count_who_told(db, collection.id, groups_of(collection, finding), since - VOLUME_DAYS, day_number(last))
    days = [one.day for one in counts for _ in range(one.n)]
    before = [day for day in days if day < since]
    if not before:
        return None
    span = since - max(since - VOLUME_DAYS, before[0])
    then = _log_ratio(before, span, [day for day in days if since <= day <= raised], raised - since + 1)
    newest = [day for day in days if day >= day_number(first)]
    now = _log_ratio(before, span, newest, (last - first).days + 1)
    if then is None or now is None or finding.effect <= 0 or not _is_found_again(then[0], log(finding.effect)):
        return None
    about, half = now
    counted = tuple(day for day in days if day >= day_number(earliest))
    return Stand(Recent(about, about - half, about + half, len(newest), last), then[0], counted, is_ratio=True)


def _log_ratio(before: Sequence[int], span: int, after: Sequence[int], days: int) -> tuple[float, float] | None:
    """The logarithm of how many times as many came a day, and half of its 95 % interval; None where few are usual.

    Stories come in bunches: the interval of Poisson counts is widened by how unevenly whole weeks differed before.
    """
    usual = len(before) / span * days
    if usual < _FEWEST_USUAL:
        return None
    weeks = np.bincount((np.asarray(before) - min(before)) // _WEEK)[: max(span // _WEEK, 1)]
    uneven = max(float(weeks.var(ddof=1) / weeks.mean()), 1.0) if len(weeks) > 1 else 1.0
    came = len(after) + 0.5  # nobody is no ratio
    return log(came / usual), _WIDTH * sqrt(uneven * (1 / came + 1 / len(before)))
