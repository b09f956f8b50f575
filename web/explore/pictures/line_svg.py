"""The hot scores of open stories week by week, as a picture that stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from math import ceil, floor

from narratives.calendar import spoken
from store.release import HotWeek
from web.explore.pictures.picture import LINE, QUIET, SMALL, WIDTH, Key, Label, Picture, Row, Shape

WEEK = "week"
TITLE = "How hot the stories are, week by week"
_TALL, _LEFT, _TOP = 380, 96, 24
_BASE = _TOP + _TALL
_WIDE = WIDTH - _LEFT - 24
_STROKE, _BAND = "#12555c", "#c9dcda"
_COLUMNS = ("kind of place", "week from", "label", "stories", "mean", "95% from", "95% to")
_NOTES = (
    "A story that lies wholly at corners and ends declared hot is +1, one that lies wholly at calm ones −1.",
    "Open stories alone, as they came in: the page Temperature also allows for who told.",
)


def line_picture(weeks: Sequence[HotWeek], k: int) -> Picture:
    """The line of a selection; a week with fewer than k stories has no value, and breaks it."""
    known = [week for week in weeks if week.mean is not None]
    scale = _Scale(weeks)
    return Picture(
        id="line",
        title=TITLE,
        kind="line",
        height=_BASE + 48,
        shapes=tuple(_shapes(weeks, scale)),
        labels=(*_levels(scale), *_ends(weeks)),
        legend=_legend(known, len(known) < len(weeks), k),
        said=_said(known),
        counts=_counts(weeks),
        rows=tuple(_row(week) for week in weeks),
        notes=_NOTES,
        columns=_COLUMNS,
        main_kind=WEEK,
    )


class _Scale:
    """Weeks across and hot scores upward; the levels are tenths or fifths."""

    def __init__(self, weeks: Sequence[HotWeek]) -> None:
        self.first = weeks[0].starts_on if weeks else None
        self.span = (weeks[-1].starts_on - weeks[0].starts_on).days if weeks else 0
        reach = [value for week in weeks for value in (week.low, week.high) if value is not None] or [-0.5, 0.5]
        self.step = 0.1 if max(reach) - min(reach) < 0.6 else 0.2
        self.low = max(-1.0, floor(min(reach) / self.step) * self.step)
        self.high = min(1.0, ceil(max(reach) / self.step + 0.01) * self.step)

    def x(self, week: HotWeek) -> float:
        days = (week.starts_on - self.first).days if self.first else 0
        return round(_LEFT + _WIDE * (days / self.span if self.span else 0.5), 1)

    def y(self, value: float) -> float:
        return round(_BASE - _TALL * (value - self.low) / (self.high - self.low), 1)

    @property
    def levels(self) -> list[float]:
        return [
            round(self.low + self.step * place, 1) for place in range(round((self.high - self.low) / self.step) + 1)
        ]


def _shapes(weeks: Sequence[HotWeek], scale: _Scale) -> list[Shape]:
    grid = "".join(f"M{_LEFT} {scale.y(level)}h{_WIDE}" for level in scale.levels)
    shapes = [Shape(grid, stroke="#e2ded3", width=2)]
    for known, run in groupby(weeks, lambda week: week.mean is not None):
        stretch = list(run)
        if known:
            shapes += _stretch(stretch, scale)
        else:
            gaps = "".join(f"M{scale.x(week)} {_BASE}h0" for week in stretch)
            shapes.append(Shape(gaps, stroke=LINE, width=10))
    return shapes


def _stretch(weeks: Sequence[HotWeek], scale: _Scale) -> list[Shape]:
    """Weeks without a gap: the interval as a band, the means as a line with a dot each."""
    upper = [f"{scale.x(week)} {scale.y(week.high or 0)}" for week in weeks]
    lower = [f"{scale.x(week)} {scale.y(week.low or 0)}" for week in reversed(weeks)]
    means = [f"{scale.x(week)} {scale.y(week.mean or 0)}" for week in weeks]
    return [
        Shape(f"M{'L'.join([*upper, *lower])}Z", fill=_BAND, stroke=_BAND, width=6),
        Shape(f"M{'L'.join(means)}", stroke=_STROKE, width=4),
        Shape("".join(f"M{at}h0" for at in means), stroke=_STROKE, width=12),
    ]


def _levels(scale: _Scale) -> list[Label]:
    return [
        Label(_LEFT - 16, scale.y(level) + 8, (_score(level),), SMALL, "end", colour=QUIET) for level in scale.levels
    ]


def _ends(weeks: Sequence[HotWeek]) -> list[Label]:
    if not weeks:
        return []
    first = Label(_LEFT, _BASE + 40, (f"week of {spoken(weeks[0].starts_on)}",), SMALL, colour=QUIET)
    last = Label(WIDTH - 24, _BASE + 40, (f"week of {spoken(weeks[-1].starts_on)}",), SMALL, "end", colour=QUIET)
    return [first] if len(weeks) == 1 else [first, last]


def _legend(known: Sequence[HotWeek], has_gaps: bool, k: int) -> tuple[Key, ...]:
    keys = []
    if known:
        keys.append(Key("mean of the week", (Shape("M2 15h32", stroke=_STROKE, width=5),)))
        keys.append(Key("where it may lie (95%)", (Shape("M2 6h32v18h-32Z", fill=_BAND),)))
    if has_gaps:
        keys.append(Key(f"fewer than {k} stories", (Shape("M18 15h0", stroke=LINE, width=12),)))
    return tuple(keys)


def _said(known: Sequence[HotWeek]) -> str:
    if not known:
        return "No week has enough stories for a mean."
    newest, hottest = known[-1], max(known, key=lambda week: week.mean or 0)
    return (
        f"Newest: {_score(newest.mean or 0)} in the week of {spoken(newest.starts_on)}. "
        f"Hottest: {_score(hottest.mean or 0)} in the week of {spoken(hottest.starts_on)}."
    )


def _counts(weeks: Sequence[HotWeek]) -> str:
    n = sum(week.n for week in weeks)
    return f"{n:,} stories with a hot score in {len(weeks):,} weeks" if n else "No story with a hot score"


def _row(week: HotWeek) -> Row:
    label = f"{spoken(week.starts_on)} to {spoken(week.starts_on + timedelta(days=6))}"
    values = tuple("" if value is None else f"{value:.3f}" for value in (week.mean, week.low, week.high))
    return Row(WEEK, week.starts_on.isoformat(), label, week.n, 0, values=values)


def _score(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−") if round(value, 1) else "0"
