"""Who is missing behind an alert: sorts of people, and groups of a wider unit, that tell clearly less than before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.explain import DAYS_BEFORE, groups_of
from models.discoveries import LEVEL, adjusted
from models.permutation import share_chance
from narratives.alert import Finding
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import Database
from store.who_told import Told, count_who_told

WHO, WHERE = "who", "group"  # what stands before the colon: a stratum, or a group
_LEFT = 2 / 3  # of a part: with more left it is not clearly smaller
_WEEK = 7
_FEWEST_WEEKS = 5  # with fewer nothing says how unevenly people come
_STEPS = 20  # shares are kept in twentieths: a finer one would count people out

Missing = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class _Part:
    """One stratum's or group's stories of all: before and since, and what one story counts for in a test."""

    name: str
    before: int
    since: int
    weight: float


def missing_since(db: Database, collection: Collection, framework: Framework, finding: Finding) -> tuple[Missing, ...]:
    """(who, share before, share since) of those that told a clearly smaller part, what shrank most first.

    `who` is "who:STRATUM" or "group:NAME". Both shares are in twentieths, and 0 says that fewer than k told since.
    A part is smaller when the share and the number a day are at most two thirds of what they were, and chance does
    not explain it: Fisher's exact test, every story counted for less where a sort of people comes in bunches, and
    Benjamini and Hochberg's rule over all that were looked at. Only who told at least k stories before can be missing.
    """
    since = day_number(finding.since)
    told = count_who_told(
        db, collection.id, groups_of(collection, finding), since - DAYS_BEFORE, day_number(finding.raised_on)
    )
    sides = [[one for one in told if (one.day >= since) is after] for after in (False, True)]
    totals = [sum(one.n for one in side) for side in sides]
    if min(totals) < collection.k:
        return ()
    looked_at = [part for part in _parts(collection, framework, finding, sides) if part.before >= collection.k]
    if not looked_at:
        return ()
    q = adjusted([_chance(part, totals) for part in looked_at])
    days = since - min(one.day for one in sides[0]), day_number(finding.raised_on) - since + 1
    return _told(collection, [one for one, at in zip(looked_at, q, strict=True) if at <= LEVEL], totals, days)


def _told(
    collection: Collection, parts: Sequence[_Part], totals: Sequence[int], days: tuple[int, int]
) -> tuple[Missing, ...]:
    found = []
    for part in parts:
        shares = part.before / totals[0], part.since / totals[1]
        is_less = shares[1] <= _LEFT * shares[0] and part.since / days[1] <= _LEFT * part.before / days[0]
        if is_less:
            since = _rounded(shares[1]) if part.since >= collection.k else 0.0
            found.append((part.name, _rounded(shares[0]), since))
    return tuple(sorted(found, key=lambda one: (one[2] - one[1], one[0])))


def _rounded(share: float) -> float:
    return max(round(share * _STEPS), 1) / _STEPS


def _parts(
    collection: Collection, framework: Framework, finding: Finding, sides: Sequence[Sequence[Told]]
) -> list[_Part]:
    """Every stratum that people said they are of, and the groups of what is wider than one."""
    labels = {option.id for choice in framework.choices for option in choice.options}
    found = [
        _part(f"{WHO}:{name}", sides, lambda one, name=name: one.stratum == name)  # type: ignore[misc]
        for name in sorted({one.stratum for one in sides[0]} & labels)
    ]
    if finding.scope == "group":
        return found
    declared = {group.name for group in collection.groups}
    return found + [
        _part(f"{WHERE}:{name}", sides, lambda one, name=name: one.group == name)  # type: ignore[misc]
        for name in sorted({one.group for one in sides[0]} & declared)
    ]


def _part(name: str, sides: Sequence[Sequence[Told]], is_of: Callable[[Told], bool]) -> _Part:
    before, since = (sum(one.n for one in side if is_of(one)) for side in sides)
    return _Part(name, before, since, 1 / _unevenness(sides[0], is_of))


def _unevenness(before: Sequence[Told], is_of: Callable[[Told], bool]) -> float:
    """How much more a part of a week's stories scatters than chance alone would have it; at least 1.

    Pearson's chi squared over its degrees of freedom, as for quasi-binomial counts.
    """
    first = min(one.day for one in before)
    weeks = (max(one.day for one in before) - first) // _WEEK + 1
    told = np.zeros((weeks, 2))
    for one in before:
        told[(one.day - first) // _WEEK] += (one.n * is_of(one), one.n)
    told = told[told[:, 1] > 0]
    share = told[:, 0].sum() / told[:, 1].sum()
    if len(told) < _FEWEST_WEEKS or not 0 < share < 1:
        return 1.0
    scatter = (told[:, 0] - told[:, 1] * share) ** 2 / (told[:, 1] * share * (1 - share))
    return max(float(scatter.sum()) / (len(told) - 1), 1.0)


def _chance(part: _Part, totals: Sequence[int]) -> float:
    told, of = ([round(n * part.weight) for n in counts] for counts in ((part.since, part.before), totals[::-1]))
    return 1.0 if min(of) < 1 else share_chance(told[0], of[0], told[1], of[1])
