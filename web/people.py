"""The organisation and its staff as pages name them."""

from __future__ import annotations

from collections.abc import Iterable

from narratives.collection import WHOLE
from narratives.roles import reach_of
from store.accounts import Account, Role, list_accounts
from store.organisations import get_organisation
from web.reach import holds_group
from web.stores import stores


def organisation_title() -> str:
    """What the organisation is called; its short name where it has no other."""
    slug = stores().settings.organisation
    found = get_organisation(stores().accounts, slug)
    return found.title if found else slug


def names() -> dict[str, str]:
    """People's names by username: of those who can sign in."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    return {account.username: account.name for account in accounts}


def managers(collection_id: str, *groups: str) -> dict[str, str]:
    """Those who manage all of some groups of a collection, by username, in the order of their names.

    No group, or the empty one, stands for the whole collection. An alert can be given to them, and they may answer
    for a probe.
    """
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    found = [(one.username, one.name) for one in accounts if _manages(one, collection_id, groups or (WHOLE,))]
    return dict(sorted(found, key=lambda one: one[1].casefold()))


def _manages(account: Account, collection_id: str, groups: Iterable[str]) -> bool:
    reach = reach_of(account.grants, {Role.MANAGER})
    return reach is not None and all(holds_group(reach, collection_id, group) for group in groups)
