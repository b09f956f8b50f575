"""One collection under watch: stories in date order go in, findings that may be told come out.

The live worker and the backtest both use this class and nothing else, so what a backtest shows is what
the worker would have raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import exp

import numpy as np

from analysis.codebook import Codebook
from analysis.npz import Arrays, pack, unpack
from analysis.pending import Pending, counted_on, is_stale, may_be_published, pending_from_array, pending_to_array
from analysis.streams import VOLUME, Ints, StreamPlan
from models.batch import Batch
from models.drift import DriftMonitor
from models.findings import Finding as Alarm
from narratives.alert import Finding, Signal
from narratives.calendar import day_of
from narratives.collection import Collection
from store.watching import Telling

EPOCH = date(1970, 1, 1).toordinal()
LONGEST_SILENCE = 366  # days after which nothing that was learnt is worth comparing with
MUTE_DAYS = 28


class Monitor:
    """A drift monitor with the names, the repeat tellers and the held-back findings of one collection."""

    def __init__(self, collection: Collection, plan: StreamPlan) -> None:
        self.collection, self.plan = collection, plan
        self.codebook = Codebook()
        self.waiting: list[Pending] = []
        self.day: int | None = None
        self.last_told: int | None = None
        self.replayed_until: int | None = None
        self._drift: DriftMonitor | None = None

    def feed(self, day: int, tellings: Sequence[Telling], told: dict[str, int]) -> list[Finding]:
        """Close a day (since 1970-01-01), and every empty one before it; what may be told, strongest first.

        `told` says how many stories each repeat teller has told before; it is brought up to date.
        """
        found: list[Finding] = []
        if tellings and self.last_told is not None and day - self.last_told > LONGEST_SILENCE:
            self._start_afresh()
        if self.day is not None:
            for quiet in range(self.day + 1, day):
                found += self._close(quiet, (), told)
        if self._drift is not None or tellings:
            found += self._close(day, tellings, told)
        return found

    def state(self) -> bytes:
        """Everything that is needed to go on, as one blob."""
        arrays: Arrays = self.codebook.to_arrays()
        arrays["waiting"] = pending_to_array(self.waiting)
        days = [np.iinfo(np.int64).min if day is None else day for day in self._days()]
        arrays["days"] = np.array(days, dtype=np.int64)
        if self._drift is not None:
            arrays |= {f"drift.{name}": array for name, array in self._drift.state().items()}
        return pack(arrays)

    def restore(self, state: bytes) -> None:
        """Go on from `state`, exactly."""
        arrays = unpack(state)
        self.codebook = Codebook.from_arrays(arrays)
        self.waiting = pending_from_array(arrays["waiting"])
        none = np.iinfo(np.int64).min
        days = [None if day == none else day for day in arrays["days"].tolist()]
        self.day, self.last_told, self.replayed_until = days
        drift = {name.removeprefix("drift."): array for name, array in arrays.items() if name.startswith("drift.")}
        if drift:
            self._drift = self._build()
            self._drift.restore(drift)

    def _days(self) -> tuple[int | None, int | None, int | None]:
        return self.day, self.last_told, self.replayed_until

    def _start_afresh(self) -> None:
        self._drift = self._build()
        self.waiting = []
        self.day = None

    def _build(self) -> DriftMonitor:
        book = self.codebook
        return DriftMonitor(
            self.plan.streams,
            book.parent_of,
            len(book.strata),
            len(book.modes),
            budget=self.collection.alerts_a_year,
            mute_days=MUTE_DAYS,
        )

    def _close(self, day: int, tellings: Sequence[Telling], told: dict[str, int]) -> list[Finding]:
        drift = self._extended(tellings)
        group, stratum, mode = self.codebook.encode(tellings)
        bins = self.plan.bins(tellings) if tellings else Batch.empty(len(self.plan.streams)).bins
        alarms = drift.update(day + EPOCH, Batch(group, stratum, mode, bins, _ordinals(tellings, told)))
        self.day = day
        self.last_told = day if tellings else self.last_told
        older = [self._counted(pending, day, group, bins) for pending in self.waiting]
        waiting = [*(self._pending(alarm) for alarm in alarms), *older]
        self.waiting = [
            one for one in waiting if not may_be_published(self.collection, one) and not is_stale(one, day_of(day))
        ]
        return [one.finding for one in waiting if may_be_published(self.collection, one)]

    def _extended(self, tellings: Sequence[Telling]) -> DriftMonitor:
        grew = self.codebook.learn(self.collection, tellings)
        if self._drift is None:
            self._drift = self._build()
        elif grew:
            book = self.codebook
            self._drift.extend(book.parent_of, len(book.strata), len(book.modes))
        return self._drift

    def _counted(self, pending: Pending, day: int, group: Ints, bins: Ints) -> Pending:
        members = self.codebook.members(pending.finding.scope, pending.unit)
        inside = np.ones(len(group), dtype=bool)
        if members is not None:
            inside = np.isin(group, [self.codebook.groups.index(name) for name in members])
        if pending.column is not None:
            inside &= bins[:, pending.column] >= 0
        return counted_on(pending, int(inside.sum()), day_of(day))

    def _pending(self, alarm: Alarm) -> Pending:
        signifier, direction = self.plan.direction(alarm)
        finding = Finding(
            raised_on=date.fromordinal(alarm.raised_on),
            since=date.fromordinal(alarm.since),
            signal=Signal(alarm.signal),
            signifier=signifier,
            direction=direction,
            scope=alarm.scope,
            group=self.codebook.name_of(alarm.scope, alarm.unit),
            n=alarm.n,
            effect=alarm.effect,
            effect_low=alarm.effect_low,
            effect_high=alarm.effect_high,
            evidence=alarm.evidence,
        )
        if signifier == VOLUME:
            return Pending(_as_ratio(finding), finding.raised_on, alarm.unit, None, alarm.n_before)
        column = [stream.name for stream in self.plan.streams].index(alarm.stream)
        return Pending(finding, finding.raised_on, alarm.unit, column, alarm.n_before)


def _as_ratio(finding: Finding) -> Finding:
    effect, low, high = (exp(value) for value in (finding.effect, finding.effect_low, finding.effect_high))
    return replace(finding, effect=effect, effect_low=low, effect_high=high)


def _ordinals(tellings: Sequence[Telling], told: dict[str, int]) -> Ints:
    ordinals = []
    for one in tellings:
        if one.respondent is None:
            ordinals.append(1)
            continue
        told[one.respondent] = told.get(one.respondent, 0) + 1
        ordinals.append(told[one.respondent])
    return np.array(ordinals, dtype=np.int64)
