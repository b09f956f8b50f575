"""Every group's readings over one row of periods, and the two moments that a page compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from narratives.calendar import spoken
from narratives.collection import WHOLE, Collection
from narratives.temperature import Reading
from web.explore.places.heat_steps import UNTOLD, Mark, mark_of

_A_MONTH = 28
_RECENT = 4


@dataclass(frozen=True, slots=True)
class Period:
    """A period of readings: the first day names it in an address."""

    place: int
    starts_on: date
    ends_on: date

    @property
    def at(self) -> str:
        """How an address names it."""
        return self.starts_on.isoformat()

    @property
    def words(self) -> str:
        """How people say it."""
        if self.ends_on - self.starts_on == timedelta(days=6):
            return f"week of {spoken(self.starts_on)}"
        first = spoken(self.starts_on)
        if self.starts_on.year == self.ends_on.year:
            first = first.removesuffix(f" {self.starts_on.year}")
        return f"{first} to {spoken(self.ends_on)}"


@dataclass(frozen=True, slots=True)
class Series:
    """All readings of a collection; `places` are the groups that no other lies in, `units` those others lie in."""

    periods: tuple[Period, ...]
    places: tuple[str, ...]
    units: tuple[str, ...]
    readings: Mapping[tuple[str, int], Reading]
    marks: Mapping[str, tuple[Mark, ...]]

    def mark(self, group: str, period: Period | None) -> Mark:
        """A group's reading of a period as it is drawn."""
        return UNTOLD if period is None else self.marks[group][period.place]

    def reading(self, group: str, period: Period | None) -> Reading | None:
        """A group's reading in a period; None where it has no value."""
        found = None if period is None else self.readings.get((group, period.place))
        return None if found is None or found.value is None else found

    def period_at(self, text: str) -> Period | None:
        """The period that a day lies in, or the nearest one; None where nothing readable is named."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        begun = [period for period in self.periods if period.starts_on <= day]
        return begun[-1] if begun else self.periods[0]

    @property
    def newest(self) -> Period:
        """The last period with about as many groups to show as those before it: the newest may just have begun."""
        known = [sum(self.mark(group, period) != UNTOLD for group in self.places) for period in self.periods]
        usual = max(known[-_RECENT:])
        found = [period for period, n in zip(self.periods, known, strict=True) if n and n * 2 >= usual]
        return found[-1] if found else self.periods[-1]

    def before(self, period: Period) -> Period | None:
        """The period that one is compared with where nobody says: a month earlier, or the one before if longer."""
        days = (period.ends_on - period.starts_on).days + 1
        place = max(period.place - max(_A_MONTH // days, 1), 0)
        return self.periods[place] if place < period.place else None

    def since(self, group: str, period: Period) -> Period:
        """The first period of the run, up to this one, in which a group's tone was the same."""
        marks, first = self.marks[group], period.place
        while first and marks[first - 1].tone == marks[period.place].tone:
            first -= 1
        return self.periods[first]


def series_of(collection: Collection, readings: Sequence[Reading]) -> Series | None:
    """The readings by group and period; None before there is any."""
    spans = sorted({(reading.starts_on, reading.ends_on) for reading in readings})
    if not spans:
        return None
    units = sorted({group.parent for group in collection.groups if group.parent})
    named = {group.name for group in collection.groups} | {reading.group for reading in readings}
    places = tuple(sorted(named - {WHOLE} - set(units)))
    at = {span: place for place, span in enumerate(spans)}
    found = {(one.group, at[one.starts_on, one.ends_on]): one for one in readings}
    return Series(
        periods=tuple(Period(place, starts, ends) for place, (starts, ends) in enumerate(spans)),
        places=places,
        units=(*units, WHOLE),
        readings=found,
        marks={
            group: tuple(mark_of(found.get((group, place))) for place in range(len(spans)))
            for group in (*places, *units, WHOLE)
        },
    )
