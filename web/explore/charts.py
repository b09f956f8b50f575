"""Dyads as histograms and choices as bars, each with the rows of the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.disclosure import DYAD_BINS
from narratives.landscape import ChoiceShape, Counts, DyadShape
from narratives.signifiers import Choice, Dyad
from web.words import stone_words

_BAR = 20  # a bar's width in the SVG's units
_TALLEST = 100


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of a table with a bar: how many, and how many in a hundred."""

    label: str
    n: int
    percent: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram."""

    x: int
    height: float
    n: int


@dataclass(frozen=True, slots=True)
class DyadChart:
    """How answers spread between two poles."""

    id: str
    title: str
    low: str
    high: str
    bars: tuple[Bar, ...]
    mean_x: float | None
    counts: str
    rows: tuple[BarRow, ...]

    @property
    def has_answers(self) -> bool:
        """Whether there is anything to draw."""
        return self.mean_x is not None


@dataclass(frozen=True, slots=True)
class ChoiceChart:
    """How often each option was chosen."""

    id: str
    title: str
    counts: str
    many: bool
    rows: tuple[BarRow, ...]


def dyad_chart(dyad: Dyad, shape: DyadShape) -> DyadChart:
    """The histogram of a dyad, and its answers in five bands for the table."""
    tallest = max(max(shape.bins), 1)
    bars = tuple(Bar(place * _BAR, round(_TALLEST * n / tallest, 1), n) for place, n in enumerate(shape.bins) if n)
    low, high = (anchor.label for anchor in dyad.anchors)
    labels = tuple(stone_words(low, high).values())
    width = DYAD_BINS // len(labels)
    bands = [sum(shape.bins[start : start + width]) for start in range(0, DYAD_BINS, width)]
    return DyadChart(
        id=dyad.id,
        title=dyad.title,
        low=low,
        high=high,
        bars=bars,
        mean_x=None if shape.mean is None else round(shape.mean * DYAD_BINS * _BAR, 1),
        counts=counts_words(shape.counts),
        rows=tuple(BarRow(label, n, percent(n, shape.counts.placed)) for label, n in zip(labels, bands, strict=True)),
    )


def choice_chart(choice: Choice, shape: ChoiceShape) -> ChoiceChart:
    """The options of a choice, in the framework's order."""
    rows = tuple(
        BarRow(choice.label_of(option), n, percent(n, shape.counts.placed)) for option, n in shape.options.items()
    )
    return ChoiceChart(choice.id, choice.title, counts_words(shape.counts), choice.max_responses > 1, rows)


def percent(n: int, total: int) -> int:
    """How many in a hundred, whole; 0 of nothing."""
    return round(100 * n / total) if total else 0


def counts_words(counts: Counts) -> str:
    """How a signifier was answered, in one line."""
    parts = [f"{counts.placed:,} answered" if counts.placed else "No answers yet"]
    if counts.not_applicable:
        parts.append(f"{counts.not_applicable:,} said that it does not apply")
    if counts.not_answered:
        parts.append(f"{counts.not_answered:,} left it out")
    if counts.never_shown:
        parts.append(f"{counts.never_shown:,} were not asked")
    return " · ".join(parts)
