"""Two small pictures of a pocket: in which weeks it was told, and where its stories lie on the triads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.answers import TriadAnswer
from narratives.calendar import spoken
from narratives.framework import Framework
from store.release import Story
from web.explore.triangle import dot_at

WIDE, HIGH = 30, 60  # of one week's column, and of the highest


@dataclass(frozen=True, slots=True)
class Column:
    """One week: its left edge, the height of its column, and how many stories."""

    x: int
    height: int
    n: int


@dataclass(frozen=True, slots=True)
class TimeStrip:
    """The weeks in which a pocket was told; `words` say the same."""

    columns: tuple[Column, ...]
    width: int
    first: str
    last: str
    words: str


@dataclass(frozen=True, slots=True)
class PlacedTriad:
    """A triad with one dot a story; `labels` are its corners: top, left, right."""

    title: str
    labels: tuple[str, str, str]
    dots: tuple[tuple[int, int], ...]


def time_strip(weeks: Sequence[tuple[date, int]]) -> TimeStrip | None:
    """The strip of some weeks without a gap; None for none."""
    if not weeks:
        return None
    most = max(n for _, n in weeks)
    columns = tuple(Column(WIDE * place, round(HIGH * n / most), n) for place, (_, n) in enumerate(weeks))
    first, last = spoken(weeks[0][0]), spoken(weeks[-1][0])
    told = ", ".join(str(n) for _, n in weeks)
    words = f"Stories a week, from the week of {first} to that of {last}: {told}."
    return TimeStrip(columns, WIDE * len(columns), first, last, words)


def placed_triads(framework: Framework, stories: Sequence[Story]) -> tuple[PlacedTriad, ...]:
    """The triads on which any of the stories lies."""
    found = []
    for triad in framework.triads:
        answers = (answer for story in stories for answer in story.answers if answer.signifier == triad.id)
        dots = tuple(dot_at(answer.shares) for answer in answers if isinstance(answer, TriadAnswer))
        if dots:
            top, left, right = (anchor.label for anchor in triad.anchors)
            found.append(PlacedTriad(triad.title, (top, left, right), dots))
    return tuple(found)
