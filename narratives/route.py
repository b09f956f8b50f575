"""A way by which alerts leave the platform: an e-mail address, a webhook or a feed, at once or gathered."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from urllib.parse import urlsplit

from narratives.alert import Signal

DIGEST_HOUR = time(7)  # local time
MONDAY = 0


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
    OVERDUE = "overdue"  # nobody has looked in time at what may tell of danger
    TEST = "test"  # somebody wants to see that messages arrive


@dataclass(frozen=True, slots=True)
class Route:
    """Where alerts go: of one collection, or of all (None), and of some signals.

    With `safeguarding` it is also told when nobody has looked in time at what may tell of danger.

    The address of a feed is the hash of its token.
    """

    id: str
    collection: str | None
    medium: Medium
    address: str
    pace: Pace
    signals: frozenset[Signal]
    made_by: str
    stopped_because: str = ""
    safeguarding: bool = False

    @property
    def name(self) -> str:
        """What people call it. A webhook's path is left out: it may hold a password of the receiver's."""
        if self.medium is Medium.FEED:
            return "the feed"
        if self.medium is Medium.EMAIL:
            return f"the e-mail to {self.address}"
        return f"the webhook at {urlsplit(self.address).hostname}"


def due_at(pace: Pace, at: datetime, zone: tzinfo | None = None) -> datetime:
    """When something posted at a moment is told: then, or at the next digest in the zone; None is the machine's."""
    if pace is Pace.IMMEDIATE:
        return at
    local = at.astimezone(zone)
    days = 0 if pace is Pace.DAILY else (MONDAY - local.weekday()) % 7
    if days == 0 and local.time() >= DIGEST_HOUR:
        days = 1 if pace is Pace.DAILY else 7
    # The clocks may go forward or back until then, so the hour is looked up on its own day.
    return datetime.combine(local.date() + timedelta(days=days), DIGEST_HOUR, tzinfo=zone).astimezone(zone)


def message_key(alert_id: str, occasion: Occasion, number: int) -> str:
    """The idempotency key of the message that tells an occasion of an alert for the `number`th time."""
    return _short_hash(f"{alert_id}:{occasion.value}:{number}")


def digest_key(keys: Sequence[str]) -> str:
    """The idempotency key of one message that tells several: the same for the same ones."""
    return keys[0] if len(keys) == 1 else _short_hash("digest:" + ":".join(sorted(keys)))


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def webhook_key(route_id: str, secret: bytes) -> bytes:
    """The key that messages of a webhook are signed with, made from the deployment's secret."""
    return hmac.new(secret, f"webhook:{route_id}".encode(), hashlib.sha256).digest()


def webhook_secret(route_id: str, secret: bytes) -> str:
    """The same key for the receiver, in the spelling of Standard Webhooks."""
    return "whsec_" + base64.b64encode(webhook_key(route_id, secret)).decode()


def signature(signing_key: bytes, key: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` of Standard Webhooks: over the message's key, the time of sending and the body."""
    digest = hmac.new(signing_key, f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def feed_token(form_key: str, secret: bytes) -> str:
    """The token of the feed that a form makes: 128 bits, and the same when the form is sent again."""
    digest = hmac.new(secret, f"feed:{form_key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def token_hash(token: str) -> str:
    """What is kept of a feed's token."""
    return hashlib.sha256(f"feed-token:{token}".encode()).hexdigest()
