"""Patterns of answers as staff may see them: counted when asked, over the open stories that there are now.

Placements of stories that are not open are never used one by one, so that a protected collection has no patterns.
Nothing that is counted here is kept: a story that is withdrawn or held back is in none of the figures at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO

import numpy as np
import numpy.typing as npt

from models.discoveries import LEVEL
from models.pattern_space import PatternSpace
from models.standing_out import StandingOut, standing_out
from narratives.collection import Collection, Policy
from narratives.disclosure import GRID
from narratives.framework import Framework
from narratives.landscape import Counts, TriadShape, zone_counts
from narratives.selection import View
from narratives.signifiers import Signifier, Triad
from narratives.triangle import Shares
from store.database import Database
from store.landscape import Landscape
from store.landscape.codebook import SHARE_UNITS, Codes
from store.landscape.looking import Look
from store.landscape.positions import positions
from store.landscape.tallies import grouped
from store.patterns import PatternFit, get_pattern_fit, list_patterns, list_placed_ids
from store.release_pattern_marks import Mark, labels_of, marks_of
from store.release_stories import Story, list_stories_by_id

Integers = npt.NDArray[np.int64]
RECENT_DAYS, BEFORE_DAYS = 28, 84
PROTECTED, WAITING, EVENLY, FOUND = "protected", "waiting", "evenly", "found"


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group that a pattern is strong in: the pattern's share of its stories and of all other groups' stories."""

    name: str
    n: int
    share: float
    rest: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Growth:
    """A pattern's share of the stories of the newest RECENT_DAYS and of the BEFORE_DAYS before; `is_told`: clear."""

    recent: float
    before: float
    low: float
    high: float
    is_told: bool


@dataclass(frozen=True, slots=True)
class ReleasedPattern:
    """A pattern. `size` and all that is counted is left out where it holds fewer than k open stories.

    `triads` holds its shape in each triad of the framework; `holds` how far other samples find it again.
    """

    id: int
    label: str
    born_on: date
    size: int | None
    share: float
    holds: float | None
    marks: tuple[Mark, ...] = ()
    groups: tuple[GroupShare, ...] = ()
    growth: Growth | None = None
    triads: tuple[tuple[Triad, TriadShape], ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedPatterns:
    """All patterns, largest first. `state` is one of PROTECTED, WAITING, EVENLY and FOUND.

    `n` open stories there are, `placed` of them lie in a pattern, the others answered too little; `unusual` lie far
    from every middle. `fitted_n` stories were looked at on `fitted_on`.
    """

    state: str
    patterns: tuple[ReleasedPattern, ...] = ()
    n: int = 0
    placed: int = 0
    unusual: int | None = None
    stability: tuple[float, float, float] | None = None
    chance: float | None = None
    fitted_on: date | None = None
    fitted_n: int = 0


@dataclass(frozen=True, slots=True)
class Labelled:
    """Open stories with their patterns: places in the order of the fit from 1 on, 0 for none."""

    codes: Codes
    label: npt.NDArray[np.int64]
    unusual: npt.NDArray[np.bool_]
    days: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    themes: npt.NDArray[np.int64] | None


def list_released_patterns(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework
) -> ReleasedPatterns:
    """The patterns of a collection, with everything that is told of them."""
    if collection.policy is not Policy.OPEN:
        return ReleasedPatterns(PROTECTED)
    fit = get_pattern_fit(db, collection.id)
    if fit is None:
        return ReleasedPatterns(WAITING, n=landscape.count(db, collection.id, framework, View()))
    if not fit.ids:
        n = landscape.count(db, collection.id, framework, View())
        return ReleasedPatterns(EVENLY, n=n, chance=fit.found.chance, fitted_on=fit.fitted_on, fitted_n=fit.n)
    look = landscape.look(db, collection.id, framework, View())
    return _found(db, collection, fit, look, labelled(look, framework, fit))


def list_pattern_stories(
    db: Database, collection: Collection, pattern_id: int, limit: int, offset: int = 0, *, unusual: bool = False
) -> list[Story]:
    """Readable stories of a pattern, nearest its middle first; with `unusual` those far from all, farthest first."""
    if collection.policy is not Policy.OPEN:
        return []
    ids = list_placed_ids(db, collection.id, pattern_id, limit, offset, unusual=unusual)
    return list_stories_by_id(db, collection, ids)


def labelled(look: Look, framework: Framework, fit: PatternFit, *, themes: bool = False) -> Labelled:
    """Every open story of a look with its pattern."""
    space, asked = space_of(fit.arrays), positions(framework)
    parts: list[Labelled] = []
    parts_of = look.holding.strata.parts
    for segment, rows in look.chosen():
        codes = segment.codes[:, rows]
        placed = space.assign(asked.of(codes))
        strata = np.repeat(segment.strata, segment.lengths)[rows]
        held = segment.themes
        parts.append(
            Labelled(
                codes,
                placed.label + 1,
                placed.unusual,
                segment.days[rows].astype(np.int64) + segment.first,
                parts_of[strata, 1].astype(np.int64),
                held[rows].astype(np.int64) if themes and held is not None else None,
            )
        )
    slots = look.holding.book.slots
    none = np.zeros(0, np.int64)
    parts = parts or [Labelled(np.zeros((slots, 0), np.uint16), none, none > 0, none, none, none)]
    told = [part.themes for part in parts if part.themes is not None]
    return Labelled(
        np.concatenate([part.codes for part in parts], axis=1),
        np.concatenate([part.label for part in parts]),
        np.concatenate([part.unusual for part in parts]),
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.groups for part in parts]),
        np.concatenate(told) if themes and told else None,
    )


@lru_cache(maxsize=8)
def space_of(arrays: bytes) -> PatternSpace:
    """What a stored fit learnt."""
    with np.load(BytesIO(arrays), allow_pickle=False) as found:
        return PatternSpace.from_arrays({name: found[name] for name in found.files})


def _found(db: Database, collection: Collection, fit: PatternFit, look: Look, stories: Labelled) -> ReleasedPatterns:
    k = len(fit.ids)
    sizes = np.bincount(stories.label, minlength=k + 1)[1:]
    tables, shapes = _counted(look, stories, k)
    marks = marks_of(tables, collection.k) or [[] for _ in fit.ids]
    labels = labels_of(marks, fit.ids)
    groups, growth = _groups(look, stories, k, collection.k), _growth(stories, k, collection.k)
    born = {one.id: one.born_on for one in list_patterns(db, collection.id)}
    placed = int(sizes.sum())
    each = fit.found.each
    found = []
    for place, number in enumerate(fit.ids):
        size = int(sizes[place])
        head = (number, labels[place], born.get(number, fit.fitted_on))
        holds = each[place] if place < len(each) else None
        if size < collection.k:
            found.append(ReleasedPattern(number, f"Pattern {number}", head[2], None, 0.0, holds))
            continue
        triads = tuple((triad, _triad_shape(shape, place, collection.k)) for triad, shape in shapes)
        told = tuple(marks[place])
        share = size / placed
        found.append(ReleasedPattern(*head, size, share, holds, told, groups[place], growth[place], triads))
    found.sort(key=lambda one: (-(one.size or 0), one.id))
    far = int(stories.unusual.sum())
    return ReleasedPatterns(
        FOUND,
        tuple(found),
        len(stories.label),
        placed,
        far if far >= collection.k else None,
        fit.found.stability,
        fit.found.chance,
        fit.fitted_on,
        fit.n,
    )


_Shape = tuple[Integers, Integers]


def _counted(look: Look, stories: Labelled, k: int) -> tuple[dict[Signifier, Integers], list[tuple[Triad, _Shape]]]:
    """For each question about the story how often each pattern's stories gave each answer, and the sums of triads."""
    tables: dict[Signifier, Integers] = {}
    shapes: list[tuple[Triad, _Shape]] = []
    for signifier in positions(look.holding.book.framework).signifiers:
        entry = look.holding.book.entries[signifier.id]
        slots = range(entry.slot.start, entry.slot.start + entry.slot.width)
        found = grouped(entry, [stories.codes[slot] for slot in slots], stories.label, k + 1)
        tables[signifier] = found.counts[1:]
        if isinstance(signifier, Triad):
            shapes.append((signifier, (found.counts[1:], found.moments[1:])))
    return tables, shapes


def _triad_shape(shape: _Shape, place: int, least: int) -> TriadShape:
    counts, moments = shape[0][place], shape[1][place]
    placed, outside, left_out, unseen = counts[GRID * GRID :].tolist()
    cells = tuple(counts[: GRID * GRID].tolist())
    mean: Shares | None = None
    if placed >= least:
        top, left, right = (moments[:3] / (SHARE_UNITS * placed)).tolist()
        mean = (top, left, right)
    return TriadShape(Counts(placed, outside, left_out, unseen), cells, zone_counts(cells), mean, None)


def _groups(look: Look, stories: Labelled, k: int, least: int) -> list[tuple[GroupShare, ...]]:
    """The groups that each pattern is strong in, told over the whole table of groups and patterns."""
    register = look.holding.strata.groups
    m = len(register)
    table = np.bincount(stories.groups * (k + 1) + stories.label, minlength=m * (k + 1)).reshape(m, k + 1)[:, 1:]
    kept = np.flatnonzero((table.sum(axis=1) >= least) & np.array([bool(register.name(one)) for one in range(m)], bool))
    if len(kept) < 2:
        return [() for _ in range(k)]
    table = table[kept]
    found = standing_out(table, np.repeat(table.sum(axis=1, keepdims=True), k, axis=1))
    told = (found.q <= LEVEL) & (found.effect > 0) & (table >= least)
    return [
        tuple(
            GroupShare(
                register.name(int(kept[row])),
                int(table[row, place]),
                *(float(one[row, place]) for one in (found.share, found.rest, found.low, found.high)),
            )
            for row in np.argsort(-np.nan_to_num(found.effect[:, place])).tolist()
            if told[row, place]
        )
        for place in range(k)
    ]


def _growth(stories: Labelled, k: int, least: int) -> list[Growth | None]:
    """Each pattern's share lately against that before, told over all patterns."""
    newest = int(stories.days.max(initial=0))
    ago = newest - stories.days
    lately = np.where(ago < RECENT_DAYS, 0, np.where(ago < RECENT_DAYS + BEFORE_DAYS, 1, 2))
    table = np.bincount(lately * (k + 1) + stories.label, minlength=3 * (k + 1)).reshape(3, k + 1)[:2, 1:]
    whole = table.sum(axis=1, keepdims=True)
    if whole.min() < least:
        return [None] * k
    found = standing_out(table, np.repeat(whole, k, axis=1))
    return [_grown(found, place) if table[:, place].min() >= least else None for place in range(k)]


def _grown(found: StandingOut, place: int) -> Growth | None:
    if np.isnan(found.q[0, place]):
        return None
    recent, before, low, high = (float(one[0, place]) for one in (found.share, found.rest, found.low, found.high))
    return Growth(recent, before, low, high, bool(found.q[0, place] <= LEVEL))
