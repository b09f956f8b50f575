"""Whether the words changed beside an alert, as staff may see it."""

from __future__ import annotations

from dataclasses import replace

from narratives.collection import Collection, Policy
from store.database import Database
from store.text_drifts import Answer, Moved, TextDrift, get_text_drift

__all__ = ["Answer", "Moved", "TextDrift", "released_text_drift"]


def released_text_drift(db: Database, collection: Collection, alert_id: str) -> TextDrift | None:
    """What is known of the words beside an alert, None before the worker looked at them.

    Nothing of fewer than k stories a side, and in a protected collection numbers in whole k.
    """
    kept = get_text_drift(db, alert_id)
    if kept is None:
        return None
    drift, is_open = kept.drift, collection.policy is Policy.OPEN
    k, whole = collection.k, 1 if is_open else collection.k
    if min(drift.stories) < k:
        few = (drift.stories[0] // k * k, drift.stories[1] // k * k)
        return TextDrift(Answer.TOO_FEW, drift.weeks, few, look=drift.look)
    rounded = (drift.stories[0] // whole * whole, drift.stories[1] // whole * whole)
    return replace(drift, stories=rounded, left_out=drift.left_out if is_open else 0)
