"""The blueprint of what members decide, who may open it, and the clock by which votes close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, current_app

from store.accounts import Role

bp = Blueprint("decisions", __name__, url_prefix="/decisions")
ANYBODY = tuple(Role)  # whoever is on the roll votes, whatever else they may see
BEGINNERS = (Role.ADMINISTRATOR,)
CLOCK = "decisions.clock"  # of the application's extensions: tests bring their own


def now() -> datetime:
    """The time by which votes are open or closed."""
    clock: Callable[[], datetime] | None = current_app.extensions.get(CLOCK)
    return clock() if clock else datetime.now(UTC)
