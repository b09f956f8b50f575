"""What an aim is measured by on a story: whether it lies in the region, or how near it lies."""

from __future__ import annotations

from analysis.measures import Measure, share_of, shares_of
from narratives.framework import Framework
from narratives.movement import HOT_SCORE
from narratives.probe import Aim
from narratives.probe_regions import region_of
from narratives.triangle import ZONES, zone_of
from store.watching import Telling

SHARE, BALANCE = (0.0, 1.0), (-1.0, 1.0)


def bounds_of(aim: Aim) -> tuple[float, float]:
    """What the outcome of an aim lies between."""
    return BALANCE if aim.signifier == HOT_SCORE else SHARE


def outcome(framework: Framework, aim: Aim) -> Measure | None:
    """The outcome of an aim, None for a story that does not answer; None where the framework no longer asks."""
    if region_of(framework, aim) is None:
        return None
    kind, _, target = aim.region.partition(":")
    match kind:
        case "hot":
            return lambda one: one.hot
        case "option":
            return lambda one: _chosen(one, aim.signifier, target)
        case "zone":
            return lambda one: _in_zone(one, aim.signifier, ZONES[int(target)])
        case _:
            return lambda one: share_of(framework, aim.signifier, target, one.answers.get(aim.signifier) or {})


def _chosen(one: Telling, signifier: str, option: str) -> float | None:
    options = (one.answers.get(signifier) or {}).get("options")
    return float(option in options) if options else None


def _in_zone(one: Telling, signifier: str, zone: str) -> float | None:
    match shares_of(one.answers.get(signifier) or {}):
        case (top, left, right):
            return float(zone_of((top, left, right)) == zone)
        case _:
            return None
