"""The monitor of what stories are about: a burn-in finds the topics, later stories are placed among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.codebook import Codebook
from analysis.directions import Words
from analysis.npz import Arrays
from analysis.repeats import Repeats, heard, source_numbers, teller_numbers
from analysis.signalwatch import START_DAYS, SignalWatch
from analysis.streams import StreamPlan, budgets
from models.arrays import prefixed, unprefixed
from models.batch import Batch
from models.topics import TopicSpace
from narratives.alert import Finding
from narratives.collection import Collection
from store.watching import Telling

Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
BURN_IN_DAYS, BURN_IN_STORIES, MOST_BURN_IN = 30, 200, 5_000
LONGEST_SILENCE = 366  # days after which nothing that was learnt is worth comparing with
NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of some stories: columns (n,) of day, codes, weight and source, zones (n, t), vectors (n, d)."""

    day: Ints
    codes: Ints  # (n, 3): group, stratum, mode
    weight: npt.NDArray[np.float64]
    source: Ints  # (n, 2): text, teller
    zones: Ints
    vectors: npt.NDArray[np.float16]

    def __add__(self, later: Page) -> Page:
        width = max(self.vectors.shape[1], later.vectors.shape[1])
        vectors = np.concatenate([_widened(self.vectors, width), _widened(later.vectors, width)])
        names = [one.name for one in fields(self) if one.name != "vectors"]
        joined = {name: np.concatenate([getattr(self, name), getattr(later, name)]) for name in names}
        return Page.of({**joined, "vectors": vectors})

    @classmethod
    def of(cls, columns: Mapping[str, Any]) -> Page:
        """The page of columns by name."""
        return cls(**columns)

    def columns(self) -> Arrays:
        """The columns by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def on(self, day: int) -> Page:
        """The stories of one day."""
        rows = self.day == day
        return Page.of({name: column[rows] for name, column in self.columns().items()})

    @property
    def embedded(self) -> int:
        """How many have a vector."""
        return int((np.isfinite(self.vectors).all(axis=1) & self.vectors.any(axis=1)).sum())

    def batch(self, places: Ints) -> Batch:
        """What the engine takes, with where the texts lie (n, 3)."""
        group, stratum, mode = self.codes.T
        return Batch(group, stratum, mode, np.hstack([places, self.zones]), self.weight)


class TextWatch:
    """Texts in the vectors of one model. It has its own day: vectors come later than answers."""

    def __init__(self, collection: Collection, plan: StreamPlan) -> None:
        self.collection, self.plan = collection, plan
        self.model = ""
        self.day: int | None = None
        self.last_told: int | None = None
        self.replayed_until: int | None = None
        self.start_afresh()

    def start_afresh(self, model: str | None = None) -> None:
        """Forget everything, and from now on read the vectors of `model` (None: of the same one)."""
        self.model = self.model if model is None else model
        self.day, self.last_told = None, None
        self.book, self.repeats = Codebook(), Repeats()
        self.space: TopicSpace | None = None
        self._burn_in: Page | None = None
        self._watch: SignalWatch | None = None
        self._start_days = START_DAYS

    @property
    def burning_in(self) -> int | None:
        """How many embedded stories there are to find topics in; None once they were found."""
        if self.space is not None:
            return None
        return 0 if self._burn_in is None else self._burn_in.embedded

    def feed(self, day: int, tellings: Sequence[Telling], vectors: Singles) -> list[Finding]:
        """Close a day (since 1970-01-01), and every empty one before it; what may be told.

        `vectors` (n, d) has NaN where a text has none.
        """
        if tellings and self.last_told is not None and day - self.last_told > LONGEST_SILENCE:
            self.start_afresh()
        if not tellings and self.day is None:
            return []
        self.book.learn(self.collection, tellings)
        page = self._page(day, tellings, vectors)
        found: list[Finding] = []
        if self._watch is not None and self.space is not None:
            for quiet in range(day if self.day is None else self.day + 1, day):
                found += self._watch.close(quiet, self.book, self._empty())
            found += self._close(page, day)
        self.day = day
        self.last_told = day if tellings else self.last_told
        if self.space is None:
            self._burn_in = page if self._burn_in is None else self._burn_in + page
            self._begin(self._burn_in)
        return found

    def state(self) -> Arrays:
        """Everything that is needed to go on."""
        days = [NEVER if day is None else day for day in (self.day, self.last_told, self.replayed_until)]
        arrays: Arrays = {
            "model": np.array(self.model),
            "days": np.array([*days, self._start_days], dtype=np.int64),
            **self.book.to_arrays(),
            **prefixed("repeats", self.repeats.state()),
        }
        if self._burn_in is not None:
            arrays |= prefixed("burn", self._burn_in.columns())
        if self.space is not None:
            arrays |= prefixed("space", self.space.state())
        if self._watch is not None:
            arrays |= prefixed("watch", self._watch.state())
        return arrays

    def restore(self, arrays: Arrays) -> None:
        """Go on from `arrays`, exactly."""
        self.start_afresh(str(arrays["model"]))
        *days, self._start_days = arrays["days"].tolist()
        self.day, self.last_told, self.replayed_until = (None if day == NEVER else day for day in days)
        self.book = Codebook.from_arrays(arrays)
        self.repeats.restore(unprefixed("repeats", arrays))
        burn_in, space = unprefixed("burn", arrays), unprefixed("space", arrays)
        if burn_in:
            self._burn_in = Page.of(burn_in)
        if space:
            self.space = TopicSpace()
            self.space.restore(space)
            self._watch = self._new_watch(self.space.levels)
            self._watch.restore(unprefixed("watch", arrays), self.book)

    def _page(self, day: int, tellings: Sequence[Telling], vectors: Singles) -> Page:
        codes = np.stack(self.book.encode(tellings), axis=1)
        source = np.stack([source_numbers(tellings), teller_numbers(tellings)], axis=1)
        weight = heard(self.collection, tellings, self.repeats.weights(day, codes[:, 0], tellings))
        zones = self.plan.zone_bins(tellings)
        return Page(np.full(len(tellings), day), codes, weight, source, zones, vectors.astype(np.float16))

    def _begin(self, burn_in: Page) -> None:
        """Find topics once there is enough to find them in; the engine learns the burn-in and bets on none of it."""
        if not burn_in.embedded or self.day is None:
            return
        first, last = int(burn_in.day.min()), self.day
        enough = burn_in.embedded >= BURN_IN_STORIES and last - first + 1 >= BURN_IN_DAYS
        if not (enough or burn_in.embedded >= MOST_BURN_IN):
            return
        self.space, self._burn_in = TopicSpace(), None
        self._start_days = max(START_DAYS, last - first + 1)
        places = self.space.fit_place(burn_in.day, burn_in.codes[:, 0], burn_in.vectors, *burn_in.source.T)
        self._watch = self._new_watch(self.space.levels)
        for day in range(first, last + 1):
            page = burn_in.on(day)
            self._watch.close(day, self.book, page.batch(places[burn_in.day == day]))

    def _close(self, page: Page, day: int) -> list[Finding]:
        if self.space is None or self._watch is None:
            return []
        places = self.space.place(day, page.codes[:, 0], page.vectors, *page.source.T)
        return self._watch.close(day, self.book, page.batch(places))

    def _empty(self) -> Batch:
        return Batch.empty(3 + len(self.plan.text_triads))

    def _new_watch(self, topics: int) -> SignalWatch:
        unheard = frozenset(triad.id for triad in self.plan.text_triads)
        words = Words(self.plan, self.plan.text_streams(topics))
        _, budget, _ = budgets(self.collection, self.plan)
        return SignalWatch(self.collection, words, budget, start_days=self._start_days, unheard=unheard)


def _widened(vectors: npt.NDArray[np.float16], width: int) -> npt.NDArray[np.float16]:
    """Rows without any dimension (no vector at all) become rows of NaN."""
    return vectors if vectors.shape[1] == width else np.full((len(vectors), width), np.nan, np.float16)
