"""What the pages of workshops start from: the blueprint, who may open them, and which workshop is meant."""

from __future__ import annotations

from flask import Blueprint

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.workshop import Workshop
from store.workshops import get_workshop
from web.explore.blueprint import READERS, opened
from web.stores import stores

bp = Blueprint("workshops", __name__, url_prefix="/workshops")

# Story cards are part of a pack, so that whoever plans a workshop is somebody who may read stories.
PLANNERS = READERS


def held(collection_id: str, workshop_id: str) -> tuple[Workshop, Collection, Framework]:
    """A workshop with its collection. Raises NotFoundError, as for one of another collection."""
    workshop = get_workshop(stores().stories, workshop_id)
    if workshop.collection != collection_id:
        raise NotFoundError("workshop", workshop_id)
    return workshop, *opened(collection_id)
