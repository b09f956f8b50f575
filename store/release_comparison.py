"""Two views side by side: what differs, by how much, and what cannot be told from scatter.

Nothing is said where a side has fewer than k stories. Effects are of all stories of both layers; chance is judged by
dealing open stories out one by one and closed batches as wholes (models.permutation), and called by false-discovery
rate over the whole table (models.discoveries). docs/statistics.md says what each figure is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.discoveries import LEVEL, adjusted
from models.permutation import enough_batches
from narratives.collection import Collection
from narratives.comparison import ComparedRow, Corner, verdict_words
from narratives.framework import Framework
from narratives.selection import View, most_places
from store.database import Database
from store.landscape import Landscape
from store.release_compared import Found, compared
from store.release_sides import Sides

STORIES, BATCHES, BOTH = "stories", "batches", "stories and batches"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two views side by side.

    `shared` stories lie in both and count with the first alone; `unit` says what chance deals out; `left_out` stories
    are in closed batches that cannot follow the views. `lacking` is a sentence where nothing can be compared, `silent`
    has one for each question that is not in `rows`. Every story is counted: `sampled` is there for when not.
    """

    n_first: int
    n_second: int
    sampled: bool
    shared: int
    unit: str
    rows: tuple[ComparedRow, ...]
    left_out: int = 0
    lacking: str = ""
    silent: tuple[str, ...] = ()


def compare(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    first: View,
    second: View,
    seed: int = 0,
) -> Comparison:
    """Compare how the stories of two views were placed, question by question in the framework's order.

    What is picked in a view's own picture is not compared: it differs because it was picked. The same views and seed
    give the same figures.
    """
    sides = Sides(db, landscape, collection, framework, first, second)
    n_first, n_second = sides.sizes
    lacking = _lacking(sides, collection)
    found = Comparison(n_first, n_second, False, sides.shared, _unit(sides), (), sides.left_out, lacking)
    if found.lacking:
        return found
    rows: list[Found] = []
    silent: list[str] = []
    picked = {part.signifier for view in sides.views for part in view.parts}
    for number, signifier in enumerate(one for one in framework.told if most_places(one)):
        why = "it differs because it was picked" if signifier.id in picked else ""
        answers = sides.answers(signifier)
        if not why and min(one.placed for one in answers) < collection.k:
            why = f"fewer than {collection.k} stories answered it on one side"
        if why:
            silent.append(f"“{signifier.title}” is not compared: {why}.")
        else:
            rows += compared(signifier, *answers, collection.k, seed + 1_000 * number)
    return replace(found, rows=tuple(_judged(rows)), silent=tuple(silent))


def _unit(sides: Sides) -> str:
    if not any(sides.batches):
        return STORIES
    return BOTH if sides.has_open else BATCHES


def _lacking(sides: Sides, collection: Collection) -> str:
    if min(sides.sizes) < collection.k:
        return f"At least {collection.k} stories are needed on each side."
    if not sides.has_open and not enough_batches(*sides.batches):
        return (
            f"There are too few closed batches to tell a difference from scatter: {sides.batches[0]} against "
            f"{sides.batches[1]}. At least 4 against 5 are needed. Choose a longer period or a larger group."
        )
    return ""


def _judged(rows: Sequence[Found]) -> Iterator[ComparedRow]:
    """The rows with what the whole table makes of their chances."""
    for row, q in zip(rows, adjusted([row.p for row in rows]).tolist(), strict=True):
        told = q <= LEVEL
        gap = row.gap
        yield ComparedRow(
            row.signifier.id,
            row.signifier.title,
            row.measure,
            gap.first,
            gap.second,
            gap.effect,
            gap.low,
            gap.high,
            row.p,
            q,
            verdict_words(gap, row.corners, told),
            told,
            row.n_first,
            row.n_second,
            gap.standardised,
            row.distance,
            row.delta,
            row.corners,
        )


__all__ = ["ComparedRow", "Comparison", "Corner", "compare"]
