"""The number by which an open page learns that something changed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from narratives.collection import Collection
from web.organisation import here
from web.reach import groups_within


def shown_serial(collection: Collection) -> Callable[[int], int]:
    """What a collection's serial is shown as: itself, to who sees the whole collection.

    It goes on with every story, wherever it was told, so that stories of other groups could be counted by it. Who
    sees some groups gets a number that changes whenever the serial does, and says no more.
    """
    if groups_within(collection) is None:
        return lambda serial: serial
    secret, about = here().secret, collection.id
    return lambda serial: int.from_bytes(hmac.digest(secret, f"serial:{about}:{serial}".encode(), hashlib.sha256)[:6])
