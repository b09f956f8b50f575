"""The names of the people of the organisation, for pages that say who did something."""

from __future__ import annotations

from store.accounts import list_accounts
from web.organisation import here
from web.stores import stores

GONE = "somebody whose account is no longer here"


def name_of(account_id: str) -> str:
    """How a person is called here."""
    return names().get(account_id, GONE)


def names() -> dict[str, str]:
    """Every account's name by its id."""
    return {account.id: account.name for account in list_accounts(stores().accounts, here().organisation)}
