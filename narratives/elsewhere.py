"""Whether other organisations saw the same: the same question moving the same way within about two months.

Organisations tell each other nothing of it but question, direction and month. How often that comes about by chance is
said with it, at the false alarms that each of them promised to stay below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from narratives.alert import Finding, Signal
from narratives.framework import Framework
from narratives.movement import HOT_SCORE
from narratives.signifiers import Choice, Dyad, Triad

DAYS = 60
LEAST_MEMBERS = 3  # oneself among them: of one other, "none" or "one" would tell what it saw
_YEAR, _MONTH = 365.25, 30.4375
# Directions in the framework's own terms. Themes are numbered by each organisation for itself, and how stories arrive
# is about each one's own groups and tellers: neither is told.
_KINDS = frozenset(
    {"anchor", "away", "hotter", "calmer", "wider", "narrower", "more-extreme", "more-balanced", "zone"}
    | {"option", "less"}
)
_WAYS = 2  # of each question, the fewest that it can have: there and back


@dataclass(frozen=True, slots=True)
class Sighting:
    """That stories of a member moved: which question of which framework, which way, in which month, as "2026-11"."""

    framework_id: str
    framework_version: int
    signifier: str
    direction: str
    month: str


@dataclass(frozen=True, slots=True)
class Lookout:
    """That a member would have said so of these questions, and the false alarms a year that it promised."""

    framework_id: str
    framework_version: int
    alerts_a_year: float


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many of the others saw the same, and the chance that so many or more do when nothing happened anywhere."""

    seen: int
    of: int
    chance: float

    @property
    def sentence(self) -> str:
        """The same in a sentence or two; chance is only said of what was seen."""
        who = f"{self.seen} of {self.of}" if self.seen else f"None of {self.of}"
        said = f"{who} other organisations saw the same question move the same way within about {DAYS} days."
        return f"{said} {self.by_chance}" if self.seen else said

    @property
    def by_chance(self) -> str:
        """How often so many would, at the promised rates."""
        often = f"1 in {max(round(1 / self.chance), 1):,}" if self.chance > 1e-4 else "fewer than 1 in 10,000"
        many = "so many would" if self.seen < self.of else "all of them would"
        return (
            f"If nothing had happened anywhere, {many} for about {often} alerts, "
            "at the false alarms that each promised, spread evenly over the questions."
        )


def is_comparable(finding: Finding, framework: Framework) -> bool:
    """Whether a finding says something that another organisation with the same questions could see too."""
    if finding.signal is not Signal.TEMPERATURE or finding.is_count:
        return False
    if finding.direction.partition(":")[0] not in _KINDS:
        return False
    return finding.signifier == HOT_SCORE or finding.signifier in _compared(framework)


def sighting_of(finding: Finding, framework: Framework) -> Sighting:
    """What is told of a finding to the others."""
    month = f"{finding.raised_on:%Y-%m}"
    return Sighting(framework.id, framework.version, finding.signifier, finding.direction, month)


def months_around(day: date, today: date) -> tuple[str, ...]:
    """The months whose middle lies within DAYS of a day, up to that of today, in their order."""
    found = []
    first = (day - timedelta(days=DAYS + 31)).replace(day=1)
    while first <= today:
        if abs((first + timedelta(days=14) - day).days) <= DAYS:
            found.append(f"{first:%Y-%m}")
        first = (first + timedelta(days=32)).replace(day=1)
    return tuple(found)


def elsewhere(seen: int, rates: Sequence[float], framework: Framework, months: int) -> Elsewhere | None:
    """What to say of so many of the others who look out; `rates` are their promised false alarms a year.

    None where they are too few to tell anything without telling on one of them.
    """
    if len(rates) + 1 < LEAST_MEMBERS:
        return None
    ways = _WAYS * (len(_compared(framework)) + 1)  # and how hot stories are on the whole
    years = months * _MONTH / _YEAR
    chances = [1 - exp(-rate / ways * years) for rate in rates]
    return Elsewhere(seen, len(rates), _at_least(seen, chances))


def _at_least(seen: int, chances: Sequence[float]) -> float:
    """The chance that so many or more of some independent events happen, each with a chance of its own."""
    exactly = [1.0] + [0.0] * len(chances)
    for chance in chances:
        for number in range(len(chances), 0, -1):
            exactly[number] = exactly[number] * (1 - chance) + exactly[number - 1] * chance
        exactly[0] *= 1 - chance
    return min(1.0, sum(exactly[seen:]))


def _compared(framework: Framework) -> frozenset[str]:
    """The questions about the story that organisations are compared on."""
    return frozenset(
        one.id
        for one in framework.told
        if isinstance(one, Triad | Dyad) or (isinstance(one, Choice) and one.asks_about == "story")
    )
