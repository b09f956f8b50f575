"""False alerts a year on a line: what was promised, what was measured, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log10

from narratives.promise import TOTAL, Kind, Replays

WIDTH, ROW, TOP = 320, 40, 26
_LEFT, _RIGHT = 10, 306
_TICKS = 5
NAMES = {Kind.REDEALT: "Your stories, dealt out again", Kind.RETOLD: "Your stories, told anew"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of measuring: its name, where the rate lies, and where its interval begins and ends."""

    name: str
    x: float
    low: float
    high: float
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The picture: rows from the top, then the axis at `axis`."""

    rows: tuple[Measured, ...]
    promised_x: float
    promised_words: str
    ticks: tuple[tuple[float, str], ...]
    axis: int
    height: int


def number_line(promised: float, replays: Mapping[Kind, Replays]) -> NumberLine:
    """The line for every kind of replay that was begun."""
    totals = {kind: replays[kind].rates[TOTAL] for kind in Kind if kind in replays}
    most = 1.15 * max([promised, *(rate.high for rate in totals.values())])
    step = _step(most)

    def x(value: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * min(value, most) / most, 1)

    rows = tuple(
        Measured(NAMES[kind], x(rate.a_year), x(rate.low), x(rate.high), TOP + ROW * place, f"{rate.a_year:.2f}")
        for place, (kind, rate) in enumerate(totals.items())
    )
    axis = TOP + ROW * len(rows) + 4
    ticks = tuple((x(step * n), f"{step * n:g}") for n in range(floor(most / step) + 1))
    return NumberLine(rows, x(promised), f"promised: {promised:g}", ticks, axis, axis + 20)


def _step(most: float) -> float:
    """A round distance between marks of which about five fit."""
    rough = most / _TICKS
    ten = 10 ** floor(log10(rough))
    return float(f"{next(step for step in (1, 2, 5, 10) if step * ten >= rough * 0.999) * ten:g}") or ceil(most)
