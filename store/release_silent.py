"""Groups that told and then hardly did any more, judged from released figures of whole weeks alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, exp, floor, lgamma, log, log1p
from statistics import variance

from narratives.calendar import day_of, spoken
from narratives.collection import Collection, Policy
from store.batches import monday
from store.database import Database

WEEKS = 25  # whole weeks of 180 days
STRETCH = 4  # weeks: the shortest silence, and the stretch in which a group once told k
HARDLY = 0.2  # of what was usual before
# So rare that a group at a steady rate, looked at every Monday, is listed less than once in twenty years: measured
# in docs/promise.md, and again at a small size in the tests.
CHANCE = 3e-4


@dataclass(frozen=True, slots=True)
class Silent:
    """A group that fell silent: since the week that begins on `since`, and in words."""

    group: str
    since: date
    words: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """So many weeks of hardly any stories at the end, and how many came in four weeks before."""

    weeks: int
    usual: float


def silent_groups(db: Database, collection: Collection, today: date) -> list[Silent]:
    """The groups of an open collection that told at least k stories in some four weeks and then hardly any.

    By how long they have been silent. A collection that takes no stories has none.
    """
    if not collection.is_open_on(today):
        return []
    end = monday(today)  # of the running week, which is not whole
    told = _open_weeks(db, collection, end)
    batched = _batched_weeks(db, collection, end)
    unsettled = _awaiting_a_moderator(db, collection, end)
    parents = {group.parent for group in collection.groups}
    found = []
    for name in sorted({*told, *batched} - unsettled - parents - {""}):
        weeks = [one + other for one, other in zip(told[name], batched[name], strict=True)]
        # What would be in a batch may still wait for it to fill: fewer than k, and nobody may know how many.
        unseen = collection.k - 1 if any(batched[name]) else 0
        quiet = quiet_end(weeks, collection.k, unseen)
        if quiet is not None:
            found.append(_silent(name, collection, quiet, day_of(end - 7 * quiet.weeks)))
    return sorted(found, key=lambda one: (one.since, one.group))


def quiet_end(weeks: Sequence[float], k: int, unseen: int = 0) -> Quiet | None:
    """Whether a group with so many stories week by week, oldest first, fell silent; `unseen` more may have come.

    Looked for is an end of at least four weeks with at most a fifth of what was usual before it, which is rarer than
    `CHANCE` at a steady rate given all stories (the binomial test of two Poisson counts); the rarest end counts. A
    group that tells in bursts is judged by fewer stories, as many times fewer as its weeks vary more than chance.
    """
    first = next((place for place, n in enumerate(weeks) if n), len(weeks))
    told = weeks[first:]
    best: tuple[float, Quiet] | None = None
    for length in range(STRETCH, len(told) - STRETCH + 1):
        before, after = told[:-length], ceil(sum(told[-length:])) + unseen
        a_week = sum(before) / len(before)
        lately = sum(told[-STRETCH:])
        if after > HARDLY * a_week * length or lately > HARDLY * a_week * STRETCH or _busiest(before) < k:
            continue
        bursts = max(variance(before) / a_week, 1.0)
        most, n = ceil(after / bursts), floor(sum(before) / bursts)
        chance = _at_most(most, n + most, length / len(told))
        if chance < CHANCE and (best is None or chance < best[0]):
            best = chance, Quiet(length, a_week * STRETCH)
    return None if best is None else best[1]


def _busiest(weeks: Sequence[float]) -> float:
    """The most stories in any four weeks in a row."""
    return max(sum(weeks[start : start + STRETCH]) for start in range(max(len(weeks) - STRETCH + 1, 1)))


def _at_most(most: int, n: int, share: float) -> float:
    """The chance of at most so many of n, each with the same share."""
    terms = (
        lgamma(n + 1) - lgamma(one + 1) - lgamma(n - one + 1) + one * log(share) + (n - one) * log1p(-share)
        for one in range(most + 1)
    )
    return sum(map(exp, terms))


def _silent(group: str, collection: Collection, quiet: Quiet, since: date) -> Silent:
    usual = round(quiet.usual)
    if collection.policy is Policy.PROTECTED:
        usual = floor(quiet.usual) // collection.k * collection.k
    elif usual >= 20:
        usual = round(quiet.usual / 5) * 5
    before = f"about {usual} stories came every four weeks"
    if usual < collection.k:
        before = f"{collection.k} stories or more came in some four weeks"
    words = f"{group} has hardly told anything since the week of {spoken(since)}; before, {before}."
    return Silent(group, since, words)


def _open_weeks(db: Database, collection: Collection, end: int) -> dict[str, list[float]]:
    """Open stories of each group, week by week up to the day before `end`, oldest first."""
    weeks: dict[str, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    if collection.policy is not Policy.OPEN:
        return weeks
    rows = db.rows(
        """
        select group_name, (day - :first) / 7 as week, count(*) as n from narratives
        where collection_id = :id and kind = 'respondent' and may_read = 1 and state = 'released' and counted = 0
            and day >= :first and day < :end
        group by group_name, week
        """,
        id=collection.id,
        first=end - 7 * WEEKS,
        end=end,
    )
    for row in rows:
        weeks[row["group_name"]][row["week"]] += row["n"]
    return weeks


def _batched_weeks(db: Database, collection: Collection, end: int) -> dict[str, list[float]]:
    """The same of closed batches, each spread over the weeks that it reaches over."""
    weeks: dict[str, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    rows = db.rows(
        """
        select group_name, n, first_week, last_week from batches
        where collection_id = :id and kind = 'respondent' and last_week >= :first and first_week < :end
        """,
        id=collection.id,
        first=end - 7 * WEEKS,
        end=end,
    )
    for row in rows:
        reach = (row["last_week"] - row["first_week"]) // 7 + 1
        start = (row["first_week"] - end) // 7 + WEEKS
        for week in range(max(start, 0), min(start + reach, WEEKS)):
            weeks[row["group_name"]][week] += row["n"] / reach
    return weeks


def _awaiting_a_moderator(db: Database, collection: Collection, end: int) -> set[str]:
    """Groups that told of late what nobody has released yet: they may not be silent at all.

    What its teller wants counted and not read is none of it: nobody is to learn from a line that goes away that
    somebody told.
    """
    if collection.policy is not Policy.OPEN:
        return set()
    rows = db.rows(
        """
        select distinct group_name from narratives
        where collection_id = :id and state = 'waiting' and may_read = 1 and day >= :first
        """,
        id=collection.id,
        first=end - 7 * STRETCH,
    )
    return {row["group_name"] for row in rows}
