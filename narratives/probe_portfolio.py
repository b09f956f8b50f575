"""How probes stand to one another: the same tried elsewhere, another way in, pulling apart, or in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from narratives.framework import Framework
from narratives.movement import ZONE_ANCHORS
from narratives.probe import Aim, Probe, ProbeState
from narratives.signifiers import Triad
from narratives.triangle import ZONES


class Relation(StrEnum):
    """How two probes stand to one another, the gravest first."""

    CONTRADICTORY = "contradictory"
    IN_COMPARISON = "in-comparison"
    OBLIQUE = "oblique"
    PARALLEL = "parallel"


@dataclass(frozen=True, slots=True)
class Related:
    """How one probe stands to another, seen from the first."""

    probe: Probe
    other: Probe
    relation: Relation

    @property
    def words(self) -> str:
        """What it means, in one sentence about the other probe."""
        return _WORDS[self.relation].format(other=self.other.title)


_WORDS = {
    Relation.CONTRADICTORY: (
        "“{other}” wants the opposite of the same stories: whichever works, the other one reads as harm."
    ),
    Relation.IN_COMPARISON: (
        "“{other}” runs in a group that this one is compared with: what it changes there is taken off here."
    ),
    Relation.OBLIQUE: "“{other}” tries something else with the same groups: what it changes is counted here too.",
    Relation.PARALLEL: "“{other}” hopes for the same elsewhere: if both move, that is worth more than one.",
}


def relations(probe: Probe, others: Sequence[Probe], framework: Framework) -> tuple[Related, ...]:
    """How a probe stands to others of its collection that have not ended and share some of its time."""
    return tuple(
        Related(probe, other, relation)
        for other in others
        if other.id != probe.id and _may_meet(probe, other)
        for relation in _relations(probe, other, framework)
    )


def disturbing(probe: Probe, others: Sequence[Probe]) -> tuple[Related, ...]:
    """The probes that ran while this one did, in its groups or in those it is compared with."""
    found = []
    for other in others:
        if other.id == probe.id or other.collection != probe.collection or other.state is ProbeState.PLANNED:
            continue
        if not _overlap_in_time(probe, other):
            continue
        if set(probe.groups) & set(other.groups):
            found.append(Related(probe, other, Relation.OBLIQUE))
        elif _is_in_comparison(probe, other):
            found.append(Related(probe, other, Relation.IN_COMPARISON))
    return tuple(found)


def _relations(probe: Probe, other: Probe, framework: Framework) -> list[Relation]:
    found = []
    shared = bool(set(probe.groups) & set(other.groups))
    if shared and any(_pull_apart(one, two, framework) for one in probe.aims for two in other.aims):
        found.append(Relation.CONTRADICTORY)
    elif shared:
        found.append(Relation.OBLIQUE)
    if not shared and any(_is_same(one, two) for one in probe.aims for two in other.aims):
        found.append(Relation.PARALLEL)
    if not shared and _is_in_comparison(probe, other):
        found.append(Relation.IN_COMPARISON)
    return found


def _may_meet(probe: Probe, other: Probe) -> bool:
    return other.collection == probe.collection and other.is_open and _overlap_in_time(probe, other)


def _overlap_in_time(probe: Probe, other: Probe) -> bool:
    return probe.starts_on <= other.ends_on and other.starts_on <= probe.ends_on


def _is_in_comparison(probe: Probe, other: Probe) -> bool:
    """Whether another probe runs in a group that this one is compared with; with none named those are all others."""
    return any(group in probe.beside for group in other.groups) if probe.beside else True


def _is_same(one: Aim, two: Aim) -> bool:
    return (one.signifier, one.region, one.grows) == (two.signifier, two.region, two.grows)


def _pull_apart(one: Aim, two: Aim, framework: Framework) -> bool:
    """Whether the same region is wished to grow and to shrink; a corner and its zone count as one region."""
    if one.signifier != two.signifier or one.grows == two.grows:
        return False
    corner = _corner(one, framework)
    return one.region == two.region or (corner != "" and corner == _corner(two, framework))


def _corner(aim: Aim, framework: Framework) -> str:
    """The anchor that a region is about; empty for an edge, the middle, an option and the hot score."""
    kind, _, target = aim.region.partition(":")
    if kind == "anchor":
        return target
    triad = next((one for one in framework.triads if one.id == aim.signifier), None)
    if kind != "zone" or triad is None or not target.isdecimal() or int(target) >= len(ZONES):
        return ""
    return _zone_corner(triad, int(target))


def _zone_corner(triad: Triad, level: int) -> str:
    places = ZONE_ANCHORS[level]
    return triad.anchors[places[0]].id if len(places) == 1 else ""
