"""Everything new about one group together: three signals side by side, never summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratives.alert import Signal, Tone
from narratives.alert_message import SIGNALS
from web.alerts.cards import WHOLE_UNIT
from web.alerts.lines import AlertLine
from web.explore.temperature_page import GroupChart, TemperaturePage

_ORDER = {signal: place for place, signal in enumerate(SIGNALS)}


@dataclass(frozen=True, slots=True)
class Moved:
    """One group's alerts: the first stands open, the others beside it; its temperature where that moved."""

    where: str
    first: AlertLine
    others: tuple[AlertLine, ...]
    chart: GroupChart | None
    since_x: float | None

    @property
    def lines(self) -> tuple[AlertLine, ...]:
        """Every alert of the group, in the order in which they are read."""
        return (self.first, *self.others)


def moved(lines: Iterable[AlertLine], page: TemperaturePage | None) -> tuple[Moved, ...]:
    """Alerts put together by group, in the order in which the groups come up, with the group's temperature."""
    by_unit: dict[tuple[str, str], list[AlertLine]] = {}
    for line in lines:
        by_unit.setdefault(line.unit, []).append(line)
    return tuple(_moved(found, page) for found in by_unit.values())


def _moved(lines: list[AlertLine], page: TemperaturePage | None) -> Moved:
    first, *others = sorted(lines, key=lambda line: (_ORDER[line.signal], line.tone is Tone.CHANGE, -line.years))
    # Beside what is no temperature it would be read as one.
    drawn = page if first.signal is Signal.TEMPERATURE else None
    return Moved(
        where=first.where,
        first=first,
        others=tuple(others),
        chart=chart_of(first.unit, drawn),
        since_x=drawn.scales.x(first.since_day) if drawn else None,
    )


def chart_of(unit: tuple[str, str], page: TemperaturePage | None) -> GroupChart | None:
    """The temperature of an alert's group; None before there is any."""
    scope, group = unit
    wanted = "" if scope == WHOLE_UNIT else group
    return next((chart for chart in (page.charts if page else ()) if chart.group == wanted), None)
