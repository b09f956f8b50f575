"""How probes stand to one another: the same tried elsewhere, another way in, pulling apart, or in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """How a probe stands to some others."""

    relation: Relation
    others: tuple[Probe, ...]

    @property
    def words(self) -> str:
        """What it means, in one sentence."""
        return _WORDS[self.relation].format(others=_listed([f"“{other.title}”" for other in self.others]))


_WORDS = {
    Relation.CONTRADICTORY: (
        "Pulls against {others}: the same stories are wished to become more and fewer. Whichever works, the other one "
        "reads as harm."
    ),
    Relation.IN_COMPARISON: "Compared with groups of {others}: whatever that changes there is taken off this reading.",
    Relation.OBLIQUE: "Shares its groups with {others}: what that changes is counted here too.",
    Relation.PARALLEL: "Hopes for the same elsewhere as {others}: if both move, that says more than one.",
}


def relations(probe: Probe, others: Sequence[Probe], framework: Framework) -> tuple[Related, ...]:
    """How a probe stands to others of its collection that have not ended and share some of its time."""
    met = [other for other in others if other.id != probe.id and _may_meet(probe, other)]
    return _gathered((other, relation) for other in met for relation in _relations(probe, other, framework))


def disturbing(probe: Probe, others: Sequence[Probe]) -> tuple[Related, ...]:
    """The probes that ran while this one did, in its groups or in those it is compared with."""
    found = []
    for other in others:
        if other.id == probe.id or other.collection != probe.collection or other.state is ProbeState.PLANNED:
            continue
        if not _overlap_in_time(probe, other):
            continue
        if set(probe.groups) & set(other.groups):
            found.append((other, Relation.OBLIQUE))
        elif _is_in_comparison(probe, other):
            found.append((other, Relation.IN_COMPARISON))
    return _gathered(found)


def _gathered(pairs: Iterable[tuple[Probe, Relation]]) -> tuple[Related, ...]:
    """One entry a relation, the gravest first."""
    by_relation: dict[Relation, list[Probe]] = {relation: [] for relation in Relation}
    for other, relation in pairs:
        by_relation[relation].append(other)
    return tuple(Related(relation, tuple(found)) for relation, found in by_relation.items() if found)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


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
