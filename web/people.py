"""The organisation's staff as pages name them."""

from __future__ import annotations

from store.accounts import Role, list_accounts
from web.stores import stores


def names() -> dict[str, str]:
    """People's names by username: of those who can sign in."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    return {account.username: account.name for account in accounts}


def managers() -> dict[str, str]:
    """Those whom an alert can be given to, and who may answer for a probe: by username, in the order of their names."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    found = [(account.username, account.name) for account in accounts if account.role is Role.MANAGER]
    return dict(sorted(found, key=lambda one: one[1].casefold()))
