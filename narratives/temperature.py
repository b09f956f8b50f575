"""The hot score of one story, a group's reading over a period, and what may be said of the newest one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from narratives.answers import Answer, DyadAnswer, TriadAnswer
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad


def hot_score(framework: Framework, answers: Iterable[Answer]) -> float | None:
    """Mean over the answered hot or cold signifiers of hot shares minus cold shares, in [-1, 1].

    None when none of them was answered: not applicable is left out, never centred.
    """
    by_id = {answer.signifier: answer for answer in answers}
    heats = [_heat(signifier, by_id.get(signifier.id)) for signifier in framework.warm_signifiers]
    parts = [heat for heat in heats if heat is not None]
    return sum(parts) / len(parts) if parts else None


def _heat(signifier: Triad | Dyad, answer: Answer | None) -> float | None:
    match answer:
        case TriadAnswer(_, shares, _):
            weights: tuple[float, ...] = shares
        case DyadAnswer(_, value, _):
            weights = (1.0 - value, value)
        case _:
            return None
    signs = [(anchor.id in signifier.hot) - (anchor.id in signifier.cold) for anchor in signifier.anchors]
    return sum(sign * weight for sign, weight in zip(signs, weights, strict=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """A group's temperature over a period: 50 is its usual level, 10 its usual period-to-period scatter.

    `low` and `high` bound the 95 % interval; `value` and both are None when fewer than k stories were told.
    """

    group: str
    starts_on: date
    ends_on: date
    n: int
    value: float | None
    low: float | None
    high: float | None
    usual_low: float
    usual_high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Points of temperature with the 95 % interval `low`..`high`, made of the readings from `first` on."""

    points: float
    low: float
    high: float
    first: date


@dataclass(frozen=True, slots=True)
class Part:
    """What some signifiers add to a change, in points; of several where one alone would tell of too few."""

    signifiers: tuple[str, ...]
    points: float


@dataclass(frozen=True, slots=True)
class Makeup:
    """What a period's difference from the usual is made of, in points.

    `placements` is what the same sort of people placed elsewhere, and `parts` add up to it; empty where they cannot
    be told safely. `mix` is what other people or other ways of asking add: the temperature leaves it out.
    """

    mix: float
    placements: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is known of a group's newest reading beside its value; None where it cannot be told.

    `trend` is the rise over the last periods, `year` the difference from the same weeks of a year ago, `stories` the
    ids of open ones that lie furthest from usual the way the group moved.
    """

    group: str
    starts_on: date
    trend: Difference | None
    year: Difference | None
    makeup: Makeup | None
    stories: tuple[str, ...]
