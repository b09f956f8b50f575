"""What every page about a collection starts from: the blueprint, who may look, and which collection is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from store.accounts import Role
from store.collections import framework_of
from store.limits import are_stories_closed
from web.access import may
from web.explore.collections_page import collection_cards
from web.reach import seen_collection, visible_collections
from web.seen import new_sentences
from web.stores import stores

bp = Blueprint("explore", __name__)

VIEWERS = (Role.MANAGER, Role.MEMBER, Role.ADMINISTRATOR)
READERS = (Role.MANAGER, Role.MEMBER)  # an administrator keeps the system running and reads nobody's story
_PAGES = {"explore.map", "explore.temperature", "explore.themes", "explore.stories"}


def may_read(collection_id: str = "") -> bool:
    """Whether the signed-in person may read stories, and not only count them: of the collection of this address.

    A page whose address names something else, as a claim or an alert, says of which collection that is.
    """
    return may(*READERS) and not are_stories_closed(collection_id or g.get("collection_id") or "")


@bp.app_url_defaults
def stay_in_collection(endpoint: str, values: dict[str, object]) -> None:
    """Let the menu lead to the same collection's other pages."""
    if endpoint in _PAGES and "collection_id" not in values and request.view_args:
        values["collection_id"] = request.view_args.get("collection_id")


def opened(collection_id: str) -> tuple[Collection, Framework]:
    collection = seen_collection(collection_id)
    return collection, framework_of(stores().stories, collection)


def choose(endpoint: str, title: str) -> ResponseReturnValue:
    """The only collection's page at once, or all collections to choose from."""
    collections = visible_collections()
    if len(collections) == 1:
        return redirect(url_for(endpoint, collection_id=collections[0].id), code=303)
    cards = collection_cards(stores().stories, collections, endpoint)
    return render_template("explore/collections.html", title=title, cards=cards)


def others(collection: Collection, endpoint: str = "") -> list[dict[str, str]]:
    """The other collections, each with the address of its page of the same kind, or of the one that is named."""
    return [
        {"title": other.title, "href": url_for(endpoint or str(request.endpoint), collection_id=other.id)}
        for other in visible_collections()
        if other.id != collection.id
    ]


def raised(collection: Collection) -> dict[str, object]:
    """The alerts that nobody has acknowledged: how many, and the newest in words."""
    new = new_sentences(collection, framework_of(stores().stories, collection), today())
    return {"n": len(new), "newest": new[0] if new else ""}


def today() -> date:
    return datetime.now(UTC).date()
