"""Roles and places as a form asks for them: those that were added, and one that is being chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.roles import Grant, Role

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Choice:
    """A role and a place as they were chosen: `place` is "whole" or a collection's id."""

    role: str = ""
    place: str = ""
    groups: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen yet."""
        return not (self.role or self.place or self.groups)


def read_choice(form: MultiDict[str, str], collections: Sequence[Collection]) -> Choice:
    """What was chosen, as it was."""
    ticked = {(one.id, group) for one in collections for group in form.getlist(f"of-{one.id}")}
    return Choice(form.get("role", ""), form.get("place", ""), frozenset(ticked))


def grants_chosen(choice: Choice, collections: Sequence[Collection]) -> tuple[Grant, ...]:
    """The grants of a choice. Raises SubmissionError with every problem."""
    errors: list[FieldError] = []
    if choice.role not in set(Role):
        errors.append(FieldError("role", "Choose what they may do"))
    chosen = next((one for one in collections if one.id == choice.place), None)
    if chosen is None and choice.place != WHOLE:
        errors.append(FieldError("place", "Choose where they may do it"))
    elif stray := next((one for one in collections if one != chosen and _ticked(choice, one)), None):
        errors.append(FieldError("place", f"You ticked groups of {stray.title}. Choose {stray.title}, or untick them"))
    elif choice.role == Role.ADMINISTRATOR and chosen is not None:
        errors.append(FieldError("place", "An administrator looks after the whole organisation. Choose that"))
    if errors:
        raise SubmissionError(errors)
    role = Role(choice.role)
    if chosen is None:
        return (Grant(role),)
    return tuple(Grant(role, chosen.id, group) for group in _ticked(choice, chosen)) or (Grant(role, chosen.id),)


def with_added(held: Sequence[Grant], added: Sequence[Grant]) -> tuple[Grant, ...]:
    """Grants with more of them, without those that a wider one now holds."""
    every = {*held, *added}
    return tuple(sorted(one for one in every if not any(_holds(other, one) for other in every if other != one)))


def written(grant: Grant) -> str:
    """A grant as a form carries it."""
    return f"{grant.role.value}|{grant.collection}|{grant.group}"


def read_grant(text: str) -> Grant | None:
    """A grant that a form carried; None for anything else."""
    role, _, place = text.partition("|")
    collection, _, group = place.partition("|")
    if role not in set(Role) or (group and not collection):
        return None
    return Grant(Role(role), collection, group)


def carried_grants(form: MultiDict[str, str], collections: Sequence[Collection]) -> tuple[Grant, ...]:
    """The grants that a form carries on, of places that there are."""
    found = [grant for text in form.getlist("grant")[:100] if (grant := read_grant(text))]
    return tuple(dict.fromkeys(grant for grant in found if is_place(grant, collections)))


def is_place(grant: Grant, collections: Sequence[Collection]) -> bool:
    """Whether the collection and the group of a grant exist, and its role may be limited to them."""
    if not grant.collection:
        return True
    groups = next(({"", *_names(one)} for one in collections if one.id == grant.collection), set())
    return grant.group in groups and grant.role is not Role.ADMINISTRATOR


def _ticked(choice: Choice, collection: Collection) -> tuple[str, ...]:
    return tuple(name for name in _names(collection) if (collection.id, name) in choice.groups)


def _names(collection: Collection) -> tuple[str, ...]:
    return tuple(group.name for group in collection.groups)


def _holds(wider: Grant, grant: Grant) -> bool:
    if wider.role is not grant.role:
        return False
    return not wider.collection or (wider.collection == grant.collection and not wider.group)
