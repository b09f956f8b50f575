"""Findings that are held back until so many stories lie on each side that they point at nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from narratives.alert import Finding, Signal
from narratives.collection import Collection, Policy

PATIENCE_DAYS = 91  # older than a quarter is no news


@dataclass(frozen=True, slots=True)
class Pending:
    """A finding, the column of its stream (None: every story counts) and the stories there were before it."""

    finding: Finding
    found_on: date
    unit: int
    column: int | None
    n_before: int


def may_be_published(collection: Collection, pending: Pending) -> bool:
    """Whether at least k stories lie on each side.

    Fewer stories than usual, or none, can be said where stories are open anyway: it says nothing about answers.
    """
    enough_before = pending.n_before >= collection.k
    if pending.finding.direction == "fewer" and collection.policy is Policy.OPEN:
        return enough_before
    return enough_before and pending.finding.n >= collection.k


def counted_on(pending: Pending, stories: int, day: date) -> Pending:
    """The finding after one more day that brought its unit so many stories."""
    n = pending.finding.n + stories
    return replace(pending, finding=replace(pending.finding, n=n, raised_on=day))


def is_stale(pending: Pending, day: date) -> bool:
    """Whether the finding was made too long ago to be told."""
    return (day - pending.found_on).days > PATIENCE_DAYS


def pending_to_array(waiting: Sequence[Pending]) -> npt.NDArray[np.uint8]:
    """The findings as an array of bytes, for npz."""
    return np.frombuffer(json.dumps([asdict(one) for one in waiting], default=date.isoformat).encode(), np.uint8)


def pending_from_array(stored: npt.NDArray[np.uint8]) -> list[Pending]:
    """The findings that `pending_to_array` wrote."""
    found: list[dict[str, Any]] = json.loads(stored.tobytes())
    return [
        Pending(**{**one, "finding": _finding(one["finding"]), "found_on": date.fromisoformat(one["found_on"])})
        for one in found
    ]


def _finding(stored: dict[str, Any]) -> Finding:
    days = {name: date.fromisoformat(stored[name]) for name in ("raised_on", "since")}
    return Finding(**{**stored, **days, "signal": Signal(stored["signal"])})
