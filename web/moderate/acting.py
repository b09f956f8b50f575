"""Who decides, and when: what every decision about a story is written down with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict

from web.access import current_account


class Who(TypedDict):
    """A signed-in person's username, and now."""

    actor: str
    at: datetime


def who() -> Who:
    """The signed-in person, now."""
    return {"actor": current_account().username, "at": datetime.now(UTC)}
