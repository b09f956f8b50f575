"""One of a collection's three monitors: its engine, what that calls its alarms, and the findings it holds back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, log

import numpy as np

from analysis.codebook import Codebook
from analysis.directions import VOLUME, Words, signifier_name
from analysis.npz import Arrays
from analysis.pending import Pending, counted_on, is_stale, may_be_published, pending_from_array, pending_to_array
from models.batch import Batch
from models.drift import DriftMonitor
from models.findings import Finding as Alarm
from narratives.alert import Finding, Signal
from narratives.calendar import day_of
from narratives.collection import Collection

EPOCH = date(1970, 1, 1).toordinal()
MUTE_DAYS = 28
START_STORIES, START_DAYS = 25, 30
MOST_RATIO = 1_000  # an interval beyond so many times its estimate says only that nothing is known


class SignalWatch:
    """A drift monitor with the findings that it holds back until they point at nobody.

    `watched` names the signifiers whose alarms are told; None tells all.
    """

    def __init__(
        self,
        collection: Collection,
        words: Words,
        budget: float,
        *,
        volume: bool = False,
        who_counts: bool = True,
        start_days: int = START_DAYS,
        unheard: frozenset[str] = frozenset(),
    ) -> None:
        self.collection, self.words, self.budget = collection, words, budget
        self.volume, self.who_counts, self.start_days, self.unheard = volume, who_counts, start_days, unheard
        self.waiting: list[Pending] = []
        self._drift: DriftMonitor | None = None
        self._columns = [stream.name for stream in words.streams if stream.kind != "joint"]

    @property
    def begun(self) -> bool:
        """Whether there was any story."""
        return self._drift is not None

    def start_afresh(self) -> None:
        """Forget everything."""
        self._drift, self.waiting = None, []

    def close(self, day: int, book: Codebook, batch: Batch) -> list[Finding]:
        """Close a day (since 1970-01-01); what may be told, strongest first."""
        nobody = np.zeros(len(batch), dtype=np.int64)
        if not self.who_counts:
            batch = replace(batch, stratum=nobody, mode=nobody)
        alarms = self._engine(book).update(day + EPOCH, batch)
        older = [self._counted(pending, day, book, batch) for pending in self.waiting]
        waiting = [self._pending(alarm, book) for alarm in alarms if alarm.signifier not in self.unheard] + older
        self.waiting = [
            one for one in waiting if not may_be_published(self.collection, one) and not is_stale(one, day_of(day))
        ]
        return [one.finding for one in waiting if may_be_published(self.collection, one)]

    def state(self) -> Arrays:
        """Everything that is needed to go on."""
        arrays: Arrays = {"waiting": pending_to_array(self.waiting)}
        if self._drift is not None:
            arrays |= {f"drift.{name}": array for name, array in self._drift.state().items()}
        return arrays

    def restore(self, arrays: Arrays, book: Codebook) -> None:
        """Go on from `arrays`, exactly; `book` as it was then."""
        self.waiting = pending_from_array(arrays["waiting"])
        drift = {name.removeprefix("drift."): array for name, array in arrays.items() if name.startswith("drift.")}
        self._drift = None
        if drift:
            self._engine(book).restore(drift)

    def _engine(self, book: Codebook) -> DriftMonitor:
        strata, modes = (len(book.strata), len(book.modes)) if self.who_counts else (1, 1)
        if self._drift is None:
            self._drift = DriftMonitor(
                self.words.streams,
                book.parent_of,
                strata,
                modes,
                budget=self.budget,
                volume=self.volume,
                start_stories=START_STORIES,
                start_days=self.start_days,
                mute_days=MUTE_DAYS,
            )
        elif (len(self._drift.parents), self._drift.strata, self._drift.modes) != (len(book.groups), strata, modes):
            self._drift.extend(book.parent_of, strata, modes)
        return self._drift

    def _counted(self, pending: Pending, day: int, book: Codebook, batch: Batch) -> Pending:
        inside = np.isin(batch.group, book.codes_of(pending.finding.scope, pending.unit))
        if pending.column is not None:
            inside &= batch.bins[:, pending.column] >= 0
        return counted_on(pending, int(inside.sum()), day_of(day))

    def _pending(self, alarm: Alarm, book: Codebook) -> Pending:
        signifier, direction = self.words.of(alarm, book.strata, book.modes)
        finding = Finding(
            raised_on=date.fromordinal(alarm.raised_on),
            since=date.fromordinal(alarm.since),
            signal=Signal(alarm.signal),
            signifier=signifier,
            direction=direction,
            scope=alarm.scope,
            group=book.name_of(alarm.scope, alarm.unit),
            n=alarm.n,
            effect=alarm.effect,
            effect_low=alarm.effect_low,
            effect_high=alarm.effect_high,
            evidence=alarm.evidence,
            also=tuple(self._also(name) for name in alarm.also if name not in self.unheard),
        )
        if signifier == VOLUME:
            return Pending(_as_ratio(finding), finding.raised_on, alarm.unit, None, alarm.n_before)
        stream = next(one for one in self.words.streams if one.name == alarm.stream)
        column = self._columns.index(stream.of[0] if stream.of else stream.name)
        return Pending(finding, finding.raised_on, alarm.unit, column, alarm.n_before)

    def _also(self, signifier: str) -> tuple[str, str, str]:
        signals = {stream.signifier: stream.signal for stream in self.words.streams}
        return signals.get(signifier, "collection"), signifier_name(signifier), ""


def _as_ratio(finding: Finding) -> Finding:
    most = log(MOST_RATIO)
    about = min(max(finding.effect, -most), most)
    low, high = max(finding.effect_low, about - most), min(finding.effect_high, about + most)
    effect, low, high = exp(about), exp(min(low, about)), exp(max(high, about))
    return replace(finding, effect=effect, effect_low=low, effect_high=high)
