"""What the next story is expected to say, and what is learnt, when, from those that came."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Arrays, Bools, Floats, prefixed, unprefixed
from models.batch import Batch
from models.bets import BetBook
from models.delay import Delay
from models.familiarity import Familiarity
from models.pockets import PocketTables
from models.prediction import CountTables, Prediction
from models.streams import Stream
from models.tally import Counter, Tally

STORIES_A_SLICE = 8
MOST_SLICES = 8


@dataclass(frozen=True, slots=True)
class Expected:
    """A day's counts by cell, what was predicted for each cell, and which cells are known well enough to be bet on."""

    tally: Tally
    prediction: Prediction
    pockets: Floats
    known: Bools


class Learner:
    """Count tables of all streams, fed at once with what is young and after a delay with what is old.

    Old is what is known at least four times as well as what waits: there a shift under way must not
    become what is usual. What is young is learnt at once, or every story of a new group, stratum or way
    of asking would be judged by what nobody could know. A day that brings much is learnt in slices,
    with a new prediction for each: tables that learn too much at once overshoot together.
    """

    def __init__(self, streams: Sequence[Stream], groups: int, strata: int, modes: int) -> None:
        self._streams = tuple(streams)
        base = [stream for stream in streams if stream.kind != "joint"]
        self.columns = len(base)
        self._levels = np.array([stream.levels for stream in base])
        self._sizes = (groups, strata, modes)
        self._counter = Counter(streams, strata, modes)
        self.tables = CountTables(base, groups, strata, modes)
        self.pockets = PocketTables(self._counter.joint, self._counter.pairs, self._levels.tolist(), groups)
        self._delay = Delay(self.columns)
        self._familiar = Familiarity(groups, strata, modes)

    def extend(self, groups: int, strata: int, modes: int) -> None:
        """Make room for more groups, strata and modes."""
        self._sizes = (groups, strata, modes)
        self._counter = Counter(self._streams, strata, modes)
        self.tables.extend(groups, strata, modes)
        self.pockets.extend(groups)
        self._familiar.extend(groups, strata, modes)

    def check(self, batch: Batch) -> None:
        """Raises ValueError for codes or bins that were not declared."""
        if batch.bins.shape != (len(batch), self.columns):
            raise ValueError(f"bins have shape {batch.bins.shape} and need ({len(batch)}, {self.columns})")
        if not np.issubdtype(batch.bins.dtype, np.integer):
            raise ValueError("bins must be whole numbers, with -1 for not answered")
        if not len(batch):
            return
        named = zip(("group", "stratum", "mode"), (batch.group, batch.stratum, batch.mode), self._sizes, strict=True)
        for name, codes, limit in named:
            if len(codes) != len(batch) or codes.min() < 0 or codes.max() >= limit:
                raise ValueError(
                    f"{name} codes must be {len(batch)} numbers from 0 to {limit - 1}: declare new ones with extend()"
                )
        if batch.bins.min() < -1 or (batch.bins >= self._levels).any():
            raise ValueError("a bin is outside its stream's levels: use the functions of models.bins")
        weight = batch.weights()
        if len(weight) != len(batch) or not ((weight >= 0) & (weight <= 1)).all():
            raise ValueError(f"weight must be {len(batch)} numbers from 0 to 1")

    def chances(self, book: BetBook) -> Floats:
        """How frequent each level that is bet on is in the programme (levels,)."""
        own = book.level_stream < self.columns
        marginal = self.tables.expected_marginal()[book.level_stream[own], book.level_of[own]]
        return np.concatenate([marginal, self.pockets.chances()])

    def old(self, batch: Batch) -> Bools:
        """Which stories (n,) of a day may wait to be learnt from."""
        return self._familiar.old(batch)

    def expect(self, day: int, batch: Batch) -> Expected:
        """Count a day's stories and predict them; takes notice of both, learns nothing."""
        tally = self._counter.count(batch)
        said = self.tables.predict(_weekend(day), tally.group, tally.stratum, tally.mode)
        pockets, _ = self.pockets.predict(said.full, tally.group)
        known = self._familiar.known(tally.stratum, tally.mode)
        self.tables.note(tally.group, tally.answers[0], said)
        return Expected(tally, said, pockets, known)

    def close_day(self, day: int, batch: Batch, old: Bools) -> tuple[list[Tally], list[int]]:
        """Learn what is young of this day and what is due of earlier ones: their counts, and the days that were due."""
        learnt = [self._learn(day, batch.chosen(~old))]
        waits = batch.chosen(old)
        self._familiar.wait(waits)
        due = self._delay.put(day, waits)
        for told_on, waited in due:
            self._familiar.wait(waited, -1.0)
            learnt.append(self._learn(told_on, waited))
        return [tally for tally in learnt if tally is not None], [told_on for told_on, _ in due]

    def _learn(self, day: int, batch: Batch) -> Tally | None:
        if not len(batch):
            return None
        tally = self._counter.count(batch)
        much, most = self._familiar.much(tally)
        self._learn_cells(day, tally.taken(~much), 1)
        self._learn_cells(day, tally.taken(much), min(MOST_SLICES, -(-most // STORIES_A_SLICE)))
        self._familiar.learn(batch)
        return tally

    def _learn_cells(self, day: int, tally: Tally, slices: int) -> None:
        if not len(tally.group):
            return
        part = tally.scaled(1 / slices)
        for _ in range(slices):
            said = self.tables.predict(_weekend(day), part.group, part.stratum, part.mode)
            _, wide = self.pockets.predict(said.full, part.group)
            self.tables.learn(_weekend(day), part.group, part.stratum, part.mode, part.answers[0], said)
            self.pockets.learn(said.full, part.group, part.pockets[0], part.pocket_weights()[0], wide)

    def fade(self, streams: Bools, groups: Bools, keep: float, since: int, programme: bool) -> None:
        """Keep only the share `keep` of what the chosen streams (S,) learnt before a day of the chosen groups (G,)."""
        self._delay.forget(groups, np.flatnonzero(streams[: self.columns]), since)
        self.tables.fade(streams[: self.columns], groups, keep, programme)
        if streams[self.columns :].any():
            self.pockets.fade(groups, keep)

    def state(self) -> Arrays:
        """Everything learnt, and what waits to be, as plain arrays."""
        arrays = prefixed("delay", self._delay.state()) | prefixed("familiar", self._familiar.state())
        return arrays | prefixed("tables", self.tables.state()) | prefixed("pockets", self.pockets.state())

    def restore(self, state: Arrays) -> None:
        """Take everything from `state`."""
        self._delay.restore(unprefixed("delay", state))
        self._familiar.restore(unprefixed("familiar", state))
        self.tables.restore(unprefixed("tables", state))
        self.pockets.restore(unprefixed("pockets", state))


def _weekend(day: int) -> int:
    return int(day % 7 in (6, 0))
