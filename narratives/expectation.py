"""What somebody expects before they look: ten dots over the seven parts of a triangle, and what was found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from narratives.errors import FieldError
from narratives.form_fields import Fields, first
from narratives.triangle import ZONES

DOTS = 10
_LEAST_FOR_TREND, _MOST_OF_TREND = 4, 5
# Two means of so few that lie nearer than this say nothing; a dot put one part further on moves a score by as much.
_ABOUT = 0.02

Zones = Mapping[str, float]  # a share for each zone


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one account expected of a triad's stories; `query` is the address of the selection.

    `found` is empty, and `n` and `surprise` 0, while too few stories are told to compare with. `surprise` is in bits,
    from 0 (exactly so) to 1 (nothing was where it was expected).
    """

    id: str
    collection: str
    account: str
    signifier: str
    query: str
    expected: Zones
    made_at: datetime
    found: Zones
    n: int = 0
    surprise: float = 0.0

    @property
    def is_waiting(self) -> bool:
        """Whether it was not compared with anything yet."""
        return not self.found

    @property
    def furthest(self) -> str:
        """The zone where what was found lies furthest from what was expected."""
        return max(ZONES, key=lambda zone: abs(self.found[zone] - self.expected[zone]))

    @property
    def unexpected(self) -> str:
        """The zone that holds the most beyond what was expected: the stories that nobody thought of."""
        return max(ZONES, key=lambda zone: self.found[zone] - self.expected[zone])


@dataclass(frozen=True, slots=True)
class Trend:
    """How surprising the first and the last `size` expectations were, on average; `change` is -1 for closer."""

    size: int
    first: float
    last: float

    @property
    def change(self) -> int:
        """-1 when the last were closer, 1 when they were further off, 0 when about as close."""
        apart = self.last - self.first
        return 0 if abs(apart) < _ABOUT else -1 if apart < 0 else 1


def trend_of(surprises: Sequence[float]) -> Trend | None:
    """First against last, oldest first, no expectation in both; None while there are too few to compare."""
    if len(surprises) < _LEAST_FOR_TREND:
        return None
    size = min(_MOST_OF_TREND, len(surprises) // 2)
    return Trend(size, sum(surprises[:size]) / size, sum(surprises[-size:]) / size)


def read_dots(fields: Fields) -> tuple[dict[str, int], tuple[FieldError, ...]]:
    """How many of the DOTS were put into each zone, and what is wrong: at a number, or else with their sum.

    A number that cannot be read counts as 0 and is named.
    """
    dots: dict[str, int] = {}
    errors: list[FieldError] = []
    for zone in ZONES:
        typed = first(fields, zone)
        fits = typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) <= DOTS
        dots[zone] = int(typed) if fits else 0
        if typed and not fits:
            errors.append(FieldError(zone, f"Write a whole number from 0 to {DOTS}"))
    if not errors and sum(dots.values()) != DOTS:
        errors.append(FieldError(ZONES[0], _sum_words(sum(dots.values()))))
    return dots, tuple(errors)


def _sum_words(total: int) -> str:
    if total < DOTS:
        told = "You have put down no story yet" if not total else f"These add up to {total}"
        return f"{told}. Put down {DOTS - total} more, so that there are ten"
    return f"These add up to {total}. Take {total - DOTS} away, so that there are ten"


def stepped(dots: Mapping[str, int], step: str) -> dict[str, int]:
    """The dots after a button such as `top:more` or `top:less`; as they were for any other word."""
    zone, _, way = step.partition(":")
    found = dict(dots)
    if zone in found and way in ("more", "less"):
        found[zone] = min(DOTS, max(0, found[zone] + (1 if way == "more" else -1)))
    return found


def shares_of(dots: Mapping[str, int]) -> dict[str, float]:
    """The share of the DOTS in each zone."""
    return {zone: dots[zone] / DOTS for zone in ZONES}
