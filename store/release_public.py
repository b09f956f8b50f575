"""What everybody is told of a collection: shares of answers, published in rounds that are never recomputed.

A round is made of the frozen parts (store/release_shares.py) that are in none yet: each is about at least k people, and
so is whatever lies between two visits. Which shares may be told is `narratives.public_items`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.consensus import interval
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.objective import Objective, Reading
from narratives.public_items import item_labels, items_of, public_signifiers, takes_several, told_at
from narratives.signifiers import Signifier
from store.database import Database
from store.objective_readings import add_reading
from store.objectives import list_objectives
from store.public_pages import get_public_page
from store.release_shares import freeze_parts, summed

ROUNDED_BELOW = 300
ENOUGH_AT_FIRST = 50  # answers to one question, before the first figures stand for up to a quarter of a year


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An item with its share in [0, 1] and 95 % interval; None where it is not told."""

    id: str
    label: str
    share: float | None
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """One question: at least `n` people answered it (in whole k while they are few); None where too few did.

    `rest` is the share of those items together that are not told one by one; None where there is none to tell.
    """

    signifier: Signifier
    n: int | None
    is_rounded: bool
    items: tuple[PublicItem, ...]
    rest: PublicItem | None = None


@dataclass(frozen=True, slots=True)
class PublicResults:
    """What was heard, counted until a day; None before anything was published."""

    counted_until: date | None
    questions: tuple[PublicQuestion, ...]

    @property
    def is_told(self) -> bool:
        """Whether there is a figure."""
        return any(question.n is not None for question in self.questions)


@dataclass(frozen=True, slots=True)
class _Round:
    """What was published at one time of one question: who answered, and how many lie in each item."""

    n: int
    counts: tuple[int, ...]


def is_due(since: date, today: date) -> bool:
    """Whether a quarter of the year has ended since a day."""
    return since < date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


def close_round(db: Database, collection: Collection, framework: Framework, *, today: date) -> bool:
    """Publish what is in no round yet, where a round is due; whether one was closed.

    One is due when a quarter has ended. A public page without figures gets its first as soon as there are enough
    answers to be worth it. Safe to repeat, and to stop at any point.
    """
    rounds, began = list_rounds(db, collection.id), _began(db, collection)
    if began is None:
        return False
    if not is_due(rounds[-1] if rounds else began, today):
        if not get_public_page(db, collection.id).is_on or _has_figures(db, collection):
            return False
        freeze_parts(db, collection, framework)
        if _most_answered(db, collection) < ENOUGH_AT_FIRST:
            return False
    freeze_parts(db, collection, framework)
    with db.write():
        if list_rounds(db, collection.id) != rounds:
            return False
        _publish(db, collection, framework, len(rounds) + 1, today)
        for objective in list_objectives(db, collection.id):
            first = rounds[-1] if rounds else began
            add_reading(db, objective.id, _read(db, collection, framework, objective, first, today))
    return True


def list_rounds(db: Database, collection_id: str) -> list[date]:
    """The days until which each round counted, oldest first."""
    rows = db.rows("select closed_on from public_rounds where collection_id = :id order by number", id=collection_id)
    return [date.fromisoformat(row["closed_on"]) for row in rows]


def find_results(db: Database, collection: Collection, framework: Framework) -> PublicResults:
    """Everything that was published of a collection, in the language of the framework that is given."""
    rounds = list_rounds(db, collection.id)
    questions = [
        _question(one, _rounds_of(db, collection, one, len(rounds)), collection.k)
        for one in public_signifiers(framework)
    ]
    return PublicResults(rounds[-1] if rounds else None, tuple(questions))


def _began(db: Database, collection: Collection) -> date | None:
    """Since when rounds are closed: its first objective was declared, or its page switched on; None for neither."""
    row = db.one(
        """
        select min(at) as at from (
            select made_at as at from objectives where collection_id = :id
            union all select changed_at from public_pages where collection_id = :id and is_on = 1
        )
        """,
        id=collection.id,
    )
    return date.fromisoformat(row["at"][:10]) if row and row["at"] else None


def _has_figures(db: Database, collection: Collection) -> bool:
    return db.one("select 1 from public_parts where collection_id = :id limit 1", id=collection.id) is not None


def _most_answered(db: Database, collection: Collection) -> int:
    """How many answered the question that was answered most, in parts."""
    row = db.one(
        """
        select max(n) as n from (
            select sum(n) as n from share_parts where collection_id = :id group by signifier
        )
        """,
        id=collection.id,
    )
    return int(row["n"] or 0) if row else 0


def _publish(db: Database, collection: Collection, framework: Framework, number: int, today: date) -> None:
    db.execute(
        "insert into public_rounds (collection_id, number, closed_on) values (:id, :number, :day)",
        id=collection.id,
        number=number,
        day=today.isoformat(),
    )
    rows = db.rows(
        """
        select id, signifier, n, counts from share_parts
        where collection_id = :id and id not in (select part_id from public_parts) order by id
        """,
        id=collection.id,
    )
    for signifier in public_signifiers(framework):
        parts = [row for row in rows if row["signifier"] == signifier.id]
        if parts:
            counts = items_of(signifier, summed([json.loads(row["counts"]) for row in parts]))
            _keep_counts(db, collection.id, number, signifier.id, sum(row["n"] for row in parts), counts)
    db.many(
        "insert into public_parts (part_id, collection_id) values (:part, :id)",
        [{"part": row["id"], "id": collection.id} for row in rows],
    )


def _keep_counts(
    db: Database, collection_id: str, number: int, signifier: str, n: int, counts: Mapping[str, int]
) -> None:
    db.execute(
        """
        insert into public_counts (collection_id, number, signifier, n, counts)
        values (:id, :number, :signifier, :n, :counts)
        """,
        id=collection_id,
        number=number,
        signifier=signifier,
        n=n,
        counts=json.dumps(counts, sort_keys=True),
    )


def _rounds_of(db: Database, collection: Collection, signifier: Signifier, rounds: int) -> list[_Round]:
    """What each round published of a question, in their order; nothing of it in some."""
    rows = db.rows(
        "select number, n, counts from public_counts where collection_id = :id and signifier = :signifier",
        id=collection.id,
        signifier=signifier.id,
    )
    held = {row["number"]: (row["n"], json.loads(row["counts"])) for row in rows}
    found = []
    for number in range(1, rounds + 1):
        n, counts = held.get(number, (0, {}))
        found.append(_Round(n, tuple(int(counts.get(item, 0)) for item in item_labels(signifier))))
    return found


def _visits(rounds: Sequence[_Round]) -> list[tuple[int, tuple[int, ...]]]:
    """What a visit after each round sees: the sums until then."""
    found: list[tuple[int, tuple[int, ...]]] = []
    for one in rounds:
        n, counts = found[-1] if found else (0, tuple(0 for _count in one.counts))
        found.append((n + one.n, tuple(was + now for was, now in zip(counts, one.counts, strict=True))))
    return found


def _question(signifier: Signifier, rounds: Sequence[_Round], k: int) -> PublicQuestion:
    visits = _visits(rounds)
    n, counts = visits[-1] if visits else (0, ())
    whole = n if takes_several(signifier) else sum(counts)
    if whole < k:
        return PublicQuestion(signifier, None, is_rounded=False, items=())
    told = told_at(signifier, visits, k)[-1]
    items = [
        _item(item, label, counts[place], whole) if place in told else PublicItem(item, label, None)
        for place, (item, label) in enumerate(item_labels(signifier).items())
    ]
    left = whole - sum(counts[place] for place in told)
    has_rest = bool(told) and left > 0 and not takes_several(signifier)
    is_rounded = whole < ROUNDED_BELOW
    return PublicQuestion(
        signifier,
        whole // k * k if is_rounded else whole,
        is_rounded,
        tuple(items),
        _item("", "", left, whole) if has_rest else None,
    )


def _item(item: str, label: str, chosen: int, whole: int) -> PublicItem:
    low, high = (float(bound) for bound in interval(chosen / whole, whole))
    return PublicItem(item, label, chosen / whole, low, high)


def _read(
    db: Database, collection: Collection, framework: Framework, objective: Objective, first: date, last: date
) -> Reading:
    """The newest round of an objective: a share only where both visits around it are told theirs."""
    number = len(list_rounds(db, collection.id))
    signifier = next((one for one in public_signifiers(framework) if one.id == objective.signifier), None)
    labels = list(item_labels(signifier)) if signifier else []
    if signifier is None or objective.item not in labels:
        return Reading(number, first, last, 0, None, 0.0, 1.0)
    rounds = _rounds_of(db, collection, signifier, number)
    place, newest = labels.index(objective.item), rounds[-1]
    whole = newest.n if takes_several(signifier) else sum(newest.counts)
    if whole < collection.k:
        return Reading(number, first, last, 0, None, 0.0, 1.0)
    every = frozenset(range(len(labels)))
    told = [every, *told_at(signifier, _visits(rounds), collection.k)]
    shown, chosen = told[-1] & told[-2], newest.counts[place]
    if place in shown:
        item = _item("", "", chosen, whole)
        return Reading(number, first, last, whole, item.share, item.low, item.high)
    if chosen < collection.k and _hides_enough(signifier, newest, shown, place, collection.k):
        _low, high = interval((collection.k - 1) / whole, whole)
        return Reading(number, first, last, whole, None, 0.0, float(high), is_below=True)
    return Reading(number, first, last, whole, None, 0.0, 1.0)


def _hides_enough(signifier: Signifier, newest: _Round, shown: frozenset[int], place: int, k: int) -> bool:
    """Whether saying that an item is below k says no more than that, whatever else is known.

    That nobody lies in anything that is hidden can be worked out already.
    """
    if takes_several(signifier):
        return True
    hidden = [count for other, count in enumerate(newest.counts) if other not in shown]
    at_least = k * sum(count >= k for count in hidden)
    return not sum(hidden) or (len(hidden) > 1 and sum(hidden) - at_least >= k - 1)
