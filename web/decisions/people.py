"""The roll as pages ask for it: who is on it, and who looks."""

from __future__ import annotations

from narratives.charter import Constituency
from store.accounts import Account, list_accounts
from store.rolls import list_roll
from web.access import current_account
from web.stores import stores


def own_constituency() -> Constituency | None:
    """The constituency of the person who looks; None for who is not on the roll."""
    return list_roll(stores().stories).get(current_account().id)


def accounts() -> list[Account]:
    """Everybody of the organisation who can sign in, in the order of their names."""
    found = list_accounts(stores().accounts, stores().settings.organisation)
    return sorted(found, key=lambda one: one.name.casefold())
