"""Dyads as histograms and choices as bars, each with the rows of the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.disclosure import DYAD_BINS
from narratives.landscape import ChoiceShape, Counts, DyadShape
from narratives.selection import MARKS
from narratives.signifiers import Choice, Dyad
from web.explore.picks import Picks
from web.words import stone_words

_BAR = 20  # a bar's width in the SVG's units
_TALLEST = 100
_TARGETS = 10  # parts of a histogram to pick by pointer: wide enough for a finger on a narrow phone
_MARK_WORDS = {"na": "Said that it does not apply", "none": "Left it out", "unseen": "Were not asked"}


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of a table with a bar: how many, and how many in a hundred of those who placed it.

    `percent` is None for those who did not place it; `href` picks the row, or lets it go when it is `picked`.
    """

    label: str
    n: int
    percent: int | None
    href: str | None = None
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A part of a histogram that can be picked by pointer, and what it holds."""

    x: int
    width: int
    label: str
    href: str
    picked: bool


@dataclass(frozen=True, slots=True)
class DyadChart:
    """How answers spread between two poles; `spread` is where the mean would lie 95 times in 100.

    `bars` and `pale` are paths: the bars, and those that are not picked while others are.
    """

    id: str
    title: str
    low: str
    high: str
    bars: str
    pale: str
    targets: tuple[Target, ...]
    outline: str
    mean_x: int | None
    spread: tuple[int, int] | None
    average: str
    counts: str
    rows: tuple[BarRow, ...]
    marks: tuple[BarRow, ...]
    picked: bool

    @property
    def has_answers(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.bars or self.pale)


@dataclass(frozen=True, slots=True)
class ChoiceChart:
    """How often each option was chosen."""

    id: str
    title: str
    counts: str
    many: bool
    rows: tuple[BarRow, ...]
    marks: tuple[BarRow, ...]
    picked: bool


def dyad_chart(dyad: Dyad, shape: DyadShape, picks: Picks) -> DyadChart:
    """The histogram of a dyad, and its answers in five bands for the table."""
    held = picks.held(dyad.id)
    pale = frozenset(range(DYAD_BINS)) - held if held else frozenset()
    low, high = (anchor.label for anchor in dyad.anchors)
    return DyadChart(
        id=dyad.id,
        title=dyad.title,
        low=low,
        high=high,
        bars=_bars_path(shape, frozenset(range(DYAD_BINS)) - pale),
        pale=_bars_path(shape, pale),
        targets=_targets(dyad, shape, picks),
        outline=_outline(held),
        mean_x=None if shape.mean is None else round(shape.mean * DYAD_BINS * _BAR),
        spread=_spread(shape),
        average=_average(shape, low, high),
        counts=counts_words(shape.counts),
        rows=_bands(dyad, shape, picks),
        marks=mark_rows(dyad.id, shape.counts, picks, f"dyad-{dyad.id}"),
        picked=bool(held),
    )


def choice_chart(choice: Choice, shape: ChoiceShape, picks: Picks) -> ChoiceChart:
    """The options of a choice, in the framework's order."""
    at = f"choice-{choice.id}"
    rows = tuple(
        bar_row(choice.label_of(option), n, shape.counts.placed, choice.id, frozenset({place}), picks, at)
        for place, (option, n) in enumerate(shape.options.items())
    )
    return ChoiceChart(
        id=choice.id,
        title=choice.title,
        counts=counts_words(shape.counts),
        many=choice.max_responses > 1,
        rows=rows,
        marks=mark_rows(choice.id, shape.counts, picks, at),
        picked=bool(picks.held(choice.id)),
    )


def bar_row(
    label: str, n: int, placed: int, signifier_id: str, places: frozenset[int], picks: Picks, at: str
) -> BarRow:
    """A row of some places; nothing to pick where nobody is."""
    picked = bool(places) and places <= picks.held(signifier_id)
    href = picks.toggled(signifier_id, places, at) if n or picked else None
    return BarRow(label, n, percent(n, placed), href, picked)


def mark_rows(signifier_id: str, counts: Counts, picks: Picks, at: str) -> tuple[BarRow, ...]:
    """Those who did not place a signifier, by why; only what happened at all."""
    held = picks.held(signifier_id)
    rows = []
    for mark, n in _marks(counts).items():
        picked = MARKS[mark] in held
        if n or picked:
            href = picks.toggled(signifier_id, frozenset({MARKS[mark]}), at)
            rows.append(BarRow(_MARK_WORDS[mark], n, None, href, picked))
    return tuple(rows)


def percent(n: int, total: int) -> int:
    """How many in a hundred, whole; 0 of nothing."""
    return round(100 * n / total) if total else 0


def counts_words(counts: Counts) -> str:
    """How a signifier was answered, in one line."""
    parts = [f"{counts.placed:,} answered" if counts.placed else "No answers yet"]
    if counts.untold:
        parts.append(f"{counts.untold:,} of them not drawn yet, as too few said the same")
    if counts.not_applicable:
        parts.append(f"{counts.not_applicable:,} said that it does not apply")
    if counts.not_answered:
        parts.append(f"{counts.not_answered:,} left it out")
    if counts.never_shown:
        parts.append(f"{counts.never_shown:,} were not asked")
    return " · ".join(parts)


def _marks(counts: Counts) -> Mapping[str, int]:
    return {"na": counts.not_applicable, "none": counts.not_answered, "unseen": counts.never_shown}


def _bands(dyad: Dyad, shape: DyadShape, picks: Picks) -> tuple[BarRow, ...]:
    labels = tuple(stone_words(*(anchor.label for anchor in dyad.anchors)).values())
    width = DYAD_BINS // len(labels)
    rows = []
    for start, label in zip(range(0, DYAD_BINS, width), labels, strict=True):
        places = frozenset(range(start, start + width))
        n = sum(shape.bins[start : start + width])
        rows.append(bar_row(label, n, shape.counts.placed, dyad.id, places, picks, f"dyad-{dyad.id}"))
    return tuple(rows)


def _targets(dyad: Dyad, shape: DyadShape, picks: Picks) -> tuple[Target, ...]:
    width, held = DYAD_BINS // _TARGETS, picks.held(dyad.id)
    found = []
    for start in range(0, DYAD_BINS, width):
        places = frozenset(range(start, start + width))
        n = sum(shape.bins[start : start + width])
        href = picks.toggled(dyad.id, places, f"dyad-{dyad.id}")
        if href and (n or places <= held):
            percents = [100 * place // DYAD_BINS for place in (start, start + width)]
            label = f"{percents[0]} to {percents[1]}% towards “{dyad.anchors[1].label}”: {n:,}"
            found.append(Target(start * _BAR, width * _BAR, label, href, places <= held))
    return tuple(found)


def _bars_path(shape: DyadShape, places: frozenset[int]) -> str:
    tallest = max(*shape.bins, 1)
    heights = ((place, round(_TALLEST * shape.bins[place] / tallest, 1)) for place in sorted(places))
    return "".join(
        f"M{place * _BAR + 1} {_TALLEST}v-{height:g}h{_BAR - 2}v{height:g}z" for place, height in heights if height
    )


def _outline(held: frozenset[int]) -> str:
    """A frame round each stretch of picked bins."""
    starts = [place for place in sorted(held) if place < DYAD_BINS and place - 1 not in held]
    ends = [place + 1 for place in sorted(held) if place < DYAD_BINS and place + 1 not in held]
    return "".join(f"M{start * _BAR} 100V-6H{end * _BAR}V100z" for start, end in zip(starts, ends, strict=True))


def _spread(shape: DyadShape) -> tuple[int, int] | None:
    """Where an interval starts, and how long it is."""
    if shape.low is None or shape.high is None:
        return None
    start, end = (round(edge * DYAD_BINS * _BAR) for edge in (shape.low, shape.high))
    return start, end - start


def _average(shape: DyadShape, low: str, high: str) -> str:
    if shape.mean is None:
        return "Too few stories for an average" if shape.counts.placed else ""
    said = f"The average lies {_percent_of(shape.mean)} in a hundred of the way from “{low}” to “{high}”"
    if shape.low is None or shape.high is None:
        return said
    return f"{said} (95% interval {_percent_of(shape.low)} to {_percent_of(shape.high)})"


def _percent_of(share: float) -> int:
    """A share in hundredths, whole."""
    return round(100 * share)
