"""What a comparison of two heaps of stories says, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass

SCATTER = "Not distinguishable from scatter"
SPREAD_OTHERWISE = "Clear, but the middle lies in much the same place: the stories spread otherwise"
# In standard deviations of single stories, or as Cohen's h of options (Cohen, 1988).
SMALL, LARGE = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure on both sides and the first minus the second, with its 95 % interval; `standardised` is its size."""

    first: float
    second: float
    effect: float
    low: float
    high: float
    standardised: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    @property
    def turned(self) -> Gap:
        """The same told towards the other pole."""
        return Gap(1 - self.first, 1 - self.second, -self.effect, -self.high, -self.low, self.standardised)


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of a triad: the mean share on each side, and the difference with an interval that holds for all."""

    label: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One comparison. Figures are shares from 0 to 1: a mean share or position, or the share that chose an option.

    `effect` is first minus second with its 95 % interval from `low` to `high`; `measure` says what it means that the
    first side lies there, "nearer to X". Of a triad it is the corner that moved most; `corners` has all three and
    `distance` how far the means lie apart in widths of the triangle. `standardised` is the effect in standard
    deviations of single stories (Cohen's h of an option), `delta` Cliff's delta of a dyad. `p` is for chance alone in
    this row, `q` for the whole table; `verdict` is both in words.
    """

    signifier: str
    title: str
    measure: str
    first: float
    second: float
    effect: float
    low: float
    high: float
    p: float
    q: float
    verdict: str
    is_distinguishable: bool
    n_first: int
    n_second: int
    standardised: float
    distance: float | None = None
    delta: float | None = None
    corners: tuple[Corner, ...] = ()


def verdict_words(gap: Gap, corners: tuple[Corner, ...], told: bool) -> str:
    """What to say of a row, `told` from scatter or not."""
    if not told:
        return SCATTER
    if not gap.is_sure and not any(corner.gap.is_sure for corner in corners):
        return SPREAD_OTHERWISE
    if gap.standardised < SMALL:
        return "Clear but small"
    return "Clear and large" if gap.standardised >= LARGE else "Clear"
