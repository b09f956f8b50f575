"""The time for signing in, in one place so that tests can move it."""

from __future__ import annotations

import time


def now() -> float:
    """Seconds since 1970."""
    return time.time()
