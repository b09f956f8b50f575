"""What groups say of one event, side by side: where each lies on a question, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.landscape import Ellipse
from narratives.signifiers import Anchor, Placed

ALIKE = 0.2  # shares: no two groups further apart than this are called alike, as on the page of common ground


@dataclass(frozen=True, slots=True)
class Place:
    """Where the accounts of a group lie on average, of the `n` that placed the question.

    `mean` has the three shares of a triad, or the one value of a dyad towards its second pole; `low` and `high` are
    the ends of their 95 % intervals, each for itself; `region` is where the mean of a triad would lie 95 times in 100.
    """

    group: str
    n: int
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    region: Ellipse | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """How much nearer to an anchor the first of two lies than the second, with an interval; shares from 0 to 1."""

    anchor: Anchor
    effect: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    @property
    def most(self) -> float:
        """The largest difference that the interval allows."""
        return max(abs(self.low), abs(self.high))

    @property
    def turned(self) -> Stretch:
        """The same, the second against the first."""
        return Stretch(self.anchor, -self.effect, -self.high, -self.low)


class Parted:
    """Two means and how far they are apart towards each anchor; asked only where there are any stretches."""

    __slots__ = ()
    stretches: tuple[Stretch, ...]

    @property
    def widest(self) -> Stretch:
        """The anchor that parts them most: one that is sure before any that is not."""
        return max(self.stretches, key=lambda one: (one.is_sure, abs(one.effect)))

    @property
    def is_sure(self) -> bool:
        """Whether they can be told apart."""
        return any(one.is_sure for one in self.stretches)

    @property
    def most(self) -> float:
        """The largest difference that the intervals allow."""
        return max(one.most for one in self.stretches)


@dataclass(frozen=True, slots=True)
class Pair(Parted):
    """Two groups on one question, told so that the first lies nearer to the anchor that parts them most."""

    first: str
    second: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Perspective:
    """One question: the groups that k accounts of placed it, every two of them, and the groups without enough."""

    signifier: Placed
    places: tuple[Place, ...]
    pairs: tuple[Pair, ...]
    silent: tuple[str, ...]

    @property
    def parted(self) -> tuple[Pair, ...]:
        """The pairs that can be told apart, furthest first."""
        return tuple(sorted((one for one in self.pairs if one.is_sure), key=lambda one: -abs(one.widest.effect)))

    @property
    def most(self) -> float:
        """The largest difference that any two groups may have; 0 where there are no two."""
        return max((one.most for one in self.pairs), default=0.0)

    @property
    def is_alike(self) -> bool:
        """Whether they agree: no two further apart than ALIKE, as far as the intervals allow."""
        return bool(self.pairs) and not self.parted and self.most <= ALIKE

    @property
    def order(self) -> tuple[int, float]:
        """What differs most comes first, then what cannot be told, then what all agree on."""
        if self.parted:
            return 0, -abs(self.parted[0].widest.effect)
        return (2, self.most) if self.is_alike else (1, -self.most)


@dataclass(frozen=True, slots=True)
class Perspectives:
    """Every question of an event, what differs most first; `compared` intervals hold together."""

    questions: tuple[Perspective, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class Guess(Parted):
    """Where the accounts of one group expect another to place a question, and where that group did.

    Stretches are expected minus actual; all is None or empty where either side has fewer than k.
    """

    by: str
    of: str
    expected: Place | None = None
    actual: Place | None = None
    stretches: tuple[Stretch, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether both sides have enough accounts."""
        return bool(self.stretches)

    @property
    def is_own(self) -> bool:
        """Whether a group guesses about itself."""
        return self.by == self.of


@dataclass(frozen=True, slots=True)
class GuessTable:
    """Who predicts whom on one question; rows are the groups that guess, in order."""

    signifier: Placed
    guesses: tuple[Guess, ...]

    @property
    def told(self) -> tuple[Guess, ...]:
        """Those with enough accounts on both sides, the surest and largest gap first."""
        found = [one for one in self.guesses if one.is_told]
        return tuple(sorted(found, key=lambda one: (not one.is_sure, -abs(one.widest.effect))))


@dataclass(frozen=True, slots=True)
class PredictionGaps:
    """The tables of every question that is guessed; `compared` intervals hold together."""

    tables: tuple[GuessTable, ...]
    compared: int
