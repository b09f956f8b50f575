"""Facts of how stories arrive, counted and not tested: a new group, copies of one text, one teller who tells much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from analysis.npz import Arrays
from analysis.repeats import NOBODY, Repeats
from narratives.alert import Finding, Signal
from narratives.calendar import day_of
from narratives.collection import Collection, Policy

Ints = npt.NDArray[np.int64]
NEW_SITE, COPIES, ONE_TELLER = "new-site", "copies", "one-teller"
KINDS = (NEW_SITE, COPIES, ONE_TELLER)
NEW_SITE_STORIES, OLD_COLLECTION_DAYS = 10, 30
SAME_TEXTS, COPY_DAYS = 5, 7
TELLER_STORIES, TELLER_SHARE = 10, 0.2
QUIET_DAYS = 28  # a fact is told again only after it has not been one for so long


@dataclass(frozen=True, slots=True)
class Fact:
    """Something counted of a group (its code): so many stories since a day; `effect` is what was counted."""

    kind: str
    group: int
    since: int
    n: int
    effect: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a group has come: its first day and its stories; both 0 before the first."""

    first_day: int
    stories: int


class Arrivals:
    """How many stories each group told since when, and which facts of it are known already."""

    def __init__(self) -> None:
        self.stories, self.first_day = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self.known_until = np.zeros((0, len(KINDS)), dtype=np.int64)

    def close(self, day: int, group: Ints, repeats: Repeats, least: int) -> list[Fact]:
        """The facts of a day; `group` (n,) are its stories' codes, which `repeats` has in its columns already.

        Nothing is said of a group with fewer than `least` stories.
        """
        if not len(group):
            return []
        before = self._count(day, group)
        facts = [*self._new_sites(before, max(NEW_SITE_STORIES, least)), *_copies(day, repeats)]
        facts += _tellers(day, repeats)
        return [fact for fact in facts if self.stories[fact.group] >= least and self._is_news(day, fact)]

    def of(self, group: int) -> Standing:
        """How far a group has come."""
        if group >= len(self.stories):
            return Standing(0, 0)
        return Standing(int(self.first_day[group]), int(self.stories[group]))

    def state(self) -> Arrays:
        """What is known, as plain arrays."""
        return {"stories": self.stories, "first_day": self.first_day, "known_until": self.known_until}

    def restore(self, arrays: Arrays) -> None:
        """Take what is known from `arrays`."""
        self.stories, self.first_day, self.known_until = (
            arrays[name].astype(np.int64) for name in ("stories", "first_day", "known_until")
        )

    def _count(self, day: int, group: Ints) -> Ints:
        """Count the day's stories; how many (G,) there were before."""
        more = int(group.max()) + 1 - len(self.stories)
        if more > 0:
            self.stories = np.concatenate([self.stories, np.zeros(more, dtype=np.int64)])
            self.first_day = np.concatenate([self.first_day, np.zeros(more, dtype=np.int64)])
            self.known_until = np.vstack([self.known_until, np.full((more, len(KINDS)), np.iinfo(np.int64).min)])
        before = self.stories
        self.stories = before + np.bincount(group, minlength=len(before))
        self.first_day = np.where((before == 0) & (self.stories > 0), day, self.first_day)
        return before

    def _new_sites(self, before: Ints, enough: int) -> list[Fact]:
        crossed = (before < enough) & (self.stories >= enough)
        began = self.first_day[self.stories > 0].min()
        late = crossed & (self.first_day - began >= OLD_COLLECTION_DAYS)
        return [
            Fact(NEW_SITE, group, int(self.first_day[group]), int(self.stories[group]), float(self.stories[group]))
            for group in np.flatnonzero(late).tolist()
        ]

    def _is_news(self, day: int, fact: Fact) -> bool:
        kind = KINDS.index(fact.kind)
        known = day <= self.known_until[fact.group, kind]
        self.known_until[fact.group, kind] = day + QUIET_DAYS
        return not known


def fact_findings(collection: Collection, groups: list[str], day: int, facts: list[Fact]) -> list[Finding]:
    """Facts as findings; of a protected collection never that one person tells much, which would point at somebody.

    Places that join on one day are one fact of the collection, and its effect is how many they are.
    """
    told = [fact for fact in facts if fact.kind != NEW_SITE]
    joined = [fact for fact in facts if fact.kind == NEW_SITE and groups[fact.group]]
    one_by_one = [
        _finding(fact, "group", groups[fact.group], day_of(day))
        for fact in (told if len(joined) > 1 else [*joined, *told])
        if fact.kind != ONE_TELLER or collection.policy is not Policy.PROTECTED
    ]
    return [*([_wave(joined, day_of(day))] if len(joined) > 1 else []), *one_by_one]


def _wave(joined: list[Fact], on: date) -> Finding:
    since, n = min(fact.since for fact in joined), sum(fact.n for fact in joined)
    return _finding(Fact(NEW_SITE, 0, since, n, float(len(joined))), "collection", "", on)


def _finding(fact: Fact, scope: str, group: str, on: date) -> Finding:
    return Finding(
        raised_on=on,
        since=day_of(fact.since),
        signal=Signal.COLLECTION,
        signifier=fact.kind,
        direction=fact.kind,
        scope=scope,
        group=group,
        n=fact.n,
        effect=fact.effect,
        effect_low=fact.effect,
        effect_high=fact.effect,
        evidence=0.0,
    )


def _copies(day: int, repeats: Repeats) -> list[Fact]:
    """The groups that told one text five times in a week, the last one today; of several texts the commonest."""
    recent = (repeats.day > day - COPY_DAYS) & (repeats.text != NOBODY)
    recent &= np.isin(repeats.text, repeats.text[repeats.day == day])
    rows = np.flatnonzero(recent)
    found: dict[int, Fact] = {}
    for group, n, inside in _commonest(repeats.group[rows], repeats.text[rows], SAME_TEXTS):
        days = repeats.day[rows[inside]]
        if days.max() == day:
            found.setdefault(group, Fact(COPIES, group, int(days.min()), n, float(n)))
    return list(found.values())


def _tellers(day: int, repeats: Repeats) -> list[Fact]:
    """The groups a fifth of whose stories of four weeks one person told, the last one today."""
    rows = np.flatnonzero(np.isin(repeats.teller, repeats.teller[repeats.day == day]) & (repeats.teller != NOBODY))
    found: dict[int, Fact] = {}
    for group, n, inside in _commonest(repeats.group[rows], repeats.teller[rows], TELLER_STORIES):
        days, share = repeats.day[rows[inside]], n / int((repeats.group == group).sum())
        if days.max() == day and share > TELLER_SHARE:
            found.setdefault(group, Fact(ONE_TELLER, group, int(days.min()), n, share))
    return list(found.values())


def _commonest(group: Ints, name: Ints, least: int) -> list[tuple[int, int, npt.NDArray[np.bool_]]]:
    """(group, how often, which rows) of each pair of a group and a name that occurs often enough, commonest first."""
    if len(group) < least:
        return []
    pairs, place, counts = np.unique(np.stack([group, name], axis=1), axis=0, return_inverse=True, return_counts=True)
    often = [one for one in np.argsort(-counts, kind="stable").tolist() if counts[one] >= least]
    return [(int(pairs[one, 0]), int(counts[one]), place.ravel() == one) for one in often]
