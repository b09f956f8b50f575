"""Organisations beside each other: how those they serve answered the same questions, from the commons alone.

Every figure is a sum of frozen parts of at least k answers (store/release_shares.py). Numbers of people are told in
whole k while they are small, and nothing is said of a member with fewer. A share of fewer than k answers is not told,
nor are those that would tell it by what they leave of all answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.consensus import Divides, Table, divides, high_share, interval
from narratives.answer_piles import THIRDS
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from store.commons import called, list_members
from store.commons_shares import K, Share, list_shares
from store.database import Database
from store.release_axes import zone_label
from store.release_shares import shared_signifiers, summed

ROUNDED_BELOW = 300
LEAST_MEMBERS = 3  # with figures: of fewer, a letter is as good as a name
BETWEEN = "between"
_CORNERS = ("top", "left", "right")
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MemberShare:
    """The share of a member's answers that lie in an item, with its 95 % interval.

    `share` is None where fewer than k lie in it: the interval then only says below what it lies. It is None too where
    such a number could be worked out from it, `is_guarding`: then nothing is said.
    `apart` is "more" or "less" than all other members together, beyond scatter and corrected for every comparison of
    the page, with the difference and its interval; empty where that cannot be told.
    """

    member: str
    is_own: bool
    share: float | None
    low: float
    high: float
    is_guarding: bool = False
    apart: str = ""
    difference: float = 0.0
    difference_low: float = 0.0
    difference_high: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a question: a corner or what lies between, a third of a line, an option."""

    id: str
    label: str
    shares: tuple[MemberShare, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of a member answered a question, in whole k while they are few; None while it is not enough."""

    member: str
    is_own: bool
    n: int | None
    is_rounded: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its members and items; `is_few`: others are left out, who could be told from each other."""

    signifier: Signifier
    standings: tuple[Standing, ...]
    items: tuple[Item, ...]
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """Every question of a framework that members share; `compared` shares were held against those of the others."""

    members: tuple[str, ...]
    questions: tuple[Question, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """One question's items with their counts (members, items), and who answered (members,)."""

    signifier: Signifier
    labels: Mapping[str, str]
    chosen: Integers
    answered: Integers


def find_benchmarks(db: Database, confederation_id: str, framework: Framework, organisation: str) -> Benchmarks:
    """How members answered a framework that they share, seen from one of them; that one comes first."""
    members = list_members(db, confederation_id)
    names = called(members)
    is_named = all(one.may_be_named for one in members if one.is_in)
    slugs = sorted(names, key=lambda slug: (slug != organisation, names[slug]))
    shares = list_shares(db, confederation_id, framework.id, framework.version)
    counted = [
        _counted(one, [_of(shares.get(slug, []), one) for slug in slugs]) for one in shared_signifiers(framework)
    ]
    table = _table(counted, len(slugs))
    found = divides(table, _tested(counted, table))
    questions, start = [], 0
    for one in counted:
        standings = tuple(
            _standing(names[slug], slug == organisation, int(n)) for slug, n in zip(slugs, one.answered, strict=True)
        )
        items = tuple(
            Item(item, label, tuple(_shares(one, place, standings, found, start + place)))
            for place, (item, label) in enumerate(one.labels.items())
        )
        start += len(one.labels)
        told = Question(one.signifier, standings, items)
        questions.append(told if is_named else _unnamed(told))
    compared = int(np.isfinite(found.p).sum())
    return Benchmarks(tuple(names[slug] for slug in slugs), tuple(questions), compared)


def _unnamed(question: Question) -> Question:
    """A question as letters may tell it: where too few have figures, the others are left out."""
    told = [one for one in question.standings if one.n is not None]
    if len(told) >= LEAST_MEMBERS or all(one.is_own for one in told):
        return question
    items = tuple(
        replace(one, shares=tuple(_alone(share) for share in one.shares if share.is_own)) for one in question.items
    )
    return Question(question.signifier, tuple(one for one in question.standings if one.is_own), items, is_few=True)


def _alone(own: MemberShare) -> MemberShare:
    return replace(own, apart="", difference=0.0, difference_low=0.0, difference_high=0.0)


def _of(shares: Sequence[Share], signifier: Signifier) -> tuple[int, dict[str, int]]:
    """How many answered a question, and how many of them lie in each of its items."""
    held = [one for one in shares if one.signifier == signifier.id]
    counts = summed([one.counts for one in held])
    n = sum(one.n for one in held)
    match signifier:
        case Triad():
            zones = counts.get("zones", {})
            corners = {corner: zones.get(corner, 0) for corner in _CORNERS}
            return n, {**corners, BETWEEN: n - sum(corners.values())}
        case Dyad():
            bins = counts.get("bins", {})
            return n, {third: sum(bins.get(str(one), 0) for one in places) for third, places in THIRDS.items()}
        case Choice():
            return n, {one.id: counts.get("options", {}).get(one.id, 0) for one in signifier.options}
        case _:
            raise TypeError(f"{signifier.id} is not compared")


def _labels(signifier: Signifier) -> dict[str, str]:
    match signifier:
        case Triad():
            return {**{corner: zone_label(signifier, corner) for corner in _CORNERS}, BETWEEN: "in between"}
        case Dyad():
            low, high = (f"nearer to {anchor.label}" for anchor in signifier.anchors)
            return dict(zip(THIRDS, (low, "in between", high), strict=True))
        case Choice():
            return {one.id: one.label for one in signifier.options}
        case _:
            raise TypeError(f"{signifier.id} is not compared")


def _counted(signifier: Signifier, told: Sequence[tuple[int, dict[str, int]]]) -> _Counted:
    labels = _labels(signifier)
    chosen = np.array([[counts[item] for item in labels] for _, counts in told], np.int64)
    return _Counted(signifier, labels, chosen.reshape(len(told), len(labels)), np.array([n for n, _ in told], np.int64))


def _table(counted: Sequence[_Counted], members: int) -> Table:
    """All questions beside each other, so that every comparison of the page is corrected for."""
    none = np.zeros((members, 0), np.int64)
    chosen = np.hstack([none, *(one.chosen for one in counted)])
    several = [len(one.labels) for one in counted]
    answered = np.hstack([none, *(np.repeat(one.answered[:, None], len(one.labels), axis=1) for one in counted)])
    return Table(
        chosen,
        answered,
        answered.astype(np.float64),
        np.repeat(np.arange(len(counted)), several),
        np.repeat([high_share(parts) for parts in several], several),
        answered >= K,
    )


def _tested(counted: Sequence[_Counted], table: Table) -> npt.NDArray[np.bool_]:
    """All but what is said the other way round: by the other of two options, or of the other of two members."""
    mirrored = [len(one.labels) == 2 and place == 1 for one in counted for place in range(len(one.labels))]
    tested = np.tile(~np.array(mirrored, bool), (len(table.chosen), 1))
    if len(tested) == 2:
        tested[1] = False
    return np.asarray(tested)


def _standing(member: str, is_own: bool, n: int) -> Standing:
    if n < K:
        return Standing(member, is_own, None, is_rounded=False)
    return Standing(member, is_own, n // K * K if n < ROUNDED_BELOW else n, is_rounded=n < ROUNDED_BELOW)


def _shares(
    one: _Counted, place: int, standings: Sequence[Standing], found: Divides, column: int
) -> Iterator[MemberShare]:
    told = [not _hidden(one, int(number))[place] for number in np.flatnonzero(one.answered >= K)]
    for number, standing in enumerate(standings):
        if standing.n is None:
            continue
        made = _share(one, number, place, standing)
        away, least, most = (float(each[number, column]) for each in (found.difference, found.low, found.high))
        if found.is_told[number, column]:
            made = replace(made, apart="more" if away > 0 else "less")
        # By how much would tell what is hidden, of this member or of the only other one.
        if made.apart and all(told):
            made = replace(made, difference=away, difference_low=least, difference_high=most)
        yield made


def _share(one: _Counted, number: int, place: int, standing: Standing) -> MemberShare:
    n, chosen = int(one.answered[number]), int(one.chosen[number, place])
    if chosen >= K and _hidden(one, number)[place]:
        return MemberShare(standing.member, standing.is_own, None, 0.0, 1.0, is_guarding=True)
    share = (K - 1 if chosen < K else chosen) / n
    low, high = (float(bound) for bound in interval(share, n))
    if chosen < K:
        return MemberShare(standing.member, standing.is_own, None, 0.0, high)
    return MemberShare(standing.member, standing.is_own, share, low, high)


def _hidden(one: _Counted, number: int) -> npt.NDArray[np.bool_]:
    """Which of a member's shares are not told: those below k, and so many more that what they leave is not below k.

    That nobody lies in some parts may be seen: it says that everybody lies in the others, who are at least k.
    """
    chosen, n = one.chosen[number], int(one.answered[number])
    hidden = chosen < K
    if isinstance(one.signifier, Choice) and one.signifier.max_responses > 1:
        return np.asarray(hidden | ((n - chosen > 0) & (n - chosen < K)))  # each option against not having chosen it
    while not hidden.all() and 0 < int(chosen[hidden].sum()) < K:
        hidden[np.where(hidden, n + 1, chosen).argmin()] = True
    return np.asarray(hidden)
