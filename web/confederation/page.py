"""What the page about a confederation shows: questions that are shared, collections that could be, and who is in it."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.errors import NotFoundError
from narratives.framework import Framework
from store.collections import framework_of, list_collections
from store.commons_frameworks import SharedFramework, list_shared_frameworks
from store.frameworks import get_framework, list_frameworks
from store.release_shares import list_shared_collections
from store.seen_elsewhere import is_telling
from web.confederation.commons import Belonging, commons
from web.stores import stores


@dataclass(frozen=True, slots=True)
class OwnCollection:
    """A collection of this organisation that asks shared questions."""

    id: str
    title: str
    framework: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class OwnFramework:
    """A framework of this organisation that is not shared yet; `value` names it in a form."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class SharedCard:
    """A shared framework: whether this organisation has it already, and who offered it, where that may be said."""

    id: str
    version: int
    title: str
    value: str
    asks: str
    is_ours: bool
    offered: str


@dataclass(frozen=True, slots=True)
class Card:
    """A confederation on the page."""

    id: str
    title: str
    is_in: bool
    may_be_named: bool
    is_named: bool
    joined: int
    others: tuple[str, ...]
    frameworks: tuple[SharedCard, ...]
    own_frameworks: tuple[OwnFramework, ...]
    collections: tuple[OwnCollection, ...]
    is_telling: bool


def card_of(belonging: Belonging) -> Card:
    """What an administrator sees of a confederation; of one that was not joined yet, only what joining means."""
    one, own = belonging.confederation, belonging.own
    others = [each for each in belonging.joined if each.organisation != own.organisation]
    shared = list_shared_frameworks(commons(), one.id) if own.is_in else []
    return Card(
        id=one.id,
        title=one.title,
        is_in=own.is_in,
        may_be_named=own.may_be_named,
        is_named=belonging.is_named,
        joined=len(belonging.joined),
        others=tuple(sorted(each.title for each in others)) if own.is_in and belonging.is_named else (),
        frameworks=tuple(_shared_card(each, belonging) for each in shared),
        own_frameworks=tuple(_own_frameworks(shared)) if own.is_in else (),
        collections=tuple(_collections(one.id, shared)) if own.is_in else (),
        is_telling=is_telling(stores().stories, one.id),
    )


def _shared_card(shared: SharedFramework, belonging: Belonging) -> SharedCard:
    ours = _ours(shared)
    titles = {one.organisation: one.title for one in belonging.joined}
    offered = "offered by another member"
    if shared.offered_by == belonging.own.organisation:
        offered = "offered by you"
    elif not shared.offered_by:
        offered = "offered by a member that has left"
    elif belonging.is_named and shared.offered_by in titles:
        offered = f"offered by {titles[shared.offered_by]}"
    return SharedCard(
        shared.id,
        shared.version,
        shared.title,
        f"{shared.id}:{shared.version}",
        shared.prompting_question,
        ours is not None and shared.is_same(ours),
        offered,
    )


def _ours(shared: SharedFramework) -> Framework | None:
    try:
        return get_framework(stores().stories, shared.id, shared.version)
    except NotFoundError:
        return None


def _own_frameworks(shared: list[SharedFramework]) -> list[OwnFramework]:
    known = {(one.id, one.version) for one in shared}
    return [
        OwnFramework(f"{one.id}:{one.version}", f"{one.title} (version {one.version})")
        for one in list_frameworks(stores().stories)
        if (one.id, one.version) not in known
    ]


def _collections(confederation_id: str, shared: list[SharedFramework]) -> list[OwnCollection]:
    db = stores().stories
    ticked = set(list_shared_collections(db, confederation_id))
    found = []
    for one in list_collections(db):
        framework: Framework = framework_of(db, one)
        if any(each.is_same(framework) for each in shared):
            found.append(OwnCollection(one.id, one.title, framework.title, one.id in ticked))
    return found
