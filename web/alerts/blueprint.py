"""What every page about alerts starts from: the blueprint, who may act, and people's names."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint

from store.accounts import Role, list_accounts
from web.access import current_account
from web.stores import stores

bp = Blueprint("alerts", __name__)

ACTORS = (Role.MANAGER,)


def may_act() -> bool:
    """Whether the signed-in person may do something about alerts, and not only see them."""
    return current_account().role in ACTORS


def names() -> dict[str, str]:
    """People's names by username."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    return {account.username: account.name for account in accounts}


def managers() -> tuple[tuple[str, str], ...]:
    """Those whom an alert can be given to, as (username, name), by name."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    found = [(account.username, account.name) for account in accounts if account.role in ACTORS]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()
