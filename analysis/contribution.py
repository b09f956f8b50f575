"""What a change is made of: how far it went in the unit that people know, who answered, and what they said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from analysis.explain import DAYS_BEFORE, groups_of
from analysis.measures import Placed, measure, needs_texts, shares_of
from models.decomposition import Change, decompose
from models.scores import hot_scores
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.movement import HOT_SCORE
from narratives.signifiers import Dyad, Triad
from store.database import Database
from store.watching import Telling, list_tellings_of

# The newest stories of some groups (None: of all) told between two days, in any order.
Tellings = Callable[[Sequence[str] | None, int, int], Sequence[Telling]]
Floats = npt.NDArray[np.float64]

POINTS = 100.0
MOST_STORIES = 10_000  # the newest: a year of a large collection would take seconds, and says no more


def stored_tellings(db: Database, collection: Collection) -> Tellings:
    """The tellings of a store, live or opened to be read."""
    return lambda groups, first, last: list_tellings_of(db, collection.id, groups, first, last, MOST_STORIES)


def with_contribution(
    collection: Collection, framework: Framework, finding: Finding, tellings: Tellings, placed: Placed | None = None
) -> Finding:
    """The finding with its change and what that is made of.

    It stays as it is where fewer than k stories that answer stand on either side, and where there is nothing to
    measure: volume is a ratio already, and a theme needs `placed`, which tells where texts lie.
    """
    if (needs_texts(finding) and placed is None) or not _is_measured(finding):
        return finding
    since = day_number(finding.since)
    found = tellings(groups_of(collection, finding), since - DAYS_BEFORE, day_number(finding.raised_on))
    places = placed(found) if placed is not None and needs_texts(finding) else {}
    told = measure(framework, finding, [one for one in found if one.day < since], places)
    if told is None:
        return finding
    answered = [(one, value) for one in found if (value := told(one)) is not None]
    sides = [[pair for pair in answered if (pair[0].day >= since) is after] for after in (False, True)]
    if min(len(side) for side in sides) < collection.k or (_is_membership(finding) and not any(v for _, v in answered)):
        return finding
    return _told(framework, finding, sides)


def _is_measured(finding: Finding) -> bool:
    return finding.signal is not Signal.COLLECTION or finding.direction.startswith(("who:", "way:"))


def _is_membership(finding: Finding) -> bool:
    return finding.signal is Signal.COLLECTION


def _told(framework: Framework, finding: Finding, sides: list[list[tuple[Telling, float]]]) -> Finding:
    change = _split(framework, finding, sides)
    changed = replace(
        finding, change=POINTS * change.total, change_low=POINTS * change.low, change_high=POINTS * change.high
    )
    if finding.signal is Signal.COLLECTION:
        return changed  # it is about who answered: there is nothing to take apart
    named = [one.id for one in framework.warm_signifiers] if _is_hot(finding) else []
    return replace(
        changed,
        mix=POINTS * change.mix,
        placements=POINTS * change.placements,
        parts=tuple((name, POINTS * float(part)) for name, part in zip(named, change.by_signifier, strict=False)),
    )


def _is_hot(finding: Finding) -> bool:
    return finding.signifier == HOT_SCORE and finding.direction in {"hotter", "calmer"}


def _split(framework: Framework, finding: Finding, sides: list[list[tuple[Telling, float]]]) -> Change:
    cells: dict[tuple[str, ...], int] = {}
    coded = [[cells.setdefault(_cell(finding, one), len(cells)) for one, _ in side] for side in sides]
    if _is_hot(finding):
        before, after = (_hot_parts(framework, [one for one, _ in side]) for side in sides)
    else:
        before, after = (np.array([[value] for _, value in side]) for side in sides)
    return decompose(before, coded[0], after, coded[1])


def _cell(finding: Finding, one: Telling) -> tuple[str, ...]:
    """Who answered and how they were asked; beyond one group also where."""
    return (one.stratum, one.mode) if finding.scope == "group" else (one.stratum, one.mode, one.group)


def _hot_parts(framework: Framework, tellings: Sequence[Telling]) -> Floats:
    """Each hot or cold signifier's part of each story's score."""
    warm = framework.warm_signifiers
    shares = [[share for one in warm for share in _columns(telling, one)] for telling in tellings]
    hot = [anchor.id in one.hot for one in warm for anchor in one.anchors]
    cold = [anchor.id in one.cold for one in warm for anchor in one.anchors]
    return hot_scores(shares, hot, cold, [place for place, one in enumerate(warm) for _ in one.anchors]).parts


def _columns(telling: Telling, signifier: Triad | Dyad) -> tuple[float, ...]:
    missing = (np.nan,) * len(signifier.anchors)
    return shares_of(telling.answers.get(signifier.id) or {}) or missing
