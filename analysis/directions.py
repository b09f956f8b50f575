"""What the engine found, in the terms of `narratives.movement`: which signifier, and which way it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.streams import StreamPlan
from models.bins import SPOTS, SPOTS_A_SIDE, ZONES
from models.findings import Finding as Alarm
from models.streams import Stream
from narratives.movement import HOT_SCORE, NOT_APPLICABLE, THEME, pocket_direction
from narratives.signifiers import Dyad, Triad
from narratives.triangle import ZONES as ZONE_NAMES
from narratives.triangle import zone_of

VOLUME, NOVELTY, POCKETS, WHO, WAY = "volume", "novelty", "pockets", "who", "way"
OTHERS = "others"  # who answers, or a way of asking, beyond those that have a place of their own
_NAMES = {"temperature": HOT_SCORE, "stratum": WHO, "mode": WAY}
_UP_OR_DOWN = {HOT_SCORE: ("hotter", "calmer"), VOLUME: ("more", "fewer"), NOT_APPLICABLE: ("more", "fewer")}


def signifier_name(name: str) -> str:
    """What a finding calls the engine's signifier."""
    return _NAMES.get(name, name)


def direction_of(plan: StreamPlan, streams: Sequence[Stream], alarm: Alarm) -> str:
    """Which way an alarm about the plan's framework went. `streams` are those of the monitor that rang."""
    name, up = signifier_name(alarm.signifier), alarm.direction == "up"
    if alarm.direction in ("wider", "narrower"):
        return alarm.direction
    if name in _UP_OR_DOWN:
        return _UP_OR_DOWN[name][0 if up else 1]
    if name == THEME:
        return f"topic:{alarm.level or 0}"
    if name == NOVELTY:
        return "new-topic"
    if name == POCKETS:
        stream = next(one for one in streams if one.name == alarm.stream)
        return _pocket(stream, alarm.level or 0, {one.name: one.levels for one in streams})
    return _answered(plan, alarm, up)


def arrival_direction(names: Sequence[str], levels: int, level: int) -> str:
    """Who answered, or the way of asking, that became more frequent: the name of the code."""
    return names[level] if level < min(levels - 1, len(names)) else OTHERS


def zone_of_spot(spot: int) -> int:
    """The zone that a spot of `models.bins.spot_bins` lies in: every zone is made of whole spots."""
    top = next(row for row in range(SPOTS_A_SIDE) if spot < SPOTS - (SPOTS_A_SIDE - row - 1) ** 2)
    left, down = divmod(spot - (SPOTS - (SPOTS_A_SIDE - top) ** 2), 2)
    share, other = ((place + (1 + down) / 3) / SPOTS_A_SIDE for place in (top, left))
    return ZONE_NAMES.index(zone_of((share, other, 1 - share - other)))


def _pocket(stream: Stream, level: int, levels: dict[str, int]) -> str:
    one, other = stream.of or ("", "")
    width = levels.get(other, ZONES)
    parts = zip((one, other), divmod(level, width), strict=True)
    return pocket_direction([(name.removesuffix(":zone"), place) for name, place in parts])


def _answered(plan: StreamPlan, alarm: Alarm, up: bool) -> str:
    signifier = next(one for one in plan.watched if one.id == alarm.signifier)
    part = alarm.stream.removeprefix(f"{signifier.id}:")
    if part == "extremes":
        return "more-extreme" if up else "more-balanced"
    match signifier:
        case Triad() if part == "zone":
            return f"zone:{alarm.level or 0}"
        case Triad() if part == "spot":
            return f"zone:{zone_of_spot(alarm.level or 0)}"
        case Triad():
            return f"{'anchor' if up else 'away'}:{part}"
        case Dyad():
            return f"anchor:{signifier.anchors[up].id}"
        case _:
            return f"option:{signifier.options[alarm.level or 0].id}"


@dataclass(frozen=True, slots=True)
class Words:
    """What one of a collection's monitors calls its alarms; `names` are the codebook's strata and modes."""

    plan: StreamPlan
    streams: tuple[Stream, ...]

    def of(self, alarm: Alarm, strata: Sequence[str], modes: Sequence[str]) -> tuple[str, str]:
        """(signifier, direction) of an alarm."""
        name = signifier_name(alarm.signifier)
        if name in (WHO, WAY):
            names = strata if name == WHO else modes
            levels = next(one.levels for one in self.streams if one.name == alarm.stream)
            return name, f"{name}:{arrival_direction(names, levels, alarm.level or 0)}"
        return name, direction_of(self.plan, self.streams, alarm)
