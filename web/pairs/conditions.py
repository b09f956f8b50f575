"""Under which conditions people say it, in words: team, kind of contact and quarter, each against all others."""

from __future__ import annotations

from dataclasses import dataclass

from store.release_pair_conditions import PairCondition, PairConditions
from web.interval_bar import IntervalBar, interval_bar
from web.pairs.asked import Asked
from web.pairs.report_page import part_words, points, signed

_WIDEST = 0.6  # the difference at the ends of a bar
_MOST = 6
_NAMES = {"team": "Team", "contact": "Kind of contact", "quarter": "Quarter"}
_NOTHING = (
    "Nothing that people say goes with a team, a kind of contact or a quarter beyond scatter: none of {n} comparisons."
)


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition with one thing that people say more or less of under it."""

    name: str
    value: str
    question: str
    towards: str
    difference: str
    interval: str
    n: int
    bar: IntervalBar
    is_told: bool


@dataclass(frozen=True, slots=True)
class ConditionPart:
    """What the search found; `lines` are what can be told, or the nearest where nothing can."""

    sentence: str
    lines: tuple[ConditionLine, ...]
    tried: int


def conditions_of(asked: Asked, found: PairConditions) -> ConditionPart | None:
    """The search in words; None where there is nothing to hold against anything yet."""
    if not found.compared:
        return None
    shown = found.told or found.compared
    lines = tuple(_line(asked, one) for one in shown[:_MOST])
    return ConditionPart(_sentence(found, lines), lines, len(found.compared))


def _sentence(found: PairConditions, lines: tuple[ConditionLine, ...]) -> str:
    if not found.told:
        return _NOTHING.format(n=len(found.compared))
    first, line = found.told[0].difference, lines[0]
    low, high = sorted((abs(points(first.low)), abs(points(first.high))))
    how = "further" if first.mean > 0 else "less far"
    return (
        f"{line.name} “{line.value}”: people place meetings {how} towards “{line.towards}” than elsewhere, by "
        f"{abs(points(first.mean))} points ({low} to {high})."
    )


def _line(asked: Asked, one: PairCondition) -> ConditionLine:
    question = next(each for each in asked.questions if each.signifier == one.signifier)
    return ConditionLine(
        name=_NAMES[one.kind],
        value=part_words(_NAMES[one.kind], one.value),
        question=question.title,
        towards=question.poles[one.pole],
        difference=signed(points(one.difference.mean)),
        interval=f"{signed(points(one.difference.low))} to {signed(points(one.difference.high))}",
        n=one.n,
        bar=interval_bar(one.difference.mean, one.difference.low, one.difference.high, _WIDEST),
        is_told=one.difference.apart,
    )
