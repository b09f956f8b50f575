"""What every page about probes starts from: the blueprint, who may act, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint

from narratives.collection import Collection
from narratives.framework import Framework
from store.accounts import Role
from store.collections import framework_of, get_collection
from web.access import current_account
from web.stores import stores

bp = Blueprint("probes", __name__)

ACTORS = (Role.MANAGER,)


def may_act() -> bool:
    """Whether the signed-in person may plan probes and decide about them, and not only see them."""
    return current_account().role in ACTORS


def opened(collection_id: str) -> tuple[Collection, Framework]:
    """Raises NotFoundError if no collection has that id."""
    collection = get_collection(stores().stories, collection_id)
    return collection, framework_of(stores().stories, collection)


def today() -> date:
    return datetime.now(UTC).date()
