"""An event in a store, and accounts of it that lie where a test wants them."""

from datetime import date

import numpy as np

from narratives.answers import DyadAnswer, TriadAnswer
from narratives.collection import Moderation, Policy
from narratives.disclosure import close_batches
from narratives.event import Event, EventPlan, event_collection, event_framework
from narratives.narrative import Scope, Source
from narratives.signifiers import Triad
from store.batches import add_batches, list_waiting
from store.collections import framework_of, get_collection
from store.events import open_event
from store.frameworks import add_framework
from store.narratives import import_narratives
from tests.builders import TODAY, make_framework, make_narrative

EVENT = "event-the-pump-broke"
SIDES = ("Diggers", "Office", "Visitors")


def make_plan(**changes):
    decided = {
        "title": "The pump broke",
        "happened": "The pump broke and the beds were dry for a week.",
        "happened_on": date(2026, 2, 9),
        "is_week": True,
        "base": make_framework(),
        "asked": ("mood", "say"),
        "predicted": ("mood",),
        "perspectives": SIDES,
        "policy": Policy.PROTECTED,
        "moderation": Moderation.AFTER,
    }
    return EventPlan(**(decided | changes))


def open_pump(db, **changes):
    """The event with its collection and framework."""
    plan = make_plan(**changes)
    collection, framework = event_collection(plan, EVENT, TODAY), event_framework(plan, EVENT)
    add_framework(db, plan.base)
    event = Event(EVENT, plan.happened, plan.happened_on, plan.is_week, "Ada", "The garden office", TODAY)
    open_event(db, event, collection, framework)
    return get_collection(db, EVENT), framework_of(db, collection)


def tell(db, where, group, n, seed=0, leans=None, guess=True, **changes):
    """`n` accounts of a side; `leans` has Dirichlet or beta parameters by signifier, alike for all others."""
    collection, framework = where
    chance = np.random.default_rng([seed, *group.encode()])
    told = []
    for _ in range(n):
        answers = [
            answer(one, (leans or {}).get(one.id), chance)
            for one in framework.signifiers
            if guess or one not in framework.predictions
        ]
        facts = {"collection": EVENT, "group": group, "answers": tuple(answers), "consent": frozenset({Scope.READ})}
        name = chance.bytes(16).hex()
        told.append(make_narrative(id=name, source=Source("test", name, "1"), told_on=TODAY, **(facts | changes)))
    import_narratives(db, collection, framework, told, {})
    return told


def answer(signifier, lean, chance):
    if isinstance(signifier, Triad):
        return TriadAnswer(signifier.id, tuple(float(one) for one in chance.dirichlet(lean or (2, 2, 2))), "tap")
    return DyadAnswer(signifier.id, float(chance.beta(*(lean or (2, 2)))), "tap")


def close(db, where):
    """Close every batch that is full; how many were."""
    collection, framework = where
    return add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))
