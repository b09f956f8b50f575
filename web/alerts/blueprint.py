"""What every page about alerts starts from: the blueprint, who may act, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint

from store.accounts import Role
from web.access import current_account

bp = Blueprint("alerts", __name__)

ACTORS = (Role.MANAGER,)


def may_act() -> bool:
    """Whether the signed-in person may do something about alerts, and not only see them."""
    return current_account().role in ACTORS


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()
