"""Stories of two groups with a shift between them that a test may plant."""

from datetime import timedelta

import numpy as np

from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.disclosure import close_batches
from narratives.narrative import Scope, Source
from store.batches import add_batches, list_waiting
from store.narratives import import_narratives
from tests.builders import TODAY, make_narrative

EVEN = (2.0, 2.0, 2.0)


def told(seed, n, group, weights=EVEN, poles=(2.0, 2.0), digger=0.5, **changes):
    """`n` stories: shares of the triad `mood`, positions of the dyad `say`, `role` and one `wish`."""
    chance = np.random.default_rng(seed)
    for number in range(n):
        shares = tuple(float(share) for share in chance.dirichlet(weights))
        answers = (
            TriadAnswer("mood", shares, "tap"),
            DyadAnswer("say", float(chance.beta(*poles)), "tap"),
            ChoiceAnswer("role", ("digger" if chance.random() < digger else "picker",)),
            ChoiceAnswer("wish", tuple(sorted(f"w{place}" for place in chance.choice(4, 2, replace=False)))),
        )
        facts = {
            "answers": answers,
            "group": group,
            "told_on": TODAY - timedelta(days=int(chance.integers(90))),
            "source": Source("test", f"{seed}-{number}", "1"),
            "consent": frozenset({Scope.READ}),
        }
        yield make_narrative(**(facts | changes))


def keep(db, plot, *heaps):
    import_narratives(db, *plot, [story for heap in heaps for story in heap], {})


def close(db, plot):
    return add_batches(db, plot[0], close_batches(*plot, list_waiting(db, plot[0]), TODAY))
