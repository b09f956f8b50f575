"""What the pages of events start from: the blueprint, who may send links round, and which event is meant."""

from __future__ import annotations

from flask import Blueprint

from narratives.collection import Collection
from narratives.event import Event
from narratives.framework import Framework
from store.accounts import Role
from store.events import get_event
from web.explore.blueprint import opened
from web.stores import stores

bp = Blueprint("events", __name__, url_prefix="/events")

INVITERS = (Role.MANAGER, Role.ADMINISTRATOR)


def held(collection_id: str) -> tuple[Event, Collection, Framework]:
    """An event with its collection as it is now. Raises NotFoundError."""
    return get_event(stores().stories, collection_id), *opened(collection_id)
