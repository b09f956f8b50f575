"""One collection under watch: stories in date order go in, findings that may be told come out.

Three monitors share its yearly budget: answers, texts and arrivals. The live worker and the backtest both use this
class and nothing else, so what a backtest shows is what the worker would have raised.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.arrivals import Arrivals, Standing, fact_findings
from analysis.codebook import Codebook
from analysis.directions import Words
from analysis.npz import Arrays, pack, unpack
from analysis.pending import Pending
from analysis.repeats import Repeats, heard
from analysis.signalwatch import MUTE_DAYS, START_DAYS, START_STORIES, SignalWatch
from analysis.streams import StreamPlan, budgets
from analysis.textwatch import LONGEST_SILENCE, NEVER, Ints, Singles, TextWatch
from models.arrays import prefixed, unprefixed
from models.batch import Batch
from narratives.alert import Finding
from narratives.collection import Collection
from store.watching import Telling

__all__ = ["MUTE_DAYS", "START_DAYS", "START_STORIES", "Monitor"]


class Monitor:
    """The three monitors of a collection with its names, repeated voices and held-back findings.

    Texts have a day of their own: `feed_texts` may come days after `feed`, and never holds it up. `decisions` says
    how many decisions about alike stories there were when it began.
    """

    def __init__(self, collection: Collection, plan: StreamPlan, decisions: int = 0) -> None:
        self.collection, self.plan, self.decisions = collection, plan, decisions
        self.codebook, self.repeats, self.facts = Codebook(), Repeats(), Arrivals()
        self.texts = TextWatch(collection, plan)
        self.day: int | None = None
        self.last_told: int | None = None
        self.replayed_until: int | None = None
        answers, _, arrivals = budgets(collection, plan)
        self._answers = SignalWatch(collection, Words(plan, plan.streams), answers) if plan.streams else None
        words = Words(plan, plan.arrival_streams())
        self._arrivals = SignalWatch(collection, words, arrivals, volume=True, who_counts=False)

    @property
    def waiting(self) -> list[Pending]:
        """The findings that are held back."""
        return [pending for watch in self._watches().values() for pending in watch.waiting]

    def feed(self, day: int, tellings: Sequence[Telling], bins: Ints | None = None) -> list[Finding]:
        """Close a day (since 1970-01-01), and every empty one before it; what may be told, strongest first.

        `bins` are those of the plan, where many days' were made at once.
        """
        found: list[Finding] = []
        if tellings and self.last_told is not None and day - self.last_told > LONGEST_SILENCE:
            self._start_afresh()
        if self.day is not None:
            for quiet in range(self.day + 1, day):
                found += self._close(quiet, (), self.plan.bins(()))
        if self._arrivals.begun or tellings:
            found += self._close(day, tellings, self.plan.bins(tellings) if bins is None else bins)
        return found

    def feed_texts(self, day: int, tellings: Sequence[Telling], vectors: Singles) -> list[Finding]:
        """Close a day of texts; `vectors` (n, d) has NaN where a text has none."""
        return self.texts.feed(day, tellings, vectors)

    def standing(self, group: str) -> Standing:
        """How far a group has come toward being watched."""
        known = group in self.codebook.groups
        return self.facts.of(self.codebook.groups.index(group)) if known else Standing(0, 0)

    def state(self) -> bytes:
        """Everything that is needed to go on, as one blob."""
        days = [NEVER if day is None else day for day in (self.day, self.last_told, self.replayed_until)]
        arrays: Arrays = {
            "days": np.array(days, dtype=np.int64),
            "decisions": np.array(self.decisions),
            **self.codebook.to_arrays(),
            **prefixed("repeats", self.repeats.state()),
            **prefixed("facts", self.facts.state()),
            **prefixed("texts", self.texts.state()),
        }
        for name, watch in self._watches().items():
            arrays |= prefixed(name, watch.state())
        return pack(arrays)

    def restore(self, state: bytes) -> None:
        """Go on from `state`, exactly."""
        arrays = unpack(state)
        self.codebook, self.decisions = Codebook.from_arrays(arrays), int(arrays["decisions"])
        self.day, self.last_told, self.replayed_until = (
            None if day == NEVER else day for day in arrays["days"].tolist()
        )
        self.repeats.restore(unprefixed("repeats", arrays))
        self.facts.restore(unprefixed("facts", arrays))
        self.texts.restore(unprefixed("texts", arrays))
        for name, watch in self._watches().items():
            watch.restore(unprefixed(name, arrays), self.codebook)

    def _watches(self) -> dict[str, SignalWatch]:
        return {"arrivals": self._arrivals} | ({} if self._answers is None else {"answers": self._answers})

    def _start_afresh(self) -> None:
        for watch in self._watches().values():
            watch.start_afresh()
        self.repeats, self.facts = Repeats(), Arrivals()
        self.day = None

    def _close(self, day: int, tellings: Sequence[Telling], bins: Ints) -> list[Finding]:
        self.codebook.learn(self.collection, tellings)
        group, stratum, mode = self.codebook.encode(tellings)
        voices = self.repeats.weights(day, group, tellings)
        found: list[Finding] = []
        if self._answers is not None:
            weight = heard(self.collection, tellings, voices)
            found += self._answers.close(day, self.codebook, Batch(group, stratum, mode, bins, weight))
        # A day beyond its quota is news about how stories arrive, and counts in full there.
        arrived = self.plan.arrival_bins(stratum, mode)
        found += self._arrivals.close(day, self.codebook, Batch(group, stratum, mode, arrived, voices))
        facts = self.facts.close(day, group, self.repeats, self.collection.k)
        found += fact_findings(self.collection, self.codebook.groups, day, facts)
        self.day = day
        self.last_told = day if tellings else self.last_told
        return found


def days_of(state: bytes) -> tuple[int | None, int | None]:
    """Up to which day answers and texts were watched, by the state of this engine or of an earlier one."""
    arrays = unpack(state)
    watched, replayed = arrays["days"].tolist()[0::2]
    read, reread = arrays["texts.days"].tolist()[0:3:2] if "texts.days" in arrays else (NEVER, NEVER)
    answers, texts = max(watched, replayed), max(read, reread)
    return None if answers == NEVER else answers, None if texts == NEVER else texts
