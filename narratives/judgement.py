"""What the people who received an alert say it was worth, and how often alerts of a kind were worth it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import comb

LEAST_JUDGED = 5  # of fewer alerts a share would be read as if it meant something
_STEPS = 50  # halvings of an interval's end: far beyond what is shown
_TAIL = 0.025


class Judgement(StrEnum):
    """A receiver's label: something real, something real that was known, nothing, or cannot be told yet."""

    REAL = "real"
    KNOWN = "known"
    NOISE = "noise"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Judged:
    """An alert and what one receiver said of it; `kind` is its signal and tone, for instance "temperature:trouble"."""

    alert: str
    kind: str
    raised_on: str
    account: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Precision:
    """Alerts by what they were judged to be, each counted once.

    `share` is the part of the clear ones that were real or known, with its exact 95 % interval; all three are None
    below `LEAST_JUDGED` clear ones.
    """

    real: int
    known: int
    noise: int
    unclear: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def judged(self) -> int:
        """How many alerts anybody has judged."""
        return self.clear + self.unclear

    @property
    def clear(self) -> int:
        """How many of them were judged to be something or nothing."""
        return self.real + self.known + self.noise

    @property
    def is_too_few(self) -> bool:
        """Whether nothing can be said of the share yet."""
        return self.share is None


def kind_of(signal: str, tone: str, *, is_count: bool = False) -> str:
    """Alerts whose precision is counted together; a mere count claims no evidence and stands apart from the tests."""
    return f"{signal}:count" if is_count else f"{signal}:{tone}"


def is_count(kind: str) -> bool:
    """Whether alerts of a kind are mere counts, which are no part of the promise."""
    return kind.endswith(":count")


def precision(judged: Iterable[Judged]) -> dict[str, Precision]:
    """The precision of each kind of alert that anybody judged, by kind."""
    told = tuple(judged)
    kinds = sorted({one.kind for one in told})
    return {kind: overall(one for one in told if one.kind == kind) for kind in kinds}


def by_quarter(judged: Iterable[Judged]) -> dict[str, Precision]:
    """The precision of the alerts of each quarter in which any was raised that was judged, oldest first.

    A quarter is named like "2026-Q1".
    """
    told = tuple(judged)
    quarters = sorted({quarter_of(one.raised_on) for one in told})
    return {quarter: overall(one for one in told if quarter_of(one.raised_on) == quarter) for quarter in quarters}


def overall(judged: Iterable[Judged]) -> Precision:
    """The precision of all these alerts together; one that several people judged counts once."""
    votes: dict[str, Counter[Judgement]] = {}
    for one in judged:
        votes.setdefault(one.alert, Counter())[one.judgement] += 1
    found = Counter(settled(said) for said in votes.values())
    real, known, noise = found[Judgement.REAL], found[Judgement.KNOWN], found[Judgement.NOISE]
    something, clear = real + known, real + known + noise
    if clear < LEAST_JUDGED:
        return Precision(real, known, noise, found[Judgement.UNCLEAR], None, None, None)
    low, high = share_interval(something, clear)
    return Precision(real, known, noise, found[Judgement.UNCLEAR], something / clear, low, high)


def settled(said: Mapping[Judgement, int]) -> Judgement:
    """What several people say of one alert: the majority of something against nothing; a draw is unclear."""
    real, known = said.get(Judgement.REAL, 0), said.get(Judgement.KNOWN, 0)
    noise = said.get(Judgement.NOISE, 0)
    if real + known == noise:
        return Judgement.UNCLEAR
    if noise > real + known:
        return Judgement.NOISE
    return Judgement.REAL if real >= known else Judgement.KNOWN


def quarter_of(day: str) -> str:
    """The quarter of an ISO date: "2026-02-20" lies in "2026-Q1"."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def share_interval(chosen: int, n: int) -> tuple[float, float]:
    """The exact 95 % interval of a share (Clopper and Pearson 1934): never narrower than it claims, however few.

    >>> [round(end, 3) for end in share_interval(3, 10)]
    [0.067, 0.652]
    """
    low = 0.0 if chosen == 0 else _crossing(lambda share: _at_least(chosen, n, share) < _TAIL)
    high = 1.0 if chosen == n else _crossing(lambda share: 1.0 - _at_least(chosen + 1, n, share) > _TAIL)
    return low, high


def _crossing(is_below: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _at_least(chosen: int, n: int, share: float) -> float:
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(chosen, n + 1))
