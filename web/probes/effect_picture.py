"""How the effect of one aim came to be known, day by day, in an SVG's units: an interval that narrows over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, isfinite

from narratives.calendar import spoken
from narratives.probe import Aim, AimReading, Probe, Verdict

WIDE, TALL = 400, 220
_LEFT, _TOP, _RIGHT = 58, 16, 10
_LEAST_SPAN, _ROOM = 2.0, 1.15
_APART = 24  # between the numbers at the side


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One reading in the table beside the picture."""

    day: str
    effect: str
    span: str
    here: str
    beside: str


@dataclass(frozen=True, slots=True)
class EffectPicture:
    """Paths and places; `hoped` is the band (y, height) of changes as large as the smallest worth having."""

    zero_y: float
    hoped: tuple[float, float]
    hoped_y: float
    span: str
    line: str
    end: tuple[float, float] | None
    levels: tuple[tuple[str, float], ...]
    first: str
    last: str
    today_x: float | None
    rows: tuple[EffectRow, ...]


def effect_picture(probe: Probe, aim: Aim, readings: Sequence[AimReading], today: date) -> EffectPicture | None:
    """The picture of one aim's readings, oldest first; None while none of them says anything."""
    told = [one for one in readings if one.verdict is not Verdict.FEW and isfinite(one.effect)]
    if not told:
        return None
    scale = _scale(probe, aim, told[-1])
    over = [(scale.x(one.on), scale.y(one.high)) for one in told]
    under = [(scale.x(one.on), scale.y(one.low)) for one in reversed(told)]
    middle = [(scale.x(one.on), scale.y(one.effect)) for one in told]
    worth = aim.hoped * aim.size
    edge, limit = scale.y(worth), scale.y(aim.hoped * scale.limit)
    return EffectPicture(
        zero_y=scale.y(0.0),
        hoped=(min(edge, limit), abs(edge - limit)),
        hoped_y=(edge + limit) / 2,
        span=_path([*over, *under]) + "Z" if len(told) > 1 else _whisker(over[0], under[0]),
        line=_path(middle),
        end=middle[-1],
        levels=tuple((_signed(level), scale.y(level)) for level in scale.levels(aim.size)),
        first=spoken(probe.starts_on),
        last=spoken(probe.ends_on),
        today_x=scale.x(today) if probe.starts_on < today < probe.ends_on else None,
        rows=tuple(_row(one) for one in reversed(told)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    days: int
    limit: float

    def levels(self, size: float) -> tuple[float, float, float]:
        """Zero, and as many times the smallest change worth having as leave room for their numbers."""
        apart = (TALL - 2 * _TOP) / 2 * size / self.limit
        level = size * ceil(_APART / apart)
        return level, 0.0, -level

    def x(self, day: date) -> float:
        wide = WIDE - _LEFT - _RIGHT
        return round(_LEFT + wide * min(max((day - self.first).days / self.days, 0), 1), 1)

    def y(self, value: float) -> float:
        inside = min(max(value, -self.limit), self.limit)
        return round(_TOP + (TALL - 2 * _TOP) * (1 - inside / self.limit) / 2, 1)


def _scale(probe: Probe, aim: Aim, last: AimReading) -> _Scale:
    limit = max(_LEAST_SPAN * aim.size, _ROOM * abs(last.low), _ROOM * abs(last.high))
    return _Scale(probe.starts_on, max((probe.ends_on - probe.starts_on).days, 1), limit)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _whisker(top: tuple[float, float], foot: tuple[float, float]) -> str:
    """A single reading's interval, wide enough to be seen."""
    x, half = top[0], 4
    return f"M{x - half} {top[1]}H{x + half}V{foot[1]}H{x - half}Z"


def _row(one: AimReading) -> EffectRow:
    return EffectRow(
        day=spoken(one.on),
        effect=_signed(one.effect),
        span=f"{_signed(one.low)} to {_signed(one.high)}",
        here=f"{one.n_after:,}",
        beside=f"{one.n_after_beside:,}" if one.is_compared else "none",
    )


def _signed(value: float) -> str:
    whole = round(abs(value) * 100)
    return ("+" if value > 0 else "−") + f"{whole}" if whole else "0"
