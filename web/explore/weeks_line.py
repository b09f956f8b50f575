"""The balance of the selected stories week by week: one line, its band, and a sentence of what moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from narratives.balance import FEWEST_WEEKS, Moved, WeekMean, moved_since
from narratives.calendar import spoken
from narratives.framework import Framework
from store.release import HotWeek

WIDTH, HEIGHT = 480, 150
MOST_WEEKS = 104
MOST_ROWS = 26
_LEAST_SPAN = 0.4  # of the two that a score can span: scatter is not blown up to fill the picture
_EDGE = 8
_ERRORS = 2 * 1.96  # standard errors in the width of a 95 % interval
_LEAST_VARIANCE = 1e-4  # a week in which all said the same is known no better than this


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week in words."""

    week: str
    balance: str
    interval: str
    n: str


@dataclass(frozen=True, slots=True)
class WeeksLine:
    """The picture: `others` is the line of all open stories where these are more than the selected ones."""

    band: str
    line: str
    points: str
    gaps: str
    others: str
    since_x: float | None
    middle_y: float | None
    first: str
    last: str
    hot: str
    calm: str
    said: str
    rows: tuple[WeekRow, ...]
    is_cut: bool


def weeks_line(
    framework: Framework, selected: Sequence[HotWeek], others: Sequence[HotWeek], k: int
) -> WeeksLine | None:
    """The line of the selected stories against others; None where the framework declares nothing hot or calm."""
    if not framework.has_temperature:
        return None
    hot, calm = _ends(framework)
    weeks = selected[-MOST_WEEKS:]
    known = [week for week in weeks if week.mean is not None]
    moved = moved_since([_mean_of(week) for week in known])
    drawn = [*weeks, *(week for week in others if weeks and week.starts_on >= weeks[0].starts_on)]
    x, y = _across(weeks), _upward(drawn)
    return WeeksLine(
        band="".join(_band(run, x, y) for run in _runs(weeks)),
        line="".join(_line(run, x, y) for run in _runs(weeks)),
        points="".join(f"M{x(week)} {y(week.mean or 0)}h0" for week in known),
        gaps="".join(f"M{x(week)} {HEIGHT - 4}h0" for week in weeks if week.mean is None),
        others="".join(_line(run, x, y) for run in _runs([week for week in others if week in drawn])),
        since_x=None if moved is None else round(_x_of(weeks, moved, x), 1),
        middle_y=y(0.0) if known and 0 <= y(0.0) <= HEIGHT else None,
        first=spoken(weeks[0].starts_on) if weeks else "",
        last=spoken(weeks[-1].starts_on) if weeks else "",
        hot=hot,
        calm=calm,
        said=_said(known, moved, hot, calm, k),
        rows=tuple(_row(week, k) for week in reversed(weeks[-MOST_ROWS:])),
        is_cut=len(selected) > len(weeks),
    )


def _ends(framework: Framework) -> tuple[str, str]:
    """What hot and calm mean in these questions: the labels of the first corners and poles declared so."""
    hot, calm = [], []
    for signifier in framework.warm_signifiers:
        hot += [anchor.label for anchor in signifier.anchors if anchor.id in signifier.hot]
        calm += [anchor.label for anchor in signifier.anchors if anchor.id in signifier.cold]
    return _some(hot) or "hot", _some(calm) or "calm"


def _some(labels: Sequence[str]) -> str:
    return " or ".join(f"“{label}”" for label in labels[:2])


def _mean_of(week: HotWeek) -> WeekMean:
    width = (week.high or 0.0) - (week.low or 0.0)
    return WeekMean(week.starts_on, week.mean or 0.0, max((width / _ERRORS) ** 2, _LEAST_VARIANCE))


def _across(weeks: Sequence[HotWeek]) -> Callable[[HotWeek], float]:
    if not weeks:
        return lambda week: 0.0
    first = weeks[0].starts_on
    span = max((weeks[-1].starts_on - first).days, 7)
    return lambda week: round(_EDGE + (WIDTH - 2 * _EDGE) * (week.starts_on - first).days / span, 1)


def _upward(weeks: Sequence[HotWeek]) -> Callable[[float], float]:
    edges = [edge for week in weeks for edge in (week.low, week.high) if edge is not None]
    low, high = min(edges, default=-1.0), max(edges, default=1.0)
    wider = max(_LEAST_SPAN - (high - low), 0) / 2
    low, span = low - wider, max(high - low + 2 * wider, _LEAST_SPAN)
    return lambda value: round(_EDGE + (HEIGHT - 3 * _EDGE) * (1 - (value - low) / span), 1)


def _runs(weeks: Sequence[HotWeek]) -> list[list[HotWeek]]:
    """Stretches without a gap: a line never crosses weeks that nobody may see."""
    known = enumerate(week for week in weeks if week.mean is not None)
    runs = groupby(known, lambda one: one[1].starts_on.toordinal() - 7 * one[0])
    return [[week for _, week in run] for _, run in runs]


def _line(run: Sequence[HotWeek], x: Callable[[HotWeek], float], y: Callable[[float], float]) -> str:
    return "M" + "L".join(f"{x(week)} {y(week.mean or 0)}" for week in run)


def _band(run: Sequence[HotWeek], x: Callable[[HotWeek], float], y: Callable[[float], float]) -> str:
    there = "L".join(f"{x(week)} {y(week.high or 0)}" for week in run)
    back = "L".join(f"{x(week)} {y(week.low or 0)}" for week in reversed(run))
    return f"M{there}L{back}Z"


def _x_of(weeks: Sequence[HotWeek], moved: Moved, x: Callable[[HotWeek], float]) -> float:
    """Halfway between the first week after a change and the one before."""
    place = next(number for number, week in enumerate(weeks) if week.starts_on == moved.since)
    return (x(weeks[place]) + x(weeks[max(place - 1, 0)])) / 2


def _said(known: Sequence[HotWeek], moved: Moved | None, hot: str, calm: str, k: int) -> str:
    if len(known) < FEWEST_WEEKS:
        return f"Fewer than {FEWEST_WEEKS} weeks have {k} stories or more: too few to say whether anything moved."
    if moved is None:
        return "No change over these weeks that can be told from scatter."
    nearer = hot if moved.by > 0 else calm
    return f"Since the week of {spoken(moved.since)} the balance of these stories lies nearer {nearer} than before."


def _row(week: HotWeek, k: int) -> WeekRow:
    if week.mean is None or week.low is None or week.high is None:
        return WeekRow(spoken(week.starts_on), "–", "–", f"Fewer than {k}")
    return WeekRow(spoken(week.starts_on), f"{week.mean:+.2f}", f"{week.low:+.2f} to {week.high:+.2f}", f"{week.n:,}")
