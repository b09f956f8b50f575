"""A way by which alerts leave the platform: an e-mail address, a webhook or a feed, at once or gathered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from narratives.alert import Signal


class Medium(StrEnum):
    """By what an alert is told."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    FEED = "feed"


class Pace(StrEnum):
    """At once, or gathered into one message."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class Occasion(StrEnum):
    """What is told of an alert."""

    RAISED = "raised"
    CAME_BACK = "came-back"  # it was on its way back to usual, and moved away again
    REMINDER = "reminder"  # nobody has acknowledged it
    CLOSED = "closed"  # it went back to usual by itself


@dataclass(frozen=True, slots=True)
class Route:
    """Where alerts go: of one collection, or of all (None), and of some signals."""

    id: str
    collection: str | None
    medium: Medium
    address: str
    pace: Pace
    signals: frozenset[Signal]
    made_by: str
    stopped_because: str = ""
