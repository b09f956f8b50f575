"""Everything new about one group together: three signals side by side, never summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratives.alert import Signal
from web.alerts.cards import SIGNALS, WHOLE_UNIT, AlertCard
from web.explore.temperature_page import GroupChart, TemperaturePage

_ORDER = {signal: place for place, signal in enumerate(SIGNALS)}


@dataclass(frozen=True, slots=True)
class Moved:
    """One group's alerts: the first stands open, the others behind it by signal; its temperature where that moved."""

    where: str
    first: AlertCard
    others: tuple[tuple[str, tuple[AlertCard, ...]], ...]
    chart: GroupChart | None
    since_x: float | None

    @property
    def cards(self) -> tuple[AlertCard, ...]:
        """Every alert of the group, in the order in which they are read."""
        return (self.first, *(card for _, cards in self.others for card in cards))


def moved(cards: Iterable[AlertCard], page: TemperaturePage | None) -> tuple[Moved, ...]:
    """Alerts put together by group, in the order in which the groups come up, with the group's temperature."""
    by_unit: dict[tuple[str, str], list[AlertCard]] = {}
    for card in cards:
        by_unit.setdefault(card.unit, []).append(card)
    return tuple(_moved(alerts, page) for alerts in by_unit.values())


def _moved(cards: list[AlertCard], page: TemperaturePage | None) -> Moved:
    first, *rest = sorted(cards, key=lambda card: (_ORDER[card.signal], card.tone.name == "change", -card.years))
    others = [(words, tuple(card for card in rest if card.signal is signal)) for signal, words in SIGNALS.items()]
    # Beside what is no temperature it would be read as one.
    drawn = page is not None and first.signal is Signal.TEMPERATURE
    return Moved(
        where=first.where,
        first=first,
        others=tuple((words, found) for words, found in others if found),
        chart=_chart(first, page) if drawn else None,
        since_x=page.scales.x(first.since_day) if page is not None and drawn else None,
    )


def _chart(card: AlertCard, page: TemperaturePage | None) -> GroupChart | None:
    scope, group = card.unit
    wanted = "" if scope == WHOLE_UNIT else group
    return next((chart for chart in (page.charts if page else ()) if chart.group == wanted), None)
