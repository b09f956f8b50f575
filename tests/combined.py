"""Collections that asked the same with their corners in other places, and accounts in them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

import numpy as np

from narratives.answers import DyadAnswer, TriadAnswer
from narratives.collection import Collection, Policy
from narratives.common_axes import Anchors, Asked
from narratives.disclosure import close_batches
from narratives.framework import Framework
from narratives.narrative import Kind, Scope, Source
from store.batches import add_batches, list_waiting
from store.collections import add_collection
from store.database import SqliteDatabase
from store.frameworks import add_framework
from store.narratives import import_narratives
from tests.builders import TODAY, make_collection, make_framework, make_narrative

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Where = tuple[Collection, Framework]
_numbers = count()

# The orchard asks what the garden asks, in other words and with its corners in other places.
ORCHARD: list[dict[str, Any]] = [
    {
        "type": "triad",
        "id": "left_me",
        "title": "I went home…",
        "anchors": [
            {"id": "angry", "label": "angry"},
            {"id": "happy", "label": "happy"},
            {"id": "low", "label": "low"},
        ],
        "hot": ["angry"],
    },
    {
        "type": "dyad",
        "id": "voice",
        "title": "What I said counted…",
        "anchors": [{"id": "fully", "label": "fully"}, {"id": "not_at_all", "label": "not at all"}],
        "level": True,
    },
]
MOOD, LEFT_ME = Asked("garden", 1, "mood"), Asked("orchard", 1, "left_me")
SAY, VOICE = Asked("garden", 1, "say"), Asked("orchard", 1, "voice")
MOODS: Anchors = {"glad": "happy", "sad": "low", "cross": "angry"}
SAYS: Anchors = {"none": "not_at_all", "all": "fully"}


def make_orchard(**changes: Any) -> Framework:
    return make_framework(**({"id": "orchard", "title": "The orchard", "signifiers": ORCHARD} | changes))


def open_both(db: SqliteDatabase, **changes: Any) -> tuple[Where, Where]:
    """The plot, which asks as the garden does, and the trees, which ask as the orchard does."""
    garden, orchard = make_framework(), make_orchard()
    add_framework(db, garden)
    add_framework(db, orchard)
    plot = make_collection(**changes)
    trees = make_collection(
        **({"id": "trees", "title": "The trees", "framework_id": "orchard", "stratum_choice": None} | changes)
    )
    add_collection(db, plot)
    add_collection(db, trees)
    return (plot, garden), (trees, orchard)


def tell_shares(db: SqliteDatabase, where: Where, shares: Any, *, kind: Kind = Kind.RESPONDENT) -> None:
    """Accounts whose first triad and first dyad are placed as rows of (top, left, right, value) say."""
    collection, framework = where
    told = []
    for row in np.asarray(shares, dtype=float):
        number = str(next(_numbers))
        top, left, right, value = (float(one) for one in row)
        answers = (
            TriadAnswer(framework.triads[0].id, (top, left, right), "tap"),
            DyadAnswer(framework.dyads[0].id, value, "tap"),
        )
        told.append(
            make_narrative(
                id=number.rjust(32, "0"),
                collection=collection.id,
                source=Source("test", number, "1"),
                told_on=TODAY,
                answers=answers,
                kind=kind,
                stratum="",
                consent=frozenset({Scope.READ}) if collection.policy is Policy.OPEN else frozenset(),
            )
        )
    import_narratives(db, collection, framework, told, {})


def close(db: SqliteDatabase, where: Where) -> None:
    collection, framework = where
    add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))


def some_shares(n: int, seed: int, lean: tuple[float, float, float] = (4.0, 2.0, 1.0)) -> Any:
    """Rows of (top, left, right, value) that lean to the first corner and the second pole."""
    chance = np.random.default_rng(seed)
    return np.column_stack([chance.dirichlet(lean, n), chance.beta(3.0, 2.0, n)])


def as_orchard(shares: Any) -> Any:
    """The same accounts as the orchard's questions have them."""
    glad, sad, cross, value = np.asarray(shares, dtype=float).T
    return np.column_stack([cross, glad, sad, 1.0 - value])
