"""What a pass did, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of what a pass did; `busy` names the work that another worker was at."""

    indexed: int = 0
    batches: int = 0
    readings: int = 0
    days: int = 0
    stories: int = 0
    alerts: int = 0
    embedded: int = 0
    themed: int = 0
    patterned: int = 0
    busy: tuple[str, ...] = ()

    def __add__(self, other: Report) -> Report:
        return Report(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def with_busy(self, busy: tuple[str, ...]) -> Report:
        """The same with only these pieces of work left to another worker."""
        return replace(self, busy=busy)

    @property
    def did_something(self) -> bool:
        """Whether anything was stored."""
        counts = (self.indexed, self.batches, self.readings, self.days, self.alerts)
        return any((*counts, self.embedded, self.themed, self.patterned))

    def sentence(self) -> str:
        """For example "12 narratives embedded, 1 alert raised"."""
        parts = [
            _counted(self.embedded, "narrative embedded", "narratives embedded"),
            _counted(self.themed, "placed among the themes", "placed among the themes"),
            _counted(self.patterned, "placed among the patterns", "placed among the patterns"),
            _counted(self.batches, "batch closed", "batches closed"),
            _counted(self.readings, "temperature reading", "temperature readings"),
            _counted(self.stories, "story watched", "stories watched"),
            _counted(self.days, "day closed", "days closed"),
        ]
        told = [part for part in parts if part]
        return ", ".join([*told, f"{self.alerts:,} alert{'' if self.alerts == 1 else 's'} raised"])


def _counted(n: int, one: str, many: str) -> str:
    return "" if not n else f"{n:,} {one if n == 1 else many}"
