"""What every page about probes starts from: the blueprint, who may act, people's names, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint

from narratives.collection import Collection
from narratives.framework import Framework
from store.accounts import Role, list_accounts
from store.collections import framework_of, get_collection
from web.access import current_account
from web.stores import stores

bp = Blueprint("probes", __name__)

ACTORS = (Role.MANAGER,)


def may_act() -> bool:
    """Whether the signed-in person may plan probes and decide about them, and not only see them."""
    return current_account().role in ACTORS


def names() -> dict[str, str]:
    """People's names by username: of those who can sign in."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    return {account.username: account.name for account in accounts}


def owners() -> dict[str, str]:
    """Those who may answer for a probe, by username, in the order of their names."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    found = [(account.username, account.name) for account in accounts if account.role in ACTORS]
    return dict(sorted(found, key=lambda one: one[1].casefold()))


def opened(collection_id: str) -> tuple[Collection, Framework]:
    """Raises NotFoundError if no collection has that id."""
    collection = get_collection(stores().stories, collection_id)
    return collection, framework_of(stores().stories, collection)


def today() -> date:
    return datetime.now(UTC).date()
