"""How a probe reads, in sentences that somebody who has never seen an interval understands."""

from __future__ import annotations

from math import isfinite

from narratives.framework import Framework
from narratives.movement import HOT_SCORE
from narratives.probe import LEAST_PEOPLE, Aim, AimReading, Probe, Verdict
from narratives.probe_regions import Region, region_of

_WHOLE = "The whole collection"


def where(probe: Probe) -> str:
    """The groups in which a probe runs."""
    named = [group for group in probe.groups if group]
    return ", ".join(named) or _WHOLE


def reading_words(probe: Probe, aim: Aim, reading: AimReading | None, framework: Framework) -> str:
    """How an aim reads, in one sentence that begins with where the probe runs."""
    region = region_of(framework, aim)
    if region is None:
        return f"{where(probe)}: the question that this aim is about is not asked any more."
    if reading is None or reading.verdict is Verdict.FEW or not isfinite(reading.effect):
        return (
            f"{where(probe)}: not enough stories yet to say anything of {_noun(region)}. It takes stories by "
            f"{LEAST_PEOPLE} different people, before and since, on each side that is compared."
        )
    beside = "than elsewhere" if reading.is_compared else "than before"
    if reading.verdict is Verdict.SCATTER:
        span = f"between {_amount(region, reading.low)} and {_amount(region, reading.high)} {beside}"
        return f"{where(probe)}: no clear change in {_noun(region)}, {span}: {reading.verdict.value}."
    up = reading.effect > 0
    low, high = (reading.low, reading.high) if up else (-reading.high, -reading.low)
    span = f"({points(low)} to {points(high)})"
    return f"{where(probe)}: {_moved(region, reading, up)} {span}: {reading.verdict.value}."


def size_words(region: Region, size: float) -> str:
    """The smallest change worth having, for instance "10 stories in every hundred"."""
    if region.is_counted:
        return f"{points(size)} stories in every hundred"
    return f"{points(size)} points of a hundred"


def points(value: float) -> str:
    """Hundredths as whole points, with the sign of a minus."""
    whole = round(abs(value) * 100)
    return f"−{whole}" if value < 0 and whole else f"{whole}"


def _noun(region: Region) -> str:
    if region.signifier == HOT_SCORE:
        return "how troubled stories are"
    return f"stories {region.words}" if region.is_counted else f"how near stories lie to {region.words}"


def _moved(region: Region, reading: AimReading, up: bool) -> str:
    size = points(abs(reading.effect))
    than = "than elsewhere" if reading.is_compared else "than before"
    if region.is_counted:
        more = f" more {than}" if reading.is_compared else ""
        return f"stories {region.words} {'rose' if up else 'fell'} by {size} in every hundred{more}"
    if region.signifier == HOT_SCORE:
        return f"stories became {size} points more {'troubled' if up else 'hopeful'} {than}"
    return f"stories lie {size} points of a hundred {'nearer to' if up else 'further from'} {region.words} {than}"


def _amount(region: Region, value: float) -> str:
    """One end of an interval in words."""
    size, up = points(abs(value)), value >= 0
    if region.is_counted:
        return f"{size} {'more' if up else 'fewer'} in every hundred"
    if region.signifier == HOT_SCORE:
        return f"{size} points more {'troubled' if up else 'hopeful'}"
    return f"{size} points {'nearer' if up else 'further'}"
