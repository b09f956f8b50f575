"""What marks a pattern: the answers that its stories give more or less often than all others do, and its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from models.discoveries import LEVEL
from models.standing_out import StandingOut, standing_out
from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS, STONE_GRID
from narratives.signifiers import Anchor, Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import ZONES, cell_centroids, zone_of

Integers = npt.NDArray[np.int64]
_NAMING = 0.15  # more than so much above the rest, in shares: less is no name for a pattern
_IN_A_NAME = 2
_THIRDS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer of a pattern's stories beside that of all others: shares, how far apart, the 95 % interval.

    `words` say the answer, `title` is the question, `n` stories of the pattern answered it.
    """

    signifier: str
    title: str
    words: str
    share: float
    rest: float
    effect: float
    low: float
    high: float
    q: float
    n: int


@dataclass(frozen=True, slots=True)
class _Property:
    """An answer that can be told in a few words: the places that make it up, out of which ones."""

    signifier: Signifier
    words: str
    inside: npt.NDArray[np.bool_]
    out_of: npt.NDArray[np.bool_]


def marks_of(counted: Mapping[Signifier, Integers], least: int) -> list[list[Mark]]:
    """What marks each pattern, most telling first.

    `counted` holds for each question the stories of each pattern (patterns, places and marks) as
    `store.landscape.tallies` counts them. Answers of fewer than `least` stories are not told.
    """
    properties = [(one, table) for signifier, table in counted.items() for one in _properties(signifier, table)]
    if not properties:
        return []
    chosen = np.stack([table[:, one.inside].sum(axis=1) for one, table in properties], axis=1)
    asked = np.stack([table[:, one.out_of].sum(axis=1) for one, table in properties], axis=1)
    found = standing_out(chosen, asked)
    told = (found.q <= LEVEL) & (asked >= least) & ((chosen >= least) | (chosen == 0))
    return [
        [
            _mark(properties[place][0], found, pattern, place, int(asked[pattern, place]))
            for place in np.argsort(-np.abs(np.nan_to_num(found.effect[pattern]))).tolist()
            if told[pattern, place]
        ]
        for pattern in range(len(chosen))
    ]


def labels_of(marks: Sequence[Sequence[Mark]], ids: Sequence[int]) -> list[str]:
    """A name for each pattern, of the anchors that its stories lie at most above the others; no two are the same."""
    several = [_naming(one) for one in marks]
    found = [_joined(one[:_IN_A_NAME]) for one in several]
    return [
        f"Pattern {number}" if not label else _joined(more[: _IN_A_NAME + 1]) if found.count(label) > 1 else label
        for label, more, number in zip(found, several, ids, strict=True)
    ]


def _naming(marks: Sequence[Mark]) -> list[str]:
    """The first answer of each question that is told more often, as words for a name."""
    best: dict[str, str] = {}
    for mark in marks:
        if mark.effect >= _NAMING:
            best.setdefault(mark.signifier, mark.words)
    return list(best.values())


def _joined(words: Sequence[str]) -> str:
    if len(words) < _IN_A_NAME:
        return "".join(f"Mostly {one}" for one in words)
    return f"Mostly {', '.join(words[:-1])}, and {words[-1]}"


def _mark(one: _Property, found: StandingOut, pattern: int, place: int, n: int) -> Mark:
    def at(values: npt.NDArray[np.float64]) -> float:
        return float(values[pattern, place])

    return Mark(
        signifier=one.signifier.id,
        title=one.signifier.title,
        words=one.words,
        share=at(found.share),
        rest=at(found.rest),
        effect=at(found.effect),
        low=at(found.low),
        high=at(found.high),
        q=at(found.q),
        n=n,
    )


def _properties(signifier: Signifier, table: Integers) -> Iterator[_Property]:
    length = table.shape[1]
    placed, places = _flags(length, [length - 4]), length - 4
    match signifier:
        case Triad():
            for zone, words in zip(ZONES, _zone_words(signifier), strict=True):
                yield _Property(signifier, words, _flags(length, _cells()[zone]), placed)
        case Dyad():
            for words, bins in zip(_third_words(signifier), np.array_split(np.arange(DYAD_BINS), _THIRDS), strict=True):
                yield _Property(signifier, words, _flags(length, bins.tolist()), placed)
        case Choice():
            for place, option in enumerate(signifier.options):
                yield _Property(signifier, _quoted(option.label), _flags(length, [place]), placed)
        case Stones():
            yield from _stones(signifier, length)
    outside = [places + 1]
    yield _Property(signifier, "“this does not apply”", _flags(length, outside), _flags(length, [places, *outside]))


def _stones(stones: Stones, length: int) -> Iterator[_Property]:
    rows, columns = np.divmod(np.arange(STONE_CELLS), STONE_GRID)
    for number, stone in enumerate(stones.stones):
        cells = np.arange(number * STONE_CELLS, (number + 1) * STONE_CELLS)
        for along, anchors in ((columns, stones.x_anchors), (rows, stones.y_anchors)):
            for anchor, side in zip(anchors, (along < STONE_GRID // 2, along >= (STONE_GRID + 1) // 2), strict=True):
                words = f"{_quoted(stone.label)} at {_quoted(anchor.label)}"
                yield _Property(stones, words, _flags(length, cells[side].tolist()), _flags(length, cells.tolist()))


def _flags(length: int, places: Sequence[int]) -> npt.NDArray[np.bool_]:
    found = np.zeros(length, dtype=bool)
    found[list(places)] = True
    return found


@lru_cache(maxsize=1)
def _cells() -> dict[str, list[int]]:
    zones = [zone_of(middle) for middle in cell_centroids(GRID)]
    return {zone: [cell for cell, found in enumerate(zones) if found == zone] for zone in ZONES}


def _quoted(label: str) -> str:
    return f"“{label}”"


def _zone_words(triad: Triad) -> tuple[str, ...]:
    top, left, right = (_quoted(anchor.label) for anchor in triad.anchors)
    between = tuple(f"between {one} and {other}" for one, other in ((top, left), (top, right), (left, right)))
    return top, left, right, *between, f"in the middle of {_quoted(triad.title)}"


def _third_words(dyad: Dyad) -> tuple[str, str, str]:
    low, high = _ends(dyad.anchors)
    return low, f"halfway between {low} and {high}", high


def _ends(anchors: tuple[Anchor, Anchor]) -> tuple[str, str]:
    return _quoted(anchors[0].label), _quoted(anchors[1].label)
