"""Temperature: one small chart a group, most changed first, with the numbers in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from narratives.calendar import spoken
from narratives.collection import WHOLE, Collection, Policy
from narratives.temperature import Reading
from web.explore.temperature_remarks import RemarkPanel

WIDTH, HEIGHT = 360, 150
USUAL = 50.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 12, 8, 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the newest reading says; `tone` is hot, calm, usual or none."""

    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One period of one group as the table says it."""

    period: str
    value: str
    interval: str
    usual: str
    n: str


@dataclass(frozen=True, slots=True)
class GroupChart:
    """One group's temperature over time, in the SVG's units; `when` says which period the value is of."""

    name: str
    group: str
    verdict: Verdict
    value: str
    when: str
    interval: str
    usual: str
    n: str
    remark: RemarkPanel | None
    band: str
    spread: str
    line: str
    points: str
    gaps: str
    end: tuple[float, float] | None
    rows: tuple[ReadingRow, ...]
    changed: float


class Scales:
    """Days across and temperature upward, the same for every group so that charts can be compared."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.first = min(reading.starts_on for reading in readings)
        self.last = max(reading.ends_on for reading in readings)
        edges = [value for r in readings for value in (r.usual_low, r.usual_high, r.value) if value is not None]
        reach = [value for r in readings for value in (r.low, r.high) if value is not None]
        # A very wide interval of one period would flatten everybody's line: it is drawn up to 20 points beyond.
        self.low = max(0.0, min(40.0, *edges) - 20, min([40.0, *edges, *reach]) - 3)
        self.high = min(100.0, max(60.0, *edges) + 20, max([60.0, *edges, *reach]) + 3)

    def x(self, day: date) -> float:
        """Where a day lies; the first or last day of the chart for one outside it."""
        day = min(max(day, self.first), self.last)
        span = max((self.last - self.first).days, 1)
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - self.first).days / span, 1)

    def y(self, value: float) -> float:
        """Where a temperature lies; the edge of the chart for one outside it."""
        inside = min(max(value, self.low), self.high)
        return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (self.high - inside) / (self.high - self.low), 1)

    @property
    def levels(self) -> tuple[tuple[int, float], ...]:
        """The levels to mark, as (temperature, y)."""
        apart = 10 if self.high - self.low < 50 else 20
        marked = [level for level in range(int(USUAL) % apart, 101, apart) if self.low < level < self.high]
        return tuple((level, self.y(level)) for level in marked)


@dataclass(frozen=True, slots=True)
class TemperaturePage:
    """All charts of a collection on one pair of scales."""

    whole: GroupChart | None
    groups: tuple[GroupChart, ...]
    first: str
    last: str
    scales: Scales

    @property
    def charts(self) -> tuple[GroupChart, ...]:
        """Every chart, the whole collection's first."""
        return self.groups if self.whole is None else (self.whole, *self.groups)


Say = Callable[[Reading], RemarkPanel | None]


def temperature_page(
    collection: Collection, readings: Sequence[Reading], say: Say = lambda reading: None
) -> TemperaturePage | None:
    """The charts, groups farthest outside their usual range first; None before there is any reading.

    `say` gives what is said of a group's newest reading beside its value.
    """
    if not readings:
        return None
    scales = Scales(readings)
    ordered = sorted(readings, key=lambda reading: (reading.group, reading.starts_on))
    charts = [
        _chart(collection, group, list(series), scales, say)
        for group, series in groupby(ordered, lambda one: one.group)
    ]
    charts.sort(key=lambda chart: (-chart.changed, chart.name))
    return TemperaturePage(
        whole=next((chart for chart in charts if chart.group == WHOLE), None),
        groups=tuple(chart for chart in charts if chart.group != WHOLE),
        first=spoken(scales.first),
        last=spoken(scales.last),
        scales=scales,
    )


def verdict(reading: Reading) -> Verdict:
    """A reading against its group's own usual range; careful where the interval still reaches into it."""
    if reading.value is None or reading.low is None or reading.high is None:
        return Verdict("none", "Too few stories to say")
    if reading.value > reading.usual_high:
        return Verdict("hot", "Hotter than usual" if reading.low > reading.usual_high else "Perhaps hotter than usual")
    if reading.value < reading.usual_low:
        return Verdict("calm", "Calmer than usual" if reading.high < reading.usual_low else "Perhaps calmer than usual")
    return Verdict("usual", "Within its usual range")


def _chart(collection: Collection, group: str, series: list[Reading], scales: Scales, say: Say) -> GroupChart:
    at, runs = _newest(series), _runs(series)
    newest, is_running = series[at], at == len(series) - 1
    known = [reading for reading in series if reading.value is not None]
    end = (scales.x(_middle(newest)), scales.y(newest.value)) if newest.value is not None else None
    return GroupChart(
        name=group or "All groups together",
        group=group,
        verdict=verdict(newest) if is_running else _verdict_before(newest),
        value=_number(newest.value),
        when="now" if is_running else f"up to {spoken(newest.ends_on)}",
        interval=_range(newest.low, newest.high),
        usual=_range(newest.usual_low, newest.usual_high),
        n=_row(collection, newest).n,
        remark=say(newest),
        band=_ribbon([(scales.x(_middle(r)), scales.y(r.usual_low), scales.y(r.usual_high)) for r in series]),
        spread="".join(
            _ribbon([(scales.x(_middle(r)), scales.y(r.low or 0), scales.y(r.high or 0)) for r in run]) for run in runs
        ),
        line="".join("M" + "L".join(_at(scales, reading) for reading in run) for run in runs),
        points="".join(f"M{_at(scales, reading)}h0" for reading in known),
        gaps="".join(f"M{scales.x(_middle(r))} {HEIGHT - 4}h0" for r in series if r.value is None),
        end=end,
        rows=tuple(_row(collection, reading) for reading in reversed(series)),
        changed=_changed(newest),
    )


def _newest(series: Sequence[Reading]) -> int:
    """Where the reading to judge lies: the one before, while a period that has just begun has too few stories."""
    last = len(series) - 1
    return last - 1 if last and series[last].value is None and series[last - 1].value is not None else last


def _verdict_before(reading: Reading) -> Verdict:
    found = verdict(reading)
    return Verdict(found.tone, f"{found.words}, up to {spoken(reading.ends_on)}")


def _runs(series: Sequence[Reading]) -> list[list[Reading]]:
    """Stretches without a gap: a line never crosses a period that nobody may see."""
    return [list(run) for known, run in groupby(series, lambda one: one.value is not None) if known]


def _middle(reading: Reading) -> date:
    return reading.starts_on + (reading.ends_on - reading.starts_on) / 2


def _at(scales: Scales, reading: Reading) -> str:
    return f"{scales.x(_middle(reading))} {scales.y(reading.value or 0.0)}"


def _ribbon(edges: Sequence[tuple[float, float, float]]) -> str:
    """The area between two lines, given as (x, lower y, upper y)."""
    there = "L".join(f"{x} {upper}" for x, _, upper in edges)
    back = "L".join(f"{x} {lower}" for x, lower, _ in reversed(edges))
    return f"M{there}L{back}Z"


def _changed(reading: Reading) -> float:
    """How far outside its usual range a reading lies, in widths of that range; how far from its middle inside it."""
    if reading.value is None:
        return -1.0
    width = max(reading.usual_high - reading.usual_low, 1.0)
    return abs(reading.value - (reading.usual_high + reading.usual_low) / 2) / width


def _row(collection: Collection, reading: Reading) -> ReadingRow:
    known = reading.value is not None
    return ReadingRow(
        period=f"{spoken(reading.starts_on)} to {spoken(reading.ends_on)}",
        value=_number(reading.value),
        interval=_range(reading.low, reading.high),
        usual=_range(reading.usual_low, reading.usual_high),
        n=_told(collection, reading) if known else _untold(collection),
    )


def _told(collection: Collection, reading: Reading) -> str:
    """How many told; in whole k where the exact number would tell of a group that is not shown."""
    return f"{reading.n:,}" if collection.policy is Policy.OPEN else f"At least {reading.n:,}"


def _untold(collection: Collection) -> str:
    few = f"Fewer than {collection.k}"
    return few if collection.policy is Policy.OPEN else f"{few}, or withheld for the sake of those"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _range(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.0f} to {high:.0f}"
