"""The stories behind an alert: open ones, told since it began, that are most typical of the change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.measures import Measure, Placed, measure, needs_texts, shares_of
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.movement import rises
from narratives.triangle import to_xy
from store import release_shift
from store.database import Database
from store.watching import Telling, list_open_tellings

MOST_EXEMPLARS = 5
DAYS_BEFORE = 365
# A story is one of these or is not: only those that are show it.
_MEMBERS = frozenset({"option", "zone", "pocket", "topic", "new-topic"})
_NEAR = 0.15  # of the way from corner to corner, or from end to end: what lies nearer is a story's neighbourhood
_FLOOR = 0.1  # of a side's stories: a place that gained fewer is no change to be typical of
_ALIKE = 10.0  # growths are told apart in tenths: what grew as much is shown newest first

_MOST_LOOKED_AT = 1_000  # of each side, the newest: every pair is

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Valued = tuple[Telling, float]


def choose_exemplars(
    db: Database, collection: Collection, framework: Framework, finding: Finding, placed: Placed | None = None
) -> list[str]:
    """The ids of up to five stories; none in a protected collection, where choosing would tell placements.

    Those lie where stories became most frequent, on the side that things moved to; where too little is known of what
    was there before, those that lie furthest that way. How stories arrive is shown by no story. `placed` tells where
    texts lie; without it nothing shows a finding about what is told.
    """
    hidden = collection.policy is not Policy.OPEN or finding.signal is Signal.COLLECTION
    kind = finding.direction.partition(":")[0]
    if hidden or kind in {"less", "fewer"} or (needs_texts(finding) and placed is None):
        return []
    since, last = day_number(finding.since), day_number(finding.raised_on)
    groups = groups_of(collection, finding)
    tellings = list_open_tellings(db, collection.id, groups, since, last, _MOST_LOOKED_AT)
    # Open ones alone: a story that is counted only must not be seen through those that are shown.
    before = list_open_tellings(db, collection.id, groups, since - DAYS_BEFORE, since - 1, _MOST_LOOKED_AT)
    told = measure(framework, finding, before, placed(tellings) if placed and needs_texts(finding) else {})
    if told is None:
        return []
    answered = _answered(tellings, told)
    if kind in _MEMBERS or kind == "more":
        answered = [(one, value) for one, value in answered if value > 0]
    if kind in _MEMBERS:
        return [one.id for one, _ in answered[:MOST_EXEMPLARS]]  # the newest come first
    usual = _answered(before, told)
    grown = _grown(finding, answered, usual) if len(usual) >= collection.k else []
    return [one.id for one, _ in sorted(grown or _furthest(finding, answered), key=_most)[:MOST_EXEMPLARS]]


def _answered(tellings: Sequence[Telling], told: Measure) -> list[Valued]:
    return [(one, value) for one in tellings if (value := told(one)) is not None]


def _most(valued: Valued) -> float:
    """To sort by; stable, so that of several that come to the same the newest stay first."""
    return -valued[1]


def _furthest(finding: Finding, answered: Sequence[Valued]) -> list[Valued]:
    sign = 1.0 if rises(finding.direction) else -1.0
    return [(one, sign * value) for one, value in answered]


def _grown(finding: Finding, answered: Sequence[Valued], usual: Sequence[Valued]) -> list[Valued]:
    """How many times as frequent stories became around each that lies on the side that things moved to.

    The share of stories nearby since, divided by the share nearby before, each with a floor: where a single story lies
    far off, nothing much grew.
    """
    if not answered:
        return []
    sign = 1.0 if rises(finding.direction) else -1.0
    middle = float(np.mean([value for _, value in usual]))
    here, there = _places(finding, answered), _places(finding, usual)
    was = _near(here, there).mean(axis=1)
    others = max(len(answered) - 1, 1)
    growth = ((_near(here, here).sum(axis=1) - 1) / others + _FLOOR) / (was + _FLOOR)
    tenths = np.round(_ALIKE * growth) / _ALIKE
    return [
        (one, float(grew))
        for grew, (one, value) in zip(tenths, answered, strict=True)
        if sign * (value - middle) > 0 and grew > 1
    ]


def _places(finding: Finding, answered: Sequence[Valued]) -> Floats:
    """Where stories lie (n, d): in the triangle of a triad that moved to or from a corner, else in the measure."""
    answers = [shares_of(one.answers.get(finding.signifier) or {}) for one, _ in answered]
    if finding.direction.startswith(("anchor:", "away:")) and len(answers[0]) == 3:
        return np.array([to_xy((top, left, right)) for top, left, right in answers])
    span = 2.0 if finding.direction in {"hotter", "calmer"} else 1.0  # the hot score reaches from -1 to 1
    return np.array([[value / span] for _, value in answered])


def _near(places: Floats, others: Floats) -> Bools:
    """Which of the `others` (m, d) lie near each place (n, d), as (n, m)."""
    return np.asarray(np.linalg.norm(places[:, None] - others[None, :], axis=2) <= _NEAR)


def groups_of(collection: Collection, finding: Finding) -> Sequence[str] | None:
    """The reporting groups that a finding is about; None for the whole collection."""
    return release_shift.groups_of(collection, finding) or None
