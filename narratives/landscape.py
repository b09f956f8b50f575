"""The shape of answers: open stories' codes and frozen sums of closed batches, added up for a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narratives.codes import BITS, FIRST_MARK, NEVER_SHOWN, NOT_APPLICABLE, SCALE
from narratives.disclosure import DYAD_BINS, GRID
from narratives.signifiers import Choice
from narratives.triangle import FINE, ZONES, Shares, cell_centroids, coarser, fine_zones


@dataclass(frozen=True, slots=True)
class Counts:
    """How a signifier was answered: placed, not applicable, not answered; `never_shown` was not even asked."""

    placed: int
    not_applicable: int
    not_answered: int
    never_shown: int = 0


@dataclass(frozen=True, slots=True)
class TriadShape:
    """Stories in each of GRID * GRID cells and in each zone, their mean, and dots where they may be shown.

    `dots` holds positions (top, left, right) of open stories; None when there are too many to draw or when
    part of the picture is closed batches only.
    """

    counts: Counts
    cells: tuple[int, ...]
    zones: Mapping[str, int]
    mean: Shares | None
    dots: tuple[Shares, ...] | None


@dataclass(frozen=True, slots=True)
class DyadShape:
    """Stories in each of DYAD_BINS equal bins from the first pole to the second, and their mean."""

    counts: Counts
    bins: tuple[int, ...]
    mean: float | None


@dataclass(frozen=True, slots=True)
class ChoiceShape:
    """How often each option was chosen, in the framework's order."""

    counts: Counts
    options: Mapping[str, int]


def triad_shape(codes: Sequence[int], frozen: Sequence[Mapping[str, Any]], most_dots: int) -> TriadShape:
    """Add up a triad: `codes` of open stories and the frozen aggregates of closed batches."""
    placed = Counter(code for code in codes if code < FIRST_MARK)
    coarse, zone_names, middles = coarser(GRID), fine_zones(), cell_centroids(FINE)
    cells = [0] * (GRID * GRID)
    zones = dict.fromkeys(ZONES, 0)
    sums = [0.0, 0.0, 0.0]
    for code, n in placed.items():
        cells[coarse[code]] += n
        zones[zone_names[code]] += n
        for axis in range(3):
            sums[axis] += n * middles[code][axis]
    for batch in frozen:
        for cell, n in batch["cells"].items():
            cells[int(cell)] += n
        for zone, n in batch["zones"].items():
            zones[zone] += n
        for axis in range(3):
            sums[axis] += batch["sums"][axis]
    counts = _counts(codes, frozen)
    n = counts.placed
    mean = (sums[0] / n, sums[1] / n, sums[2] / n) if n else None
    open_placed = sum(placed.values())
    dots = None
    if open_placed <= most_dots:
        dots = tuple(middles[code] for code in placed.elements())
    return TriadShape(counts, tuple(cells), zones, mean, dots)


def dyad_shape(codes: Sequence[int], frozen: Sequence[Mapping[str, Any]]) -> DyadShape:
    """Add up a dyad."""
    bins = [0] * DYAD_BINS
    total = 0.0
    for code in codes:
        if code < FIRST_MARK:
            bins[min(code * DYAD_BINS // SCALE, DYAD_BINS - 1)] += 1
            total += code / SCALE
    for batch in frozen:
        total += batch["sum"]
        for place, n in batch["bins"].items():
            bins[int(place)] += n
    counts = _counts(codes, frozen)
    return DyadShape(counts, tuple(bins), total / counts.placed if counts.placed else None)


def choice_shape(choice: Choice, codes: Sequence[Sequence[int]], frozen: Sequence[Mapping[str, Any]]) -> ChoiceShape:
    """Add up a choice."""
    options = {option.id: 0 for option in choice.options}
    ids = list(options)
    for words in codes:
        if words[0] >= FIRST_MARK:
            continue
        for place in _places(choice, words):
            options[ids[place]] += 1
    for batch in frozen:
        for option, n in batch["options"].items():
            options[option] += n
    return ChoiceShape(_counts([words[0] for words in codes], frozen), options)


def _places(choice: Choice, words: Sequence[int]) -> list[int]:
    if choice.max_responses == 1:
        return [words[0]]
    return [place for place in range(len(choice.options)) if words[place // BITS] >> (place % BITS) & 1]


def _counts(codes: Sequence[int], frozen: Sequence[Mapping[str, Any]]) -> Counts:
    placed = sum(code < FIRST_MARK for code in codes)
    not_applicable = sum(code == NOT_APPLICABLE for code in codes)
    never_shown = sum(code == NEVER_SHOWN for code in codes)
    return Counts(
        placed + sum(batch["n"] for batch in frozen),
        not_applicable + sum(batch["not_applicable"] for batch in frozen),
        len(codes) - placed - not_applicable - never_shown + sum(batch["not_answered"] for batch in frozen),
        # Batches that were closed before branches existed do not hold the number.
        never_shown + sum(batch.get("never_shown", 0) for batch in frozen),
    )
