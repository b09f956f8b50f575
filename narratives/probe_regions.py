"""The regions of a framework's pictures that a probe may aim at, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narratives.framework import Framework
from narratives.movement import HOT_SCORE, ZONE_ANCHORS
from narratives.probe import Aim
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from narratives.triangle import ZONES

_HOT_TITLE = "The balance of trouble and relief"


@dataclass(frozen=True, slots=True)
class Region:
    """A place in the picture of one signifier. `words` follow "stories"; `title` is the question's.

    A region `is_counted` when a story lies in it or not; towards the others a story may lie nearer or further.
    """

    signifier: str
    region: str
    words: str
    title: str
    is_counted: bool

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.signifier}|{self.region}"


def regions(framework: Framework) -> tuple[Region, ...]:
    """Every region that can be aimed at, question by question: corners and ends first, then zones and options."""
    found = [region for signifier in framework.told for region in _regions(signifier)]
    if framework.has_temperature:
        found.append(Region(HOT_SCORE, "hot", "trouble", _HOT_TITLE, is_counted=False))
    return tuple(found)


def region_of(framework: Framework, aim: Aim) -> Region | None:
    """The region of an aim; None where the framework does not ask about it."""
    return next((one for one in regions(framework) if (one.signifier, one.region) == (aim.signifier, aim.region)), None)


def aim_words(region: Region, grows: bool) -> str:
    """What is hoped for, for instance "More stories right at “glad”" or "Stories further from “cross”"."""
    if region.signifier == HOT_SCORE:
        return "More troubled stories" if grows else "More hopeful stories"
    if region.is_counted:
        return f"{'More' if grows else 'Fewer'} stories {region.words}"
    return f"Stories {'nearer to' if grows else 'further from'} {region.words}"


def _regions(signifier: Signifier) -> Iterator[Region]:
    name, title = signifier.id, signifier.title
    match signifier:
        case Triad():
            yield from _nearer(signifier)
            labels = tuple(f"“{anchor.label}”" for anchor in signifier.anchors)
            for level in range(len(ZONES)):
                yield Region(name, f"zone:{level}", _zone_words(labels, level), title, is_counted=True)
        case Dyad():
            yield from _nearer(signifier)
        case Choice(asks_about="story"):
            for option in signifier.options:
                yield Region(name, f"option:{option.id}", f"about “{option.label}”", title, is_counted=True)


def _nearer(signifier: Triad | Dyad) -> Iterator[Region]:
    for anchor in signifier.anchors:
        yield Region(signifier.id, f"anchor:{anchor.id}", f"“{anchor.label}”", signifier.title, is_counted=False)


def _zone_words(labels: tuple[str, ...], level: int) -> str:
    near = [labels[place] for place in ZONE_ANCHORS[level]]
    if len(near) == 1:
        return f"right at {near[0]}"
    return f"between {near[0]} and {near[1]}" if len(near) == 2 else "in the middle, as near to each corner"
