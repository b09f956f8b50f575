"""What somebody may do, and where: roles are given in the organisation, in one collection or in groups of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from narratives.collection import WHOLE, ReportingGroup

EVERYWHERE = ""


class Role(StrEnum):
    """What somebody may do; docs/who-sees-what.md has the table."""

    MANAGER = "manager"
    PRACTITIONER = "practitioner"
    MODERATOR = "moderator"
    SAFEGUARDING = "safeguarding"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role with the place that it is given in; empty means all collections, or all groups of the collection."""

    role: Role
    collection: str = EVERYWHERE
    group: str = EVERYWHERE

    def __post_init__(self) -> None:
        if self.group and not self.collection:
            raise ValueError("a role in a group needs the collection that the group is of")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody sees: None in place of collections means all of them, and of groups all of a collection's."""

    collections: frozenset[str] | None = None
    groups: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole organisation."""
        return self.collections is None

    def sees(self, collection: str) -> bool:
        """Whether it holds a collection, or at least a group of it."""
        return self.collections is None or collection in self.collections

    def groups_of(self, collection: str) -> frozenset[str] | None:
        """The groups of a collection that it is limited to; None where it holds them all."""
        return dict(self.groups).get(collection)


def reach_of(grants: Iterable[Grant], roles: Iterable[str]) -> Reach | None:
    """What all grants of these roles hold together; None when there is no such grant."""
    wanted = frozenset(roles)
    held = [grant for grant in grants if grant.role.value in wanted]
    if not held:
        return None
    if any(grant.collection == EVERYWHERE for grant in held):
        return Reach()
    whole = {grant.collection for grant in held if grant.group == EVERYWHERE}
    limited = {grant.collection for grant in held} - whole
    groups = tuple(
        (collection, frozenset(grant.group for grant in held if grant.collection == collection))
        for collection in sorted(limited)
    )
    return Reach(frozenset(whole | limited), groups)


NOWHERE = Reach(frozenset())


def groups_seen(granted: frozenset[str], declared: Iterable[ReportingGroup]) -> frozenset[str]:
    """The groups that somebody sees to whom some are granted.

    A parent holds its children. Children hold their parent when they are all there is of it: where people tell in
    the parent itself too, it has to be granted by its own name. Stories without a group are nobody's of them.
    """
    groups = tuple(declared)
    inside = {parent: {one.name for one in groups if one.parent == parent} for parent in _parents(groups)}
    names = {one.name for one in groups}
    seen = set(granted) - {WHOLE}
    while True:
        below = {name for parent, children in inside.items() if parent in seen for name in children}
        above = {parent for parent, children in inside.items() if children <= seen and parent not in names}
        if below | above <= seen:
            return frozenset(seen)
        seen |= below | above


def _parents(groups: Iterable[ReportingGroup]) -> set[str]:
    return {one.parent for one in groups if one.parent}
