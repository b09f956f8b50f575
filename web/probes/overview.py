"""All probes side by side: what needs a decision, what runs, what is planned, what was learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.probe import AimOutlook, AimReading, Probe, ProbeState
from narratives.probe_portfolio import Related, relations
from narratives.probe_prompts import reason_to_decide
from narratives.probe_words import reading_words, where
from web.probes.verdict import DECISIONS

_WIDE = 1000
COMPARED_ELSEWHERE = "How it reads is told to those who see all the groups that it is compared with."


@dataclass(frozen=True, slots=True)
class Line:
    """One probe of the list: how it reads, why it needs a decision, what was decided."""

    probe: Probe
    where: str
    dates: str
    owner: str
    words: str
    reason: str
    decision: str
    related: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One probe in the timeline, in thousandths of its width."""

    title: str
    where: str
    dates: str
    x: int
    wide: int
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Probes over time; `today` is where today stands, `first` and `last` the ends in words."""

    bars: tuple[Bar, ...]
    today: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class CollectionProbes:
    """The probes of one collection, each in one of four lists."""

    collection: Collection
    due: tuple[Line, ...]
    running: tuple[Line, ...]
    planned: tuple[Line, ...]
    ended: tuple[Line, ...]
    timeline: Timeline | None

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not (self.due or self.running or self.planned or self.ended)


def collection_probes(
    collection: Collection,
    framework: Framework,
    probes: Sequence[Probe],
    read: Mapping[str, Sequence[AimReading] | None],
    ahead: Mapping[str, Sequence[AimOutlook]],
    names: Mapping[str, str],
    today: date,
) -> CollectionProbes:
    """The probes of a collection; `read` are the newest readings of each, `ahead` what its past promised.

    None in place of readings: they are made of groups that are not seen.
    """
    lines: dict[str, list[Line]] = {"due": [], "running": [], "planned": [], "ended": []}
    for probe in probes:
        reason = reason_to_decide(probe, read[probe.id] or (), ahead[probe.id], today, names)
        line = _line(probe, probes, framework, read[probe.id], reason, names)
        lines["due" if reason else probe.state.value].append(line)
    lines["ended"].reverse()  # the newest first
    return CollectionProbes(
        collection=collection,
        due=tuple(lines["due"]),
        running=tuple(lines["running"]),
        planned=tuple(lines["planned"]),
        ended=tuple(lines["ended"]),
        timeline=_timeline(probes, today),
    )


def _line(
    probe: Probe,
    probes: Sequence[Probe],
    framework: Framework,
    readings: Sequence[AimReading] | None,
    reason: str,
    names: Mapping[str, str],
) -> Line:
    return Line(
        probe=probe,
        where=where(probe),
        dates=f"{spoken(probe.starts_on)} to {spoken(probe.last_day)}",
        owner=names.get(probe.owner, probe.owner),
        words=_words(probe, framework, readings),
        reason=reason,
        decision=f"{DECISIONS[probe.decision]}: {probe.decided_because}" if probe.decision else "",
        related=relations(probe, probes, framework) if probe.is_open else (),
    )


def _words(probe: Probe, framework: Framework, readings: Sequence[AimReading] | None) -> str:
    """How the first aim reads; a planned one has not been read."""
    if probe.state is ProbeState.PLANNED or not probe.aims:
        return ""
    if readings is None:
        return COMPARED_ELSEWHERE
    first = next((one for one in readings if one.place == 0), None)
    return reading_words(probe, probe.aims[0], first, framework)


def _timeline(probes: Sequence[Probe], today: date) -> Timeline | None:
    """From the earliest start to the latest end of those that have not ended, or ended after these began."""
    still = [probe for probe in probes if probe.is_open]
    if not still:
        return None
    first = min(*(probe.starts_on for probe in still), today)
    last = max(*(probe.ends_on for probe in still), today)
    days = max((last - first).days, 1)

    def x(day: date) -> int:
        return round(_WIDE * min(max((day - first).days / days, 0), 1))

    shown = [probe for probe in probes if probe.last_day >= first]
    bars = tuple(
        Bar(
            title=probe.title,
            where=where(probe),
            dates=f"{spoken(probe.starts_on)} to {spoken(probe.last_day)}",
            x=x(probe.starts_on),
            wide=max(x(probe.last_day) - x(probe.starts_on), 8),
            state=probe.state.value,
        )
        for probe in sorted(shown, key=lambda probe: (probe.starts_on, probe.ends_on))
    )
    return Timeline(bars, x(today), spoken(first), spoken(last))
