"""Closed batches: how stories that are only counted become figures that isolate nobody.

At least k narratives of one reporting group and kind are closed together and their aggregates frozen.
Whatever anyone adds or subtracts afterwards is a union of whole batches, so nothing about fewer than
k people can be worked out (docs/adr/0004-closed-batches.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, NeverShown, NotApplicable, StonesAnswer, TriadAnswer
from narratives.codes import SCALE
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import cell_of, zone_of

GRID = 20  # cells along a side of the triangles that are shown and frozen
DYAD_BINS = 20
STONE_GRID = 10  # cells along a side of the square that the places of stones are counted in
STONE_CELLS = STONE_GRID * STONE_GRID
PATIENCE = timedelta(days=84)  # how long a group may wait to fill before it merges into its parent


_Pool = tuple[str, Kind]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A narrative that is in no batch yet, and may only be counted in one."""

    id: str
    told_on: date
    group: str
    kind: Kind
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A closed batch: whom it is about, when its last story was told, and its frozen aggregates."""

    group: str
    kind: Kind
    closed_on: date
    first_on: date
    last_on: date
    members: tuple[Waiting, ...]
    aggregates: Mapping[str, Any]

    @property
    def narratives(self) -> tuple[str, ...]:
        """The ids of its members."""
        return tuple(member.id for member in self.members)


def close_batches(collection: Collection, framework: Framework, waiting: Iterable[Waiting], today: date) -> list[Batch]:
    """Every batch that can be closed today, in order of arrival; what does not fill goes on waiting."""
    pools: dict[_Pool, list[Waiting]] = defaultdict(list)
    for narrative in sorted(waiting, key=_arrival):
        pools[narrative.group, narrative.kind].append(narrative)
    batches: list[Batch] = []
    merged: dict[_Pool, list[Waiting]] = defaultdict(list)
    for (group, kind), pool in sorted(pools.items()):
        full, rest = _split(pool, collection.k)
        batches += [batch_of(framework, group, kind, members, today) for members in full]
        parent = collection.parent_of(group)
        if rest and parent is not None and today - rest[0].told_on >= PATIENCE:
            merged[parent, kind] += rest
    for (parent, kind), pool in sorted(merged.items()):
        full, _ = _split(sorted(pool, key=_arrival), collection.k)
        batches += [batch_of(framework, parent, kind, members, today) for members in full]
    return batches


def _arrival(narrative: Waiting) -> tuple[date, str]:
    return narrative.told_on, narrative.id


def _split(pool: Sequence[Waiting], k: int) -> tuple[list[Sequence[Waiting]], Sequence[Waiting]]:
    """Whole batches of k in order of arrival, and the rest, fewer than k."""
    whole = len(pool) // k * k
    return [pool[start : start + k] for start in range(0, whole, k)], pool[whole:]


def batch_of(framework: Framework, group: str, kind: Kind, members: Sequence[Waiting], today: date) -> Batch:
    """The batch that these stories close today, in their order; no story knows it, and it knows none."""
    return Batch(
        group=group,
        kind=kind,
        closed_on=today,
        first_on=members[0].told_on,
        last_on=members[-1].told_on,
        members=tuple(members),
        aggregates=aggregate(framework, [member.answers for member in members]),
    )


def aggregate(framework: Framework, stories: Sequence[tuple[Answer, ...]]) -> dict[str, Any]:
    """Counts, sums, squares and binned densities of each signifier, as plain JSON."""
    by_story = [{answer.signifier: answer for answer in answers} for answers in stories]
    return {
        signifier.id: _aggregate_one(signifier, [answers.get(signifier.id) for answers in by_story])
        for signifier in framework.signifiers
        if isinstance(signifier, Triad | Dyad | Choice | Stones)
    }


def _aggregate_one(signifier: Signifier, answers: Sequence[Answer | None]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "n": sum(answer is not None and not isinstance(answer, NotApplicable | NeverShown) for answer in answers),
        "not_applicable": sum(isinstance(answer, NotApplicable) for answer in answers),
        "not_answered": sum(answer is None for answer in answers),
        "never_shown": sum(isinstance(answer, NeverShown) for answer in answers),
    }
    match signifier:
        case Triad():
            shares = [answer.shares for answer in answers if isinstance(answer, TriadAnswer)]
            found["sums"] = [sum(one[axis] for one in shares) for axis in range(3)]
            found["squares"] = [sum(one[axis] ** 2 for one in shares) for axis in range(3)]
            found["cells"] = _counts(str(cell_of(one, GRID)) for one in shares)
            found["zones"] = _counts(zone_of(one) for one in shares)
        case Dyad():
            values = [answer.value for answer in answers if isinstance(answer, DyadAnswer)]
            found["sum"] = sum(values)
            found["square"] = sum(value**2 for value in values)
            found["bins"] = _counts(str(min(int(value * DYAD_BINS), DYAD_BINS - 1)) for value in values)
        case Stones():
            found["stones"] = _stone_counts([answer for answer in answers if isinstance(answer, StonesAnswer)])
        case _:
            chosen = [answer for answer in answers if isinstance(answer, ChoiceAnswer)]
            found["options"] = _counts(option for answer in chosen for option in answer.options)
    return found


def stone_cell(x: float, y: float) -> int:
    """The cell of the square that a place lies in, row by row from below."""
    column, row = (min(int(round(value * SCALE) * STONE_GRID // SCALE), STONE_GRID - 1) for value in (x, y))
    return row * STONE_GRID + column


def _stone_counts(answers: Sequence[StonesAnswer]) -> dict[str, dict[str, int]]:
    """For each stone that was placed, how often it lies in each cell."""
    placed: dict[str, list[str]] = {}
    for answer in answers:
        for stone, x, y in answer.places:
            placed.setdefault(stone, []).append(str(stone_cell(x, y)))
    return {stone: _counts(cells) for stone, cells in placed.items()}


def _counts(keys: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts
