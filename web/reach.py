"""How far the signed-in person sees: whole collections, groups of some, and what is left out of every page.

The guard (web/access.py) sets `g.reach` to what the grants of the roles of the page hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from flask import Flask, current_app, g, has_request_context

from narratives.collection import Collection, ReportingGroup
from narratives.errors import NotFoundError
from narratives.roles import EVERYWHERE, NOWHERE, Reach, groups_seen, reach_of
from store.accounts import Role, Session
from store.collections import get_collection, list_collections
from store.limits import NO_GROUP
from web.sentences import joined
from web.stores import stores

View = Callable[..., object]


def reach_for(roles: Iterable[str]) -> Reach:
    """How far the signed-in person sees in some roles; nowhere for who is not signed in or has none of them."""
    session: Session | None = g.get("session")
    found = None if session is None else reach_of(session.account.grants, roles)
    return found or NOWHERE


def opens(view: View, reach: Reach, collection: str = EVERYWHERE) -> bool:
    """Whether a view opens for a reach: about one collection, or about none in particular.

    Denied unless declared (`open_to`): a view that names no collection is about the whole organisation, and one
    that names a collection is about all its groups.
    """
    if reach.is_whole or getattr(view, "within_groups", False):
        return reach.sees(collection) if collection else reach != NOWHERE
    if collection:
        return reach.sees(collection) and reach.groups_of(collection) is None
    return getattr(view, "within_collections", False) and any(
        reach.groups_of(one) is None for one in reach.collections or ()
    )


def may_open(endpoint: str, collection: str = EVERYWHERE) -> bool:
    """Whether a page is there and the signed-in person may open it: what menus and links ask."""
    view = current_app.view_functions.get(endpoint)
    return view is not None and opens(view, reach_for(getattr(view, "roles", ())), collection)


def visible_collections(reach: Reach | None = None, *, trials: bool = False) -> list[Collection]:
    """The collections that the signed-in person sees on this page, by title, each with the groups that they see.

    Staff pages list no others. A page that cannot narrow to groups leaves out those that are seen in part.
    `reach` is another one than the page's own, as for an entry of the menu. Collections in which questions are only
    tried are `trials`: somebody may be in danger there too, and nothing else of them is anywhere.
    """
    held = current_reach() if reach is None else reach
    narrows = reach is not None or g.get("within_groups", False)
    found = [one for one in list_collections(stores().stories, trials=trials) if held.sees(one.id)]
    return [narrowed(one, held) for one in found if narrows or held.groups_of(one.id) is None]


def seen_collection(collection_id: str) -> Collection:
    """One collection with the groups that the signed-in person sees. Raises NotFoundError outside of their reach."""
    if not current_reach().sees(collection_id):  # a name that no address or form told the guard, as of a sealed entry
        raise NotFoundError("collection", collection_id)
    return narrowed(get_collection(stores().stories, collection_id))


def narrowed(collection: Collection, reach: Reach | None = None) -> Collection:
    """A collection with only those of its groups that are seen; all of them for who sees it whole."""
    seen = groups_within(collection, reach)
    if seen is None:
        return collection
    return replace(collection, groups=tuple(one for one in collection.groups if one.name in seen))


def groups_within(collection: Collection, reach: Reach | None = None) -> frozenset[str] | None:
    """The groups of a collection that the signed-in person sees on this page; None for all, and what is in none."""
    return groups_held(current_reach() if reach is None else reach, collection.id)


def holds_group(reach: Reach, collection_id: str, group: str) -> bool:
    """Whether a reach holds a group of a collection; the empty group stands for the whole collection."""
    if not reach.sees(collection_id):
        return False
    seen = groups_held(reach, collection_id)
    return seen is None or group in seen


def groups_held(reach: Reach, collection_id: str) -> frozenset[str] | None:
    """The groups of a collection that a reach holds; None for all. Raises NotFoundError of one that is gone."""
    if not reach.sees(collection_id):
        return frozenset()
    granted = reach.groups_of(collection_id)
    return None if granted is None else groups_seen(granted, _declared(collection_id))


def _declared(collection_id: str) -> tuple[ReportingGroup, ...]:
    """The groups of a collection, read once a request."""
    known: dict[str, tuple[ReportingGroup, ...]] = g.setdefault("declared_groups", {})
    if collection_id not in known:
        known[collection_id] = get_collection(stores().stories, collection_id).groups
    return known[collection_id]


def current_reach() -> Reach:
    """How far the signed-in person sees on this page, as the guard found; where no page is asked for, all of it."""
    if not has_request_context():
        return Reach()
    reach: Reach = g.reach
    return reach


def sees_groups(collection: Collection, groups: Iterable[str]) -> bool:
    """Whether the signed-in person sees all of these groups; none at all stands for the whole collection."""
    seen = groups_within(collection)
    asked = frozenset(groups)
    return seen is None or (bool(asked) and asked <= seen)


def view_groups(collection: Collection, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The groups of a view: those asked for as far as they are seen, and all that are seen where none is asked for.

    Nothing stands for every group, as in a view, only for somebody who sees them all.
    """
    seen = groups_within(collection)
    if seen is None:
        return groups
    return tuple(one for one in groups if one in seen) or (tuple(sorted(seen)) if not groups else (NO_GROUP,))


def word_groups(collection: Collection, groups: tuple[str, ...]) -> tuple[str, ...]:
    """Those groups of a view in a protected collection whose words may be told apart so finely.

    Words are told of a group's parent, since their batch may have merged into it: of a group alone whose parent is
    not seen, nothing is.
    """
    seen = groups_within(collection)
    if seen is None:
        return groups
    parents = {one.name: one.parent for one in _declared(collection.id)}
    return tuple(one for one in groups if (parents.get(one) or one) in seen) or (NO_GROUP,)


def serve(app: Flask) -> None:
    """Let an application's templates ask what may be opened, and say what somebody sees."""
    app.add_template_global(may_open)
    app.add_template_global(you_see)


def you_see() -> str:
    """What somebody who sees a part of the organisation sees; empty for who sees all of it."""
    session: Session | None = g.get("session")
    reach = None if session is None else reach_of(session.account.grants, {str(one) for one in Role})
    if reach is None or reach.is_whole:
        return ""
    parts = []
    for collection in visible_collections(reach):
        groups = reach.groups_of(collection.id)
        parts.append(collection.title if groups is None else f"{joined(sorted(groups))} in {collection.title}")
    return f"You see {joined(parts)}." if parts else "You see no collection yet. Ask your administrator."
