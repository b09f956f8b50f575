"""What every page about probes starts from: the blueprint, who may act, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint

from narratives.collection import WHOLE, Collection
from narratives.framework import Framework
from narratives.probe import Probe
from store.accounts import Role
from store.collections import framework_of
from web.access import may
from web.people import managers
from web.reach import seen_collection
from web.stores import stores

bp = Blueprint("probes", __name__)

ACTORS = (Role.MANAGER,)


def may_act() -> bool:
    """Whether the signed-in person may plan probes and decide about them, and not only see them."""
    return may(*ACTORS)


def may_act_on(probe: Probe) -> bool:
    """Whether they may about this one: somebody may manage one group and only read about the others."""
    groups = set(probe.groups) or {WHOLE}
    return all(may(*ACTORS, collection=probe.collection, group=group) for group in groups)


def owners_of(probe: Probe) -> dict[str, str]:
    """Who may answer for a probe: by username, in the order of their names."""
    return managers(probe.collection, *probe.groups)


def opened(collection_id: str) -> tuple[Collection, Framework]:
    """Raises NotFoundError if no collection has that id."""
    collection = seen_collection(collection_id)
    return collection, framework_of(stores().stories, collection)


def today() -> date:
    return datetime.now(UTC).date()
