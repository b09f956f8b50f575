"""The blueprint of claims, who may make them, and which claim an address means."""

from __future__ import annotations

from flask import Blueprint

from narratives.collection import WHOLE, Collection
from narratives.framework import Framework
from store.accounts import Role
from store.claims import Claim, get_claim
from store.collections import framework_of
from web.access import current_account, may
from web.explore.blueprint import READERS, VIEWERS
from web.reach import seen_collection
from web.stores import stores

__all__ = ["MAKERS", "VIEWERS", "bp", "held", "may_delete", "opened"]

bp = Blueprint("claims", __name__, url_prefix="/claims")

MAKERS = READERS  # whoever may read the stories says what they show


def opened(collection_id: str) -> tuple[Collection, Framework]:
    """The collection of an address with its questions. Raises NotFoundError."""
    collection = seen_collection(collection_id)
    return collection, framework_of(stores().stories, collection)


def held(claim_id: str) -> tuple[Claim, Collection, Framework]:
    """The claim of an address with its collection. Raises NotFoundError."""
    claim = get_claim(stores().stories, claim_id)
    return (claim, *opened(claim.collection))


def may_delete(claim: Claim) -> bool:
    """Whether the signed-in person made a claim, or manages its collection."""
    return claim.made_by == current_account().username or may(Role.MANAGER, collection=claim.collection, group=WHOLE)
