"""The commons as this request's organisation may see them: the confederations that it was asked into or has joined."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from werkzeug.exceptions import NotFound

from store.commons import Confederation, Member, confederations_of, list_members, open_commons
from store.database import SqliteDatabase
from web.organisation import here

_KEPT = "commons"


@dataclass(frozen=True, slots=True)
class Belonging:
    """A confederation as one organisation belongs to it."""

    confederation: Confederation
    own: Member
    members: tuple[Member, ...]

    @property
    def joined(self) -> tuple[Member, ...]:
        """The members that have joined."""
        return tuple(one for one in self.members if one.is_in)

    @property
    def is_named(self) -> bool:
        """Whether members see each other's titles."""
        return all(one.may_be_named for one in self.joined)


def commons() -> SqliteDatabase:
    """The commons of this deployment, opened when they are first asked for: they hold no organisation's own."""
    opened = current_app.extensions.get(_KEPT)
    if not isinstance(opened, SqliteDatabase):
        opened = current_app.extensions[_KEPT] = open_commons(here().commons_path)
    return opened


def belongings() -> list[Belonging]:
    """Every confederation that this organisation was asked into or has joined."""
    if not here().commons_path.exists():
        return []
    return [_belonging(one) for one in confederations_of(commons(), here().organisation)]


def belongs() -> bool:
    """Whether this organisation was asked into any confederation."""
    return here().commons_path.exists() and bool(confederations_of(commons(), here().organisation))


def belonging(confederation_id: str, *, has_joined: bool = True) -> Belonging:
    """One of them. Raises NotFound for any other, as for one that does not exist."""
    for one in belongings():
        if one.confederation.id == confederation_id and (one.own.is_in or not has_joined):
            return one
    raise NotFound


def _belonging(confederation: Confederation) -> Belonging:
    members = list_members(commons(), confederation.id)
    own = next((one for one in members if one.organisation == here().organisation), None)
    if own is None:  # taken out meanwhile
        raise NotFound
    return Belonging(confederation, own, tuple(members))
